// From headers to what is said by them: under present names, with origins, one source laid over another.

import type { ProviderRow } from '../../runtime/records.ts'
import type { Origin, Said, Sourced } from './origin.ts'

/** Names that the hosted service once used for the same controls. */
const legacy: readonly (readonly [old: string, name: string])[] = [
  ['cf-skip-cache', 'cf-aig-skip-cache'],
  ['cf-cache-ttl', 'cf-aig-cache-ttl'],
]

/** What some headers say. A control under a legacy name counts where it is not there under its present one. */
export function saidBy(headers: Iterable<readonly [string, string]>, from: (header: string) => Origin): Said {
  const said = new Map<string, Sourced<string>>()
  for (const [name, value] of headers) said.set(name, { value, from: from(name) })
  for (const [old, name] of legacy) {
    const value = said.get(old)
    if (value !== undefined && !said.has(name)) said.set(name, value)
  }
  return said
}

/** What a request's headers say. */
export function saidByRequest(headers: Headers): Said {
  return saidBy(headers, (header) => ({ kind: 'request', header }))
}

/** `below` with everything that `above` says in place of its own. */
export function layOver(below: Said, above: Said): Said {
  return new Map([...below, ...above])
}

/** Where keys are put, also by clients of providers that this Worker does not know. */
const keyHeaders = ['authorization', 'api-key', 'x-api-key', 'x-goog-api-key', 'xi-api-key', 'x-amz-security-token']

/** Without anything that may be a key: what is said to several providers at once may hold none. */
export function withoutKeys(said: Said, rows: Iterable<ProviderRow>): Said {
  const left = new Map(said)
  for (const name of keyHeaders) left.delete(name)
  for (const row of rows) {
    for (const slot of slotsOf(row)) left.delete(slot)
    if (row.target !== null) left.delete(row.target.header)
  }
  return left
}

/** Every header that some path of a provider takes its key in. */
export function slotsOf({ credential, paths }: ProviderRow): readonly string[] {
  return [credential, ...paths.map((rule) => rule.credential)].flatMap((it) => it?.slots ?? [])
}
