// What an answer says of itself, object by object: what it used, which model it is of, what went wrong. The dialects that its provider has
// are asked in turn, and only for what holds their words is it worth parsing anything.

import { isSuccess } from '../cache/complete.ts'
import { isObject } from '../dialects/loose.ts'
import type { ProviderRow } from '../records.ts'
import type { Observing } from './observing.ts'
import { messageIn } from './provider-error.ts'
import type { TokenUsage, UsageDialect } from './token-usage.ts'

/** How the answers of a provider are read. */
export interface Ears {
  readonly dialects: readonly UsageDialect[]
  /** Find what is worth parsing where its own dialects are spoken, and where any may be; global. */
  readonly own: readonly RegExp[]
  readonly all: readonly RegExp[]
}

/** What was heard. */
export interface Heard {
  readonly usage: TokenUsage | null
  /** In the provider's words; `null`: nothing went wrong. */
  readonly error: string | null
}

/** Takes in parsed JSON of any kind. */
export interface Hearing {
  readonly hear: (said: unknown) => void
  readonly heard: () => Heard
}

/** How vendors say in the middle of an answer that it failed; the first is in all of them, and found sooner. */
const MAY_BE_WRONG = /error|failed/
const WRONG = /"error"\s*:\s*[{"]|event: ?error|"type"\s*:\s*"(?:error|response\.failed)"/g

const known = new WeakMap<ProviderRow, Ears>()

/** Those of a provider: the dialects of its APIs first, then what else its vendor may speak. Each knows its own. */
export function earsOf(row: ProviderRow, usages: Observing['usages']): Ears {
  const remembered = known.get(row)
  if (remembered !== undefined) return remembered
  const own = [...row.apis, row.embeddings, row.run].map((api) => api?.dialect ?? '')
  const named = (names: Iterable<string>) => [...new Set(names)].flatMap((name) => usages[name] ?? [])
  const dialects = named([...own, ...Object.keys(usages)])
  const ears = { dialects, own: patternsOf(named(own)), all: patternsOf(dialects) }
  known.set(row, ears)
  return ears
}

/** Several say the same. One after the other they are found sooner than together. */
function patternsOf(dialects: readonly UsageDialect[]): readonly RegExp[] {
  return Array.from(new Set(dialects.map(({ words }) => words.source)), (source) => new RegExp(source, 'g'))
}

/** Where in a text anything is that is worth parsing, pattern by pattern; each look goes on where the one before ended. */
export function look(text: string, patterns: readonly RegExp[], at: (index: number) => number): void {
  for (const pattern of MAY_BE_WRONG.test(text) ? [...patterns, WRONG] : patterns) {
    pattern.lastIndex = 0
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
      pattern.lastIndex = Math.max(at(found.index), pattern.lastIndex)
    }
  }
}

/** The last place that {@link look} would find; `null`: there is none. */
export function lastPlaceIn(text: string, patterns: readonly RegExp[]): number | null {
  let last: number | null = null
  look(text, patterns, (index) => {
    last = Math.max(last ?? 0, index)
    return index
  })
  return last
}

/** Of one answer. Where headers tell what was used a body may tell it better. */
export function hearing({ dialects }: Ears, { status, headers }: Pick<Response, 'status' | 'headers'>): Hearing {
  let usage: TokenUsage | null = null
  let error: string | null = null
  for (const { readHeaders } of dialects) usage ??= readHeaders?.(headers) ?? null
  return {
    hear(said) {
      for (const one of Array.isArray(said) ? said : [said]) {
        if (!isObject(one)) continue
        if (status >= 400) error ??= messageIn(one)
        else if (!isSuccess(one)) error ??= messageIn(one) ?? 'The provider says that its answer failed.'
        for (const dialect of dialects) {
          const read = dialect.read(one, usage)
          if (read === null) continue
          usage = read
          break
        }
      }
    },
    heard: () => ({ usage, error }),
  }
}

/** The value that a text of JSON is; `undefined`: it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
