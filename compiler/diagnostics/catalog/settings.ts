// Codes about a gateway's own settings and the Worker's: tokens, host names, endpoints, dates.

import { entry, smallest } from '../entry.ts'
import { quote } from '../words.ts'

const hash = '4f8a1c0e6b2d97358c41fa60e3d5b7298a16cf04d2e8937b5106fd4c8eab2739'

/** What can be wrong with settings. */
export const settingCodes = {
  'open-keys': entry<{ gateway: string; spends: 'keys' | 'binding' | 'both' }>({
    severity: 'warning',
    message: ({ gateway, spends }) =>
      `Anyone who can reach the gateway ${quote(gateway)} can spend ${{ keys: 'its stored keys', binding: 'what its AI binding costs', both: 'its stored keys and what its AI binding costs' }[spends]}: authentication is off.`,
    hint: ({ spends }) =>
      `List tokens: \`authentication: { tokens: [{ name: me, secret: MY_TOKEN }] }\`. Or remove the ${{ keys: 'keys', binding: 'binding', both: 'keys and the binding' }[spends]}, and let callers bring theirs.`,
    what: 'The gateway holds providers’ keys or has an AI binding, and `authentication` is `off`.',
    why: 'Requests without a key of their own are sent with the stored one, or answered on the account of the binding. Where the gateway can be reached from outside, that is a bill for someone else’s use.',
    before: `authentication: off
providers:
  openai:
    key: { secret: OPENAI_API_KEY }
`,
    after: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  openai:
    key: { secret: OPENAI_API_KEY }
`,
  }),
  'token-value': entry<{ name: string; both: boolean }>({
    severity: 'error',
    message: ({ name, both }) =>
      `The token ${quote(name)} has ${both ? 'both "secret" and "sha256"' : 'neither "secret" nor "sha256"'}.`,
    hint: ({ both }) => (both ? 'Keep one of the two.' : 'Add `secret: NAME`, or the `sha256` of the token.'),
    what: 'A token is known either by the name of the secret that holds it or by its SHA-256.',
    why: 'With neither nobody could present it; with both it would be two tokens under one name.',
    before: `authentication:
  tokens: [{ name: ci }]
providers:
  echo: {}
`,
    after: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  echo: {}
`,
  }),
  'duplicate-token-name': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `Two tokens are called ${quote(name)}.`,
    hint: () => 'Give each a name of its own.',
    what: 'Two tokens of one gateway have one name.',
    why: 'The name is how logs and limits tell callers apart.',
    before: `authentication:
  tokens:
    - { name: ci, secret: CI_TOKEN }
    - { name: ci, secret: NIGHTLY_TOKEN }
providers:
  echo: {}
`,
    after: `authentication:
  tokens:
    - { name: ci, secret: CI_TOKEN }
    - { name: nightly, secret: NIGHTLY_TOKEN }
providers:
  echo: {}
`,
  }),
  'duplicate-token': entry<{ name: string; other: string }>({
    severity: 'error',
    message: ({ name, other }) => `The tokens ${quote(other)} and ${quote(name)} are the same one.`,
    hint: () => 'Remove one of the two, or give it a value of its own.',
    what: 'Two tokens of one gateway have the same `secret` or the same `sha256`.',
    why: 'A request that presents it could be either: the second name would never be seen.',
    before: `authentication:
  tokens:
    - { name: ci, secret: CI_TOKEN }
    - { name: nightly, secret: CI_TOKEN }
providers:
  echo: {}
`,
    after: `authentication:
  tokens:
    - { name: ci, secret: CI_TOKEN }
    - { name: nightly, secret: NIGHTLY_TOKEN }
providers:
  echo: {}
`,
  }),
  'weak-token': entry<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `The token ${quote(name)} is one that anyone would try first.`,
    hint: () => 'Make one with `openssl rand -hex 32`, and its hash with `printf %s "$TOKEN" | sha256sum`.',
    what: 'The hash is that of an empty text or of a word such as `test` or `password`.',
    why: 'A token is the only thing between the gateway’s keys and the world. An empty one usually comes from hashing a variable that was not set.',
    before: `authentication:
  tokens:
    - { name: ci, sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 }
providers:
  echo: {}
`,
    after: `authentication:
  tokens:
    - { name: ci, sha256: ${hash} }
providers:
  echo: {}
`,
  }),
  'duplicate-hostname': entry<{ hostname: string; gateway: string; other: string }>({
    severity: 'error',
    message: ({ hostname, gateway, other }) =>
      `The gateways ${quote(other)} and ${quote(gateway)} both have the host name ${quote(hostname)}.`,
    hint: () => 'Give each a host name of its own.',
    what: 'Two gateways have one `hostname`.',
    why: 'A request to it names no gateway otherwise, and could be for either.',
    before: {
      'sales.yaml': `hostname: ai.example.com\n${smallest}`,
      'support.yaml': `hostname: ai.example.com\n${smallest}`,
    },
    after: {
      'sales.yaml': `hostname: sales.example.com\n${smallest}`,
      'support.yaml': `hostname: support.example.com\n${smallest}`,
    },
  }),
  'binding-without-tokens': entry({
    severity: 'error',
    message: () => 'Anyone could make these calls: authentication is off, and they ask for a token.',
    hint: () => 'List tokens under `authentication`, or write `binding: bound`.',
    what: '`endpoints.binding: on` answers the Workers binding’s calls at the public address, with a gateway token.',
    why: 'They show the gateway’s logs, and take streams up again that others began: no gateway does that for everyone.',
    before: `${smallest}endpoints: { binding: on }\n`,
    after: `${smallest}endpoints: { binding: bound }\n`,
  }),
  'nothing-answers': entry<{ gateway: string }>({
    severity: 'warning',
    message: ({ gateway }) => `The gateway ${quote(gateway)} answers nothing: each of its endpoints is off.`,
    hint: () => 'Write `native: on`, or delete the gateway.',
    what: 'Every way into the gateway is switched off, and it has no routes.',
    why: 'It takes room in the Worker, and each request to it is turned away.',
    before: `${smallest}endpoints:
  native: off
  universal: off
  compat: off
  rest: off
  realtime: off
`,
    after: `${smallest}endpoints:
  native: on
  universal: off
  compat: off
  rest: off
  realtime: off
`,
  }),
  'compatibility-date': entry<{ problem: string; newest: string }>({
    severity: 'error',
    message: ({ problem }) => `The compatibility date ${problem}.`,
    hint: ({ newest }) => `Write a day up to ${newest}, or leave the key out.`,
    what: '`compatibility_date` is the day whose behaviour of the Workers platform is wanted.',
    why: 'A runtime refuses to start with a date that it does not know yet.',
    before: { '_worker.yaml': 'compatibility_date: 2026-02-30\n', 'support.yaml': smallest },
    after: { '_worker.yaml': 'compatibility_date: 2026-02-28\n', 'support.yaml': smallest },
  }),
} as const
