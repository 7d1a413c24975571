// Codes about providers: what each of them takes, their keys, and the addresses that `url` gives them.

import { entry } from '../entry.ts'
import { either, quote } from '../words.ts'

const tokens = `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
`

/** What can be wrong with a provider. */
export const providerCodes = {
  'custom-incomplete': entry<{ slug: string; missing: readonly string[] }>({
    severity: 'error',
    message: ({ slug, missing }) =>
      `${quote(slug)} is a provider of your own and needs ${missing.map(quote).join(' and ')}.`,
    hint: () => 'For example: `{ url: https://llm.example.com/v1, dialect: openai }`.',
    what: 'A `custom-…` provider states `url`, where it is, and `dialect`, the API that it speaks.',
    why: 'Nothing is known of it: without `url` there is nowhere to send requests, without `dialect` no place to put the key.',
    before: `authentication: off
providers:
  custom-vllm:
    dialect: openai
`,
    after: `authentication: off
providers:
  custom-vllm:
    dialect: openai
    url: https://vllm.example.com/v1
`,
  }),
  'setting-not-taken': entry<{ slug: string; setting: string; takers: readonly string[] }>({
    severity: 'error',
    message: ({ slug, setting }) => `${quote(slug)} has no use for ${quote(setting)}.`,
    hint: ({ takers }) =>
      takers.length === 0
        ? 'Remove it: this provider is built in and reaches no network.'
        : `Remove it: only ${either(takers)} takes it.`,
    what: 'The setting exists, but for other providers.',
    why: 'It would be ignored. A `region` that pins nothing is worse than none.',
    before: `authentication: off
providers:
  openai: { region: eu-west-1 }
`,
    after: `authentication: off
providers:
  aws-bedrock: { region: eu-west-1 }
`,
  }),
  'pin-not-held': entry<{ slug: string; setting: string; isNeeded: boolean }>({
    severity: 'warning',
    message: ({ slug, setting }) =>
      `${quote(setting)} cannot hold beside "url": where that replaces the base of ${quote(slug)}, paths go below it as they are sent.`,
    hint: ({ setting, isNeeded }) =>
      isNeeded
        ? `Where a model is asked for by name, ${quote(setting)} is used all the same. To keep out other paths, write \`endpoints: { native: off, universal: off }\`.`
        : `Put it into the address if it belongs there, and remove ${quote(setting)}.`,
    what: 'The setting is a part of the provider’s usual address, and `url` gives another one.',
    why: 'What looks like a limit on where requests may go is none.',
    before: `authentication: off
providers:
  workers-ai:
    account: acme
    url: https://ai.example.com/acme/ai
`,
    after: `authentication: off
providers:
  workers-ai:
    url: https://ai.example.com/acme/ai
`,
  }),
  'missing-account': entry<{ gateway: string; way: 'host name' | 'bound Workers' }>({
    severity: 'error',
    message: ({ gateway, way }) =>
      `${quote(gateway)} is reached by ${way}, and nothing says which account’s Workers AI it calls.`,
    hint: () => 'State `account`, here or in _worker.yaml.',
    what: 'Workers AI belongs to an account, which is otherwise taken from the request’s path. Behind a `hostname` the path has none, and neither have the calls of bound Workers.',
    why: 'Such requests could only fail.',
    before: `authentication: off
hostname: ai.example.com
providers:
  workers-ai: {}
`,
    after: `authentication: off
hostname: ai.example.com
providers:
  workers-ai: { account: acme }
`,
  }),
  'binding-beside-url': entry<{ slug: string }>({
    severity: 'error',
    message: ({ slug }) => `${quote(slug)} is to be asked through a binding and at a "url": it can be one of the two.`,
    hint: () => 'Remove `binding` to have requests go to the address, or `url` to have the Worker’s own AI answer.',
    what: 'On Cloudflare the binding answers in the provider’s place, and nothing is sent to `url`.',
    why: 'Where a request goes would depend on where the Worker runs and on who brings a key.',
    before: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  workers-ai: { binding: AI, url: https://ai.example.com }
`,
    after: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  workers-ai: { binding: AI }
`,
  }),
  'key-given-twice': entry({
    severity: 'error',
    message: () => 'The default key is given twice: `key` is the same as `keys.default`.',
    hint: () => 'Keep one of the two.',
    what: '`key` is short for `keys: { default: … }`, and this provider has both.',
    why: 'Which of the two is used would be a matter of chance, and so would the bill.',
    before: `${tokens}providers:
  openai:
    key: { secret: OPENAI_API_KEY }
    keys:
      default: { secret: OPENAI_OTHER_KEY }
      batch: { secret: OPENAI_BATCH_KEY }
`,
    after: `${tokens}providers:
  openai:
    keys:
      default: { secret: OPENAI_API_KEY }
      batch: { secret: OPENAI_BATCH_KEY }
`,
  }),
  'keys-without-default': entry<{ slug: string; aliases: readonly string[] }>({
    severity: 'warning',
    message: ({ slug }) =>
      `${quote(slug)} has keys but none called "default": requests that choose no alias are sent without a key.`,
    hint: ({ aliases }) =>
      `Call one of them \`default\`, or choose one with the header \`cf-aig-byok-alias: ${aliases[0] ?? 'default'}\` under \`headers\`.`,
    what: 'A request chooses a key with `cf-aig-byok-alias`; without that header it gets the key called `default`.',
    why: 'Most clients send no such header, and the provider would turn them away.',
    before: `${tokens}providers:
  openai:
    keys:
      batch: { secret: OPENAI_BATCH_KEY }
`,
    after: `${tokens}providers:
  openai:
    headers: { cf-aig-byok-alias: batch }
    keys:
      batch: { secret: OPENAI_BATCH_KEY }
`,
  }),
  'url-malformed': entry<{ problem: string }>({
    severity: 'error',
    message: ({ problem }) => `This is not the address of an upstream: ${problem}.`,
    hint: () => 'Write it as `https://host/path`, such as `https://eu.api.openai.com/v1`.',
    what: '`url` is an absolute http or https URL with a host and perhaps a path.',
    why: 'It is the base that request paths are put behind. Nothing in it is replaced or completed.',
    before: `authentication: off
providers:
  openai: { url: eu.api.openai.com/v1 }
`,
    after: `authentication: off
providers:
  openai: { url: https://eu.api.openai.com/v1 }
`,
  }),
  'url-plain-http': entry<{ host: string }>({
    severity: 'error',
    message: ({ host }) => `Requests to ${quote(host)} would travel unencrypted: \`http:\` is for loopback only.`,
    hint: () => 'Write `https:`. Put a TLS proxy before an upstream that has none.',
    what: 'The address begins with `http:` and its host is not this machine.',
    why: 'Keys and prompts travel in every request, and anyone on the way could read them.',
    before: `authentication: off
providers:
  openai: { url: http://llm.example.com/v1 }
`,
    after: `authentication: off
providers:
  openai: { url: https://llm.example.com/v1 }
`,
  }),
  'url-parts': entry<{ part: string; advice: string }>({
    severity: 'error',
    message: ({ part }) => `An upstream’s address cannot hold ${part}.`,
    hint: ({ advice }) => advice,
    what: '`url` holds a user name, a query (`?…`) or a fragment (`#…`).',
    why: 'Request paths are put behind the address, and a path behind a query is none. Names and passwords in addresses end up in logs.',
    before: `authentication: off
providers:
  openai: { url: https://llm.example.com/v1?api-version=2 }
`,
    after: `authentication: off
providers:
  openai: { url: https://llm.example.com/v1 }
`,
  }),
  'url-names-endpoint': entry<{ ending: string }>({
    severity: 'warning',
    message: ({ ending }) =>
      `The address ends in ${quote(ending)}, which clients send themselves: it would be there twice.`,
    hint: ({ ending }) => `Leave ${quote(ending)} out: \`url\` is the base that paths are put behind.`,
    what: '`url` names one endpoint instead of the base of all of them.',
    why: 'A client’s path is put behind it, and `…/chat/completions/chat/completions` does not exist.',
    before: `authentication: off
providers:
  openai: { url: https://llm.example.com/v1/chat/completions }
`,
    after: `authentication: off
providers:
  openai: { url: https://llm.example.com/v1 }
`,
  }),
  'private-without-url': entry<{ slug: string }>({
    severity: 'warning',
    message: ({ slug }) => `"private" says something about "url", and ${quote(slug)} has none.`,
    hint: () => 'Remove it, or state `url`.',
    what: '`private: true` says that the host of `url` resolves to an address of a private network.',
    why: 'The provider’s own address is public; the setting has no effect.',
    before: `authentication: off
providers:
  openai: { private: true }
`,
    after: `authentication: off
providers:
  openai: { private: true, url: https://llm.example.com/v1 }
`,
  }),
} as const
