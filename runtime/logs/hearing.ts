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
  /** Finds what is worth parsing; global. */
  readonly sought: RegExp
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

/** How vendors say in the middle of an answer that it failed. */
const WRONG = /"error"\s*:\s*[{"]|event: ?error|"type"\s*:\s*"(?:error|response\.failed)"/

const known = new WeakMap<ProviderRow, Ears>()

/** Those of a provider: the dialects of its APIs first, then what else its vendor may speak. Each knows its own. */
export function earsOf(row: ProviderRow, usages: Observing['usages']): Ears {
  const remembered = known.get(row)
  if (remembered !== undefined) return remembered
  const own = [...row.apis, row.embeddings, row.run].map((api) => api?.dialect ?? '')
  const names = new Set([...own, ...Object.keys(usages)])
  const dialects = Array.from(names, (name) => usages[name]).filter((dialect) => dialect !== undefined)
  const sources = [...dialects.map(({ words }) => words), WRONG].map(({ source }) => source)
  const ears = { dialects, sought: new RegExp(sources.join('|'), 'g') }
  known.set(row, ears)
  return ears
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
