// Codes about `headers`: what HTTP allows, what belongs to a connection or to the gateway itself, and the controls among them.

import { entry, smallest } from '../entry.ts'
import { didYouMean, either, quote } from '../words.ts'

/** What can be wrong with `headers`. */
export const headerCodes = {
  'header-name': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${name === '' ? 'An empty text' : quote(name)} cannot be a header’s name.`,
    hint: () => 'Names have letters, digits and hyphens, and no spaces or colons.',
    what: 'The name holds a character that HTTP does not allow in names of headers.',
    why: 'The request could not be sent, or would be read otherwise than it was written.',
    before: `headers: { x team: support }\n${smallest}`,
    after: `headers: { x-team: support }\n${smallest}`,
  }),
  'header-value': entry<{ name: string; problem: string }>({
    severity: 'error',
    message: ({ name, problem }) => `The value of the header ${quote(name)} ${problem}.`,
    hint: () => 'Values are one line of Latin-1 text, without spaces around them, of 8192 characters at most.',
    what: 'The value holds something that HTTP does not allow in values of headers.',
    why: 'A line break in a value would let it become a header of its own; other characters arrive as something else.',
    before: `headers:
  x-team: |
    support
${smallest}`,
    after: `headers:
  x-team: support
${smallest}`,
  }),
  'header-hop-by-hop': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) =>
      `The header ${quote(name)} belongs to a single connection, and each connection sets its own.`,
    hint: () => 'Remove it.',
    what: 'The header says something about one connection or one message’s length: `connection`, `host`, `content-length` and the like.',
    why: 'Between caller and provider there are two connections. Set by hand, it makes them misread each other, which is how requests are smuggled.',
    before: `headers: { connection: close }\n${smallest}`,
    after: smallest,
  }),
  'header-reserved': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) =>
      `The header ${quote(name)} is between callers and this gateway, and never reaches a provider.`,
    hint: () => 'Remove it.',
    what: 'The header is one that the gateway reads or removes: `cf-…`, `cookie`, `x-forwarded-…` and the like.',
    why: 'It would be taken out again before the request is sent, so it has no effect.',
    before: `headers: { x-forwarded-for: 10.0.0.1 }\n${smallest}`,
    after: smallest,
  }),
  'header-given-twice': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) =>
      `The header ${quote(name)} is given twice: upper and lower case make no difference in names of headers.`,
    hint: () => 'Keep one of the two.',
    what: 'Two names in one `headers` differ in upper and lower case only.',
    why: 'To HTTP they are one header, and which value it gets would be a matter of chance.',
    before: `headers: { x-team: support, X-Team: sales }\n${smallest}`,
    after: `headers: { x-team: support }\n${smallest}`,
  }),
  'lossy-value': entry<{ name: string; written: string; read: string }>({
    severity: 'error',
    message: ({ name, written, read }) =>
      `The header ${quote(name)} would be sent as ${quote(read)}, not as ${quote(written)}.`,
    hint: ({ written }) => `Put it in quotes to keep it as it is: ${quote(written)}.`,
    what: 'The value is a number or a truth value to YAML, and is not written back as it was read: `1.10` is 1.1, `0x10` is 16.',
    why: 'A version or an id that changes on the way is noticed late.',
    before: `headers: { x-version: 1.10 }\n${smallest}`,
    after: `headers: { x-version: "1.10" }\n${smallest}`,
  }),
  'unknown-control': entry<{
    name: string
    nearest: readonly string[]
    settable: readonly string[]
    inSteps: boolean
  }>({
    severity: 'error',
    message: ({ name, inSteps }) =>
      `${quote(name)} is not a control that \`headers\` can set${inSteps ? ' here: only a step of a route can' : ''}.`,
    hint: ({ nearest, settable, inSteps }) =>
      (inSteps ? null : didYouMean(nearest)) ?? `It can set ${either(settable.map(quote))}.`,
    what: 'Headers that begin with `cf-aig-` control the gateway. Some of them can have a default in `headers`, and some more a value in a step of a route.',
    why: 'This one is read from requests only, or does not exist. As a default it would be ignored.',
    before: `headers: { cf-aig-request-timout: 10000 }\n${smallest}`,
    after: `headers: { cf-aig-request-timeout: 10000 }\n${smallest}`,
  }),
  'control-value': entry<{ name: string; takes: string; key: string | null }>({
    severity: 'error',
    message: ({ name, takes }) => `${quote(name)} takes ${takes}.`,
    hint: ({ key }) => (key === null ? null : `For \`30s\` and the like use \`${key}\`.`),
    what: 'A control under `headers` has the values that it has on a request: times in milliseconds, a ttl in seconds, attempts from 1 to 5.',
    why: 'Read otherwise it would be no limit at all, or one that nobody meant.',
    before: `headers: { cf-aig-request-timeout: 30s }\n${smallest}`,
    after: `headers: { cf-aig-request-timeout: 30000 }\n${smallest}`,
  }),
  'unknown-key-alias': entry<{ alias: string; owner: string | null; nearest: readonly string[] }>({
    severity: 'error',
    message: ({ alias, owner }) =>
      `${owner === null ? 'No provider of this gateway has a key' : `${quote(owner)} has no key`} with the alias ${quote(alias)}.`,
    hint: ({ alias, nearest }) => didYouMean(nearest) ?? `Add it: \`keys: { ${alias}: { secret: NAME } }\`.`,
    what: '`cf-aig-byok-alias` under `headers` chooses, for requests that choose none, one of the keys stored under `keys`.',
    why: 'Each such request would be turned away: an alias that does not exist is an error on the wire.',
    before: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  openai:
    headers: { cf-aig-byok-alias: bach }
    keys:
      default: { secret: OPENAI_API_KEY }
      batch: { secret: OPENAI_BATCH_KEY }
`,
    after: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  openai:
    headers: { cf-aig-byok-alias: batch }
    keys:
      default: { secret: OPENAI_API_KEY }
      batch: { secret: OPENAI_BATCH_KEY }
`,
  }),
} as const
