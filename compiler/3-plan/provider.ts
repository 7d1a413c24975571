// One provider of one gateway -> its record, with the gateway's defaults merged below its own.

import type { ProviderRecord } from '../../runtime/records.ts'
import type { Gateway, Headers, Provider } from '../2-check/config.gen.ts'
import { milliseconds } from './duration.ts'
import type { WorkerPlan } from './ir.ts'
import { rowName, rowNamed } from './rows.ts'

const PLACEHOLDERS = ['account', 'deployment', 'project', 'region', 'resource'] as const
const TIMEOUT = 'cf-aig-request-timeout'
const ALIAS = 'cf-aig-byok-alias'

/** Header names come out in lower case and sorted; the controls among them become settings. */
export function providerRecord(slug: string, provider: Provider, gateway: Gateway, worker: WorkerPlan): ProviderRecord {
  const row = rowName(slug, provider)
  const defaults = new Map([...lowerCase(gateway.headers), ...lowerCase(provider.headers)])
  const own = lowerCase(provider.headers)
  const inherited = lowerCase(gateway.headers)
  return {
    row,
    url: provider.url?.replace(/\/+$/, '') ?? null,
    values: values(row, provider, worker),
    keys: keys(provider),
    alias: own.get(ALIAS) ?? aliasIfKnown(inherited.get(ALIAS), provider) ?? 'default',
    headers: [...defaults].filter(([name]) => name !== TIMEOUT && name !== ALIAS).sort(([a], [b]) => (a < b ? -1 : 1)),
    timeoutMs: timeout(provider.timeout, own) ?? timeout(gateway.timeout, inherited),
  }
}

function lowerCase(headers: Headers = {}): ReadonlyMap<string, string> {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
}

/** `timeout` and its header are one setting: a level states one of them. */
function timeout(duration: string | number | undefined, headers: ReadonlyMap<string, string>): number | null {
  const header = headers.get(TIMEOUT)
  if (duration !== undefined) return milliseconds(duration)
  return header === undefined ? null : Number(header)
}

function keys({ key, keys = {} }: Provider): { readonly [alias: string]: string } {
  const all = Object.entries(keys).map(([alias, { secret }]) => [alias, secret] as const)
  if (key !== undefined) all.push(['default', key.secret])
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A gateway's default alias is for those of its providers that have such a key. */
function aliasIfKnown(alias: string | undefined, { keys = {} }: Provider): string | undefined {
  return alias !== undefined && Object.hasOwn(keys, alias) ? alias : undefined
}

/** The placeholders that the YAML states; a row that takes an account has the Worker's where its own is missing. */
function values(row: string, provider: Provider, worker: WorkerPlan): { readonly [placeholder: string]: string } {
  const stated: { [placeholder: string]: string } = {}
  for (const name of PLACEHOLDERS) {
    const value = provider[name] ?? (name === 'account' && rowNamed(row).takes.includes(name) ? worker.account : null)
    if (value != null) stated[name] = value
  }
  return stated
}
