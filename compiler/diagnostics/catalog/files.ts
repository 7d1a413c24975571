// Codes about the folder: file names as ids, fragments and who extends them.

import { entry, smallest } from '../entry.ts'
import { didYouMean, quote } from '../words.ts'

/** What can be wrong with a folder. */
export const fileCodes = {
  'no-gateways': entry({
    severity: 'error',
    message: () => 'There is no gateway here.',
    hint: () =>
      'Write one: `gateways/<id>.yaml`, with `authentication` and `providers`. Names that begin with an underscore are not gateways.',
    what: 'The folder holds no YAML file that describes a gateway.',
    why: 'A Worker without gateways answers nothing. Most often the command ran in another folder than was meant.',
    before: { '_worker.yaml': 'name: ai-gateway\n' },
    after: { '_worker.yaml': 'name: ai-gateway\n', 'support.yaml': smallest },
  }),
  'gateway-id': entry<{ id: string }>({
    severity: 'error',
    message: ({ id }) =>
      `${quote(id)} cannot be a gateway’s id: ids have 1 to 64 letters, digits, hyphens and underscores.`,
    hint: () => 'Rename the file: its name without `.yaml` is the id.',
    what: 'A gateway’s id is its file’s name, and stands in every URL that calls it.',
    why: 'Anything else than A-Z, a-z, 0-9, - and _ would have to be escaped in paths, and clients do so in different ways.',
    before: { 'support bot.yaml': smallest },
    after: { 'support-bot.yaml': smallest },
  }),
  'duplicate-id': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `Two files are called ${quote(name)}.`,
    hint: () => 'Rename or delete one of them: `.yaml` and `.yml` mean the same.',
    what: 'Two files have one name: `support.yaml` and `support.yml`, or the same name in two folders.',
    why: 'The name is the gateway’s id, and only one gateway can answer to it.',
    before: { 'support.yaml': smallest, 'support.yml': smallest },
    after: { 'support.yaml': smallest, 'support-2.yml': smallest },
  }),
  'extends-missing': entry<{ name: string; nearest: readonly string[] }>({
    severity: 'error',
    message: ({ name }) => `There is no fragment called ${quote(name)}.`,
    hint: ({ name, nearest }) =>
      didYouMean(nearest) ?? `Write ${quote(`${name.startsWith('_') ? name : `_${name}`}.yaml`)} beside this file.`,
    what: '`extends` names a fragment: a file of the same folder whose name begins with an underscore, without its ending.',
    why: 'What the fragment should say is missing, perhaps its authentication.',
    before: {
      '_defaults.yaml': 'authentication: off\n',
      'support.yaml': 'extends: _default\nproviders: { echo: {} }\n',
    },
    after: {
      '_defaults.yaml': 'authentication: off\n',
      'support.yaml': 'extends: _defaults\nproviders: { echo: {} }\n',
    },
  }),
  'extends-not-fragment': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${quote(name)} is no fragment, and only fragments can be extended.`,
    hint: ({ name }) =>
      `Move what both share into a file whose name begins with an underscore, such as ${quote(`_${name.replace(/^_+/, '')}-defaults.yaml`)}.`,
    what: '`extends` names a gateway, or _worker.yaml.',
    why: 'A gateway that others build on would change them all when it is changed for itself.',
    before: {
      'strict.yaml': smallest,
      'support.yaml': 'extends: strict\n',
    },
    after: {
      '_shared.yaml': smallest,
      'strict.yaml': 'extends: _shared\n',
      'support.yaml': 'extends: _shared\n',
    },
  }),
  'extends-loop': entry<{ names: readonly string[] }>({
    severity: 'error',
    message: ({ names }) => `The fragments extend each other in a circle: ${names.map(quote).join(' → ')}.`,
    hint: () => 'Remove one of these `extends`.',
    what: 'A fragment extends itself, at once or by way of others.',
    why: 'There is no first one to begin with.',
    before: {
      '_a.yaml': 'extends: _b\nauthentication: off\n',
      '_b.yaml': 'extends: _a\ntimeout: 30s\n',
      'support.yaml': 'extends: _a\nproviders: { echo: {} }\n',
    },
    after: {
      '_a.yaml': 'extends: _b\nauthentication: off\n',
      '_b.yaml': 'timeout: 30s\n',
      'support.yaml': 'extends: _a\nproviders: { echo: {} }\n',
    },
  }),
  'unused-fragment': entry<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `No gateway extends ${quote(name)}.`,
    hint: ({ name }) => `Write ${quote(`extends: ${name}`)} in a gateway, or delete the file.`,
    what: 'The file’s name begins with an underscore, so it is a fragment, and nothing builds on it.',
    why: 'What it says has no effect. If it was meant to be a gateway, its name must not begin with an underscore.',
    before: { '_defaults.yaml': 'timeout: 30s\n', 'support.yaml': smallest },
    after: { '_defaults.yaml': 'timeout: 30s\n', 'support.yaml': `extends: _defaults\n${smallest}` },
  }),
} as const
