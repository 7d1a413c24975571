// Codes about the shape that gateway.schema.json gives a file: keys, types, values.

import { entry, smallest } from '../entry.ts'
import { didYouMean, either, quote } from '../words.ts'

/** What the schema finds wrong. */
export const shapeCodes = {
  'unknown-key': entry<{ key: string; parent: string; nearest: readonly string[]; advice: string }>({
    severity: 'error',
    message: ({ key, parent }) => `There is no key ${quote(key)} in ${parent}.`,
    hint: ({ nearest, advice }) => didYouMean(nearest) ?? advice,
    what: 'The key is not one that this place knows.',
    why: 'A key that is ignored looks like a setting that works: a limit that does not limit is found out too late.',
    before: `authentication: off
tiemout: 30s
providers:
  echo: {}
`,
    after: `authentication: off
timeout: 30s
providers:
  echo: {}
`,
  }),
  'wrong-type': entry<{ name: string; expected: string; found: string; advice: string | null }>({
    severity: 'error',
    message: ({ name, expected, found }) => `${name} takes ${expected}, but this is ${found}.`,
    hint: ({ advice }) => advice,
    what: 'The value is of another kind than the key takes: a list for a text, a text for a map.',
    why: 'Nothing is converted by guessing. YAML itself decides what `30`, `true` and `~` are; quotes make any of them text.',
    before: `authentication: off
timeout: true
providers:
  echo: {}
`,
    after: `authentication: off
timeout: 30s
providers:
  echo: {}
`,
  }),
  'wrong-value': entry<{ name: string; problem: string; allowed: readonly string[]; advice: string | null }>({
    severity: 'error',
    message: ({ name, problem }) => `${name} ${problem}.`,
    hint: ({ allowed, advice }) => (allowed.length === 0 ? advice : `Write ${either(allowed.map(quote))}.`),
    what: 'The value is of the right kind, but not one that the key takes.',
    why: 'It would have no meaning for the gateway.',
    before: `authentication: off
providers:
  echo: {}
endpoints:
  native: enabled
`,
    after: `authentication: off
providers:
  echo: {}
endpoints:
  native: on
`,
  }),
  'missing-key': entry<{ key: string; parent: string; advice: string | null }>({
    severity: 'error',
    message: ({ key, parent }) => `The key ${quote(key)} is missing in ${parent}.`,
    hint: ({ advice }) => advice,
    what: 'A key that must be stated is not there.',
    why: 'There is no default that would be right for everyone.',
    before: 'authentication: off\n',
    after: smallest,
  }),
  'authentication-missing': entry<{ gateway: string }>({
    severity: 'error',
    message: ({ gateway }) =>
      `The gateway ${quote(gateway)} does not say who may call it: \`authentication\` is missing.`,
    hint: () =>
      'List tokens, `authentication: { tokens: [{ name: me, secret: MY_TOKEN }] }`, or write `authentication: off` to let anyone in.',
    what: 'Every gateway states `authentication`: the tokens that open it, or `off`.',
    why: 'A gateway that holds keys and lets anyone in spends them for whoever finds it. So an open gateway is something one writes, not something one forgets.',
    before: `providers:
  openai:
    key: { secret: OPENAI_API_KEY }
`,
    after: `authentication:
  tokens:
    - { name: support-bot, secret: SUPPORT_BOT_TOKEN }
providers:
  openai:
    key: { secret: OPENAI_API_KEY }
`,
  }),
  'unknown-provider': entry<{ slug: string; nearest: readonly string[] }>({
    severity: 'error',
    message: ({ slug }) => `There is no provider ${quote(slug)}.`,
    hint: ({ slug, nearest }) =>
      didYouMean(nearest) ??
      (slug.startsWith('custom-')
        ? 'After `custom-` come 1 to 57 lower-case letters, digits and hyphens, a letter or digit first.'
        : 'Anything that speaks a known API can be called `custom-<name>`, with `url` and `dialect`.'),
    what: 'The name under `providers` is neither a built-in provider’s nor one of your own, which begin with `custom-`.',
    why: 'The name decides where requests go and where the key is put.',
    before: `authentication: off
providers:
  opnai: {}
`,
    after: `authentication: off
providers:
  openai: {}
`,
  }),
  'key-alias': entry<{ alias: string }>({
    severity: 'error',
    message: ({ alias }) =>
      `${quote(alias)} cannot be a key’s alias: aliases have 1 to 64 letters, digits, hyphens and underscores.`,
    hint: () => 'Rename it, here and where `cf-aig-byok-alias` asks for it.',
    what: 'The names under `keys` are aliases that requests choose by, in the header `cf-aig-byok-alias`.',
    why: 'They travel in a header, so they keep to characters that pass everywhere.',
    before: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  openai:
    keys:
      default: { secret: OPENAI_API_KEY }
      batch jobs: { secret: OPENAI_BATCH_KEY }
`,
    after: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  openai:
    keys:
      default: { secret: OPENAI_API_KEY }
      batch-jobs: { secret: OPENAI_BATCH_KEY }
`,
  }),
} as const
