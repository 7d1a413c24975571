// Ourselves, with one feature or several: what a YAML says and what a caller sends. Built as a user's would be and started on the
// workerd.capnp that came out.

import { NUMBER } from '../load/ask.ts'
import { built } from '../support/folders.ts'
import { token, tokenSha256 } from '../support/token.ts'
import { startWorkerd } from '../support/workerd.ts'
import { type KindName, kindNames } from '../upstream/kinds.ts'
import { type Contestant, callerHeaders, chat, type Standing } from './contestant.ts'

/** One way to have a gateway. */
interface Features {
  readonly name: string
  readonly says: string
  readonly yaml: string
  readonly headers?: { readonly [name: string]: string }
  /** Every body another one: nothing is found in a cache. */
  readonly distinct?: boolean
  readonly expects?: { readonly [header: string]: string }
  /** Asks for a model of this name in OpenAI's API, whoever answers. */
  readonly model?: string
  readonly stream?: boolean
}

const doors = (compat: 'on' | 'off') => `endpoints: { universal: off, compat: ${compat}, rest: off, realtime: off }\n`
const bare = `${doors('off')}`
const open = 'authentication: off\n'
const tokens = `authentication: { tokens: [{ name: bench, sha256: ${tokenSha256} }] }\n`
const uncached = 'cache: off\n'
const cached = 'cache: { ttl: 1h }\n'
const limited = 'rate_limit: { requests: 100000000, per: 1h }\n'
const logged = 'logs: on\n'
const authorized = { 'cf-aig-authorization': `Bearer ${token}` }
const miss = { distinct: true, expects: { 'cf-aig-cache-status': 'MISS' } }
const hit = { expects: { 'cf-aig-cache-status': 'HIT' } }
const compat = `${open}${uncached}${doors('on')}`

/** Nothing on, each feature alone, some together, and models by name. */
const features: readonly Features[] = [
  { name: 'none', says: 'nothing on', yaml: open + uncached + bare },
  { name: 'auth', says: 'authentication', yaml: tokens + uncached + bare, headers: authorized },
  { name: 'miss', says: 'cache, every request a miss', yaml: open + cached + bare, ...miss },
  { name: 'hit', says: 'cache, every request a hit', yaml: open + cached + bare, ...hit },
  { name: 'limit', says: 'rate limit', yaml: open + uncached + limited + bare },
  { name: 'logs', says: 'logs', yaml: open + uncached + logged + bare },
  { name: 'logs-rows', says: 'logs without bodies', yaml: `${open}${uncached}logs: { payloads: off }\n${bare}` },
  {
    name: 'guarded',
    says: 'authentication, rate limit and logs',
    yaml: tokens + uncached + limited + logged + bare,
    headers: authorized,
  },
  {
    name: 'all',
    says: 'authentication, rate limit, logs and a cache miss',
    yaml: tokens + cached + limited + logged + bare,
    headers: authorized,
    ...miss,
  },
  {
    name: 'compat',
    says: 'a model by name, its provider in the same dialect',
    yaml: compat,
    model: 'openai/gpt-4o-mini',
  },
  {
    name: 'translated',
    says: "a model by name, OpenAI's API to Anthropic's",
    yaml: compat,
    model: 'anthropic/claude-sonnet-4-5',
  },
  {
    name: 'translated-stream',
    says: "a model by name, OpenAI's API to Anthropic's, asked for a stream",
    yaml: compat,
    model: 'anthropic/claude-sonnet-4-5',
    stream: true,
  },
]

/** All of them. */
export const gateways: readonly Contestant[] = features.map((feature) => ({
  name: feature.name,
  says: `Gatewright: ${feature.says}`,
  prepare: async (upstream) => {
    const folder = await built(yamls(upstream, feature))
    return () => stand(folder, feature)
  },
}))

/** A gateway for each way that the upstream answers. */
function yamls(upstream: string, { yaml, model }: Features): { readonly [name: string]: string } {
  const slugs = model === undefined ? ['openai'] : ['openai', 'anthropic']
  const providers = (kind: KindName) => slugs.map((slug) => `${slug}: { url: "${upstream}/${kind}" }`).join(', ')
  return Object.fromEntries(kindNames.map((kind) => [`${kind}.yaml`, `${yaml}providers: { ${providers(kind)} }\n`]))
}

async function stand(
  folder: string,
  { headers, distinct = false, expects = {}, model, stream }: Features,
): Promise<Standing> {
  const { url, pid, stop } = await startWorkerd(folder)
  const path = model === undefined ? 'openai/chat/completions' : 'compat/chat/completions'
  return {
    pid,
    stop,
    expects,
    ask: (kind: KindName) => ({
      url: `${url}/v1/account/${kind}/${path}`,
      headers: { ...callerHeaders, ...headers },
      body: chat(model ?? 'gpt-4o-mini', {
        ...(distinct ? { user: NUMBER } : {}),
        ...(stream === undefined ? {} : { stream }),
      }),
      distinct,
    }),
  }
}
