// One provider of one gateway -> its record, with the gateway's defaults merged below its own.

import type { ProviderRecord } from '../../runtime/records.ts'
import type { Gateway, Provider } from '../2-check/config.gen.ts'
import type { WorkerPlan } from './ir.ts'
import { rowName, rowNamed } from './rows.ts'
import { cacheRecord, idleTimeoutMs, levelsOf, limitRecord, retryRecord, timeoutMs } from './settings.ts'

const PLACEHOLDERS = ['account', 'deployment', 'project', 'region', 'resource'] as const
const ALIAS = 'cf-aig-byok-alias'
/** These say something to the gateway when they stand in `headers`; they do not go upstream. */
const CONTROL = /^cf-aig-/
/** Those that the runtime reads as they are. */
const KEPT_CONTROL = /^cf-aig-(?:metadata|collect-log|collect-log-payload|custom-cost)$/

/** Header names come out in lower case and sorted; the controls among them become settings. */
export function providerRecord(slug: string, provider: Provider, gateway: Gateway, worker: WorkerPlan): ProviderRecord {
  const row = rowName(slug, provider)
  const { own, inherited } = levelsOf(provider, gateway)
  const stated = [...new Map([...inherited.controls, ...own.controls])].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    row,
    url: provider.url?.replace(/\/+$/, '') ?? null,
    values: values(row, provider, worker),
    keys: keys(provider),
    alias: own.controls.get(ALIAS) ?? aliasIfKnown(inherited.controls.get(ALIAS), provider) ?? 'default',
    headers: stated.filter(([name]) => !CONTROL.test(name)),
    controls: Object.fromEntries(stated.filter(([name]) => KEPT_CONTROL.test(name))),
    timeoutMs: timeoutMs(own, inherited),
    idleTimeoutMs: idleTimeoutMs(own, inherited),
    retries: retryRecord(own, inherited),
    cache: cacheRecord(own, inherited, gateway),
    limit: limitRecord(provider.rate_limit),
    binding: provider.binding ?? null,
  }
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
