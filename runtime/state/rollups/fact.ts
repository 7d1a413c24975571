// A row of the log -> what is counted of it, short enough to be written down once more. Texts are cut: they become keys.

import type { LogRow } from '../../logs/row.ts'

/** What is counted of an attempt: a list, because it is kept as JSON for a while. Booleans are 0 and 1. */
export type Fact = readonly [
  createdAtMs: number,
  isServed: number,
  isSuccess: number,
  isStream: number,
  provider: string,
  model: string | null,
  modelType: string | null,
  route: string | null,
  token: string | null,
  status: number,
  cacheStatus: LogRow['cacheStatus'],
  retries: number,
  /** `null` for a realtime session, which lasts as long as its caller likes. */
  durationMs: number | null,
  timeToFirstByteMs: number | null,
  usage: FactUsage | null,
  cost: number | null,
  metadata: readonly (readonly [key: string, value: string])[],
]

/** Tokens; 0 where nothing was said of a part. */
export type FactUsage = readonly [input: number, output: number, cached: number, cacheWrite: number, reasoning: number]

/** Where values are counted that have no place of their own: OpenTelemetry's word for a value that is not told. */
export const OTHER = '_OTHER'

/** More of a text is not told apart. */
const MOST_CHARACTERS = 200

/** How answers come that are sent bit by bit: server-sent events, lines of JSON, AWS frames. */
const STREAMS = /^(?:text\/event-stream|application\/(?:x-ndjson|vnd\.amazon\.eventstream))/

/** What is counted of a row. */
export function factOf(row: LogRow): Fact {
  const { usage, session } = row
  return [
    row.createdAtMs,
    Number(row.isServed),
    Number(row.isSuccess),
    Number(STREAMS.test(row.responseContentType ?? '')),
    cut(row.provider),
    cut(row.model),
    cut(row.modelType),
    cut(row.route),
    cut(row.token),
    row.status,
    row.cacheStatus,
    row.retries,
    session === null ? row.durationMs : null,
    session === null ? row.timeToFirstByteMs : null,
    usage && [
      usage.inputTokens,
      usage.outputTokens,
      usage.cachedTokens ?? 0,
      usage.cacheWriteTokens ?? 0,
      usage.reasoningTokens ?? 0,
    ],
    row.cost,
    Object.entries(row.metadata).map(([key, value]) => [cut(key), cut(String(value))]),
  ]
}

/** Half a surrogate pair or a NUL would come back from SQLite as something else, and not be found under its key again. */
function cut<Text extends string | null>(text: Text): Text {
  if (text === null || (text.length <= MOST_CHARACTERS && text.isWellFormed() && !text.includes('\0'))) return text
  return text.slice(0, MOST_CHARACTERS).toWellFormed().replaceAll('\0', '\uFFFD') as Text
}
