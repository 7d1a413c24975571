// Codes about caches: how long answers are kept, where, and settings that find no cache to act on.

import { entry } from '../entry.ts'
import { quote } from '../words.ts'

const plain = `authentication: off
providers:
  echo: {}
`

/** Codes of caches. */
export const cacheCodes = {
  'cache-lifetime-range': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${name} is neither 0 nor between 1s and 30d.`,
    hint: () => 'A bare number is in seconds. Write 0 for none.',
    what: '`ttl`, `stale_while_revalidate` and `stale_if_error` are from a second to thirty days, or 0 for none.',
    why: 'Caches count in whole seconds, and an answer that is older than a month is no answer to the same question.',
    before: `cache: { ttl: 90d }\n${plain}`,
    after: `cache: { ttl: 30d }\n${plain}`,
  }),
  'cache-is-off': entry<{ key: string; slug: string }>({
    severity: 'warning',
    message: ({ key, slug }) => `${quote(key)} has no effect: for ${quote(slug)} nothing is cached here.`,
    hint: () => 'Remove it, or switch the cache on with `cache: { ttl: … }` where it is off.',
    what: 'A ttl, a cache key or `cf-aig-skip-cache` says something of a cache that the same step, its provider or the gateway has switched off.',
    why: '`cache: off` holds also where a request or a step asks for caching. Whoever wrote the setting counts on answers that are never kept.',
    before: `authentication: off
providers:
  echo: { cache: off }
routes:
  chat:
    - { model: echo/echo, headers: { cf-aig-cache-key: greeting } }
`,
    after: `authentication: off
providers:
  echo: { cache: { ttl: 1h } }
routes:
  chat:
    - { model: echo/echo, headers: { cf-aig-cache-key: greeting } }
`,
  }),
  'store-of-cloudflare': entry({
    severity: 'warning',
    message: () =>
      'The store `kv` is there on Cloudflare only: elsewhere nothing but the memory of the process caches.',
    hint: () => 'Write `store: auto` for one that is there wherever the gateway runs.',
    what: 'Workers KV is a service of Cloudflare’s. Under plain workerd there is none.',
    why: 'A gateway that is tried out on one machine would cache otherwise than the one that is deployed.',
    before: `cache: { ttl: 1h, store: kv }\n${plain}`,
    after: `cache: { ttl: 1h, store: auto }\n${plain}`,
  }),
  'stale-without-ttl': entry<{ key: string }>({
    severity: 'warning',
    message: ({ key }) =>
      `${quote(key)} has no effect: no answer is kept in the first place, because no ttl is stated.`,
    hint: () => 'Add `ttl`, such as `ttl: 1h`, or remove it.',
    what: '`stale_while_revalidate` and `stale_if_error` say for how long an answer is still given after its ttl, and there is no ttl, or one of 0.',
    why: 'Only requests that bring a ttl of their own would be cached, and few clients do.',
    before: `cache: { stale_if_error: 1d }\n${plain}`,
    after: `cache: { ttl: 1h, stale_if_error: 1d }\n${plain}`,
  }),
} as const
