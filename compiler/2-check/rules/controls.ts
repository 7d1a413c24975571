// `cf-aig-*` names under `headers` are controls that can be set there, with values that mean something.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/suggest.ts'
import { type Level, levelsOf, sentAs } from '../headers-of.ts'
import { isControl } from '../levels/stated.ts'
import type { GatewayTree } from '../rules.ts'

/** What a control takes, and the key that says the same in units. */
interface Control {
  readonly takes: string
  readonly accepts: (text: string) => boolean
  readonly key: string | null
}

const anywhere: ReadonlyMap<string, Control> = new Map([
  ['cf-aig-request-timeout', whole('of milliseconds, ', 1, 3_600_000, 'timeout')],
  // Aliases have a rule of their own.
  ['cf-aig-byok-alias', { takes: 'a key’s alias', accepts: () => true, key: null }],
  ['cf-aig-max-attempts', whole('', 1, 5, null)],
  ['cf-aig-retry-delay', whole('of milliseconds, ', 0, 5000, 'retries.delay')],
  ['cf-aig-backoff', oneOf(['constant', 'linear', 'exponential'])],
  ['cf-aig-cache-ttl', whole('of seconds, ', 0, 2_592_000, 'cache.ttl')],
  ['cf-aig-collect-log', oneOf(['true', 'false'])],
  ['cf-aig-collect-log-payload', oneOf(['true', 'false'])],
  [
    'cf-aig-metadata',
    { takes: 'a JSON object of at most five texts, numbers, `true` or `false`', accepts: isMetadata, key: null },
  ],
  [
    'cf-aig-custom-cost',
    {
      takes:
        'a JSON object of amounts in US dollars: `per_token_in` and `per_token_out`, `per_cache_read_token`, `per_cache_write_token`, or `total_cost`',
      accepts: isCost,
      key: null,
    },
  ],
])

/** As a default these would be about requests that have nothing in common; a step knows what it asks. */
const inSteps: ReadonlyMap<string, Control> = new Map([
  ...anywhere,
  ['cf-aig-skip-cache', oneOf(['true', 'false'])],
  ['cf-aig-cache-key', { takes: 'a text that is not empty', accepts: (text) => text !== '', key: null }],
])

/** Controls that do not exist or cannot be set at their level, and values that none of them takes. */
export function* controls({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const level of levelsOf(root)) {
    const settable = settableAt(level)
    for (const entry of level.headers) {
      const name = entry.key.toLowerCase()
      if (!isControl(name) || name === 'cf-aig-authorization') continue
      const control = settable.get(name)
      // What is no scalar is of the wrong type, which the shape says.
      const text = sentAs(entry)
      if (control === undefined) {
        const names = [...settable.keys()]
        const parameters = {
          name: entry.key,
          nearest: nearest(name, names),
          settable: names,
          inSteps: inSteps.has(name),
        }
        yield diagnose('unknown-control', parameters, entry.keySpan)
      } else if (text !== null && !control.accepts(text)) {
        yield diagnose('control-value', { name, takes: control.takes, key: control.key }, entry.value.span)
      }
    }
  }
}

function settableAt({ kind }: Level): ReadonlyMap<string, Control> {
  return kind === 'step' ? inSteps : anywhere
}

function whole(unit: string, least: number, most: number, key: string | null): Control {
  const accepts = (text: string) => /^[0-9]{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most
  return { takes: `a whole number ${unit}from ${least} to ${most}`, accepts, key }
}

const COSTS = ['per_token_in', 'per_token_out', 'per_cache_read_token', 'per_cache_write_token', 'total_cost']

function isMetadata(text: string): boolean {
  const entries = entriesIn(text)
  return (
    entries !== null &&
    entries.length <= 5 &&
    entries.every(([key, value]) => !key.startsWith('cf.') && ['string', 'number', 'boolean'].includes(typeof value))
  )
}

function isCost(text: string): boolean {
  const entries = entriesIn(text) ?? []
  return (
    entries.length > 0 &&
    entries.every(([key, value]) => COSTS.includes(key) && typeof value === 'number' && value >= 0)
  )
}

/** `null` for what is no JSON object. */
function entriesIn(text: string): readonly (readonly [string, unknown])[] | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null
  } catch {
    return null
  }
}

function oneOf(words: readonly string[]): Control {
  const takes = `${words.slice(0, -1).map(code).join(', ')} or ${code(words.at(-1) ?? '')}`
  return { takes, accepts: (text) => words.includes(text), key: null }
}

function code(word: string): string {
  return `\`${word}\``
}
