// Codes about environments: the files _worker.<environment>.yaml, and the Workers that they make.

import { entry, smallest } from '../entry.ts'
import { count, quote } from '../words.ts'

/** What can be wrong with environments. */
export const environmentCodes = {
  'environment-name': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) =>
      `${quote(name)} cannot be an environment’s name: those have 1 to 32 lower-case letters, digits and hyphens, and no hyphen at either end.`,
    hint: () => 'Rename the file: `_worker.<environment>.yaml`, such as `_worker.production.yaml`.',
    what: 'A file that begins with `_worker.` describes the Worker in an environment, and what stands between `_worker.` and `.yaml` is the environment’s name.',
    why: 'The name becomes a part of the Worker’s, and Cloudflare takes nothing else in it.',
    before: { '_worker.Production EU.yaml': 'url: https://ai.example.com\n', 'support.yaml': smallest },
    after: { '_worker.production-eu.yaml': 'url: https://ai.example.com\n', 'support.yaml': smallest },
  }),
  'worker-name-length': entry<{ name: string; file: string; longest: number }>({
    severity: 'error',
    message: ({ name, longest }) =>
      `The Worker of this environment would be called ${quote(name)}, which has ${count(name.length, 'character')}; a Worker’s name has ${longest} at most.`,
    hint: ({ file }) => `Write \`name\` in \`${file}.yaml\`: it is the whole name then.`,
    what: 'An environment’s Worker is called as the Worker is, with a hyphen and the environment’s name, unless its file has a `name` of its own. Together they are too long.',
    why: 'Cloudflare makes a host name of it, and no part of those is longer.',
    before: {
      '_worker.yaml': `name: the-gateway-of-all-the-teams-that-answer-customers-in-europe\n`,
      '_worker.production.yaml': 'url: https://ai.example.com\n',
      'support.yaml': smallest,
    },
    after: {
      '_worker.yaml': `name: the-gateway-of-all-the-teams-that-answer-customers-in-europe\n`,
      '_worker.production.yaml': 'name: customers-europe-production\nurl: https://ai.example.com\n',
      'support.yaml': smallest,
    },
  }),
  'duplicate-worker': entry<{ worker: string; environments: readonly string[] }>({
    severity: 'error',
    message: ({ worker, environments }) =>
      `The environments ${environments.map(quote).join(' and ')} are both the Worker ${quote(worker)}.`,
    hint: () => 'Give one of them another `name`, or leave it out: the environment’s own is then a part of it.',
    what: 'Two environments have one Worker’s name in one account.',
    why: 'To deploy one would replace the other, and both would have the same secrets.',
    before: {
      '_worker.production.yaml': 'name: ai-gateway\n',
      '_worker.staging.yaml': 'name: ai-gateway\n',
      'support.yaml': smallest,
    },
    after: {
      '_worker.production.yaml': 'name: ai-gateway\n',
      '_worker.staging.yaml': 'name: ai-gateway-staging\n',
      'support.yaml': smallest,
    },
  }),
} as const
