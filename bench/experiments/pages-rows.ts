// Rows of a log as a busy gateway has them: a second apart, of a few providers and models, with users and attempts in their metadata.

import type { LogRow } from '../../runtime/logs/row.ts'
import { logRow, tokens } from '../../test/support/log-row.ts'

const BATCH = 2_000
const START_MS = Date.UTC(2026, 0, 1)
const MODELS = ['gpt-4o', 'gpt-4o-mini', 'claude-3-5-sonnet', 'gemini-2.0-flash', 'llama-3.3-70b']

/** What a log store takes, as JSON; rows are without bodies. */
export function* batchesOf(count: number): Generator<string> {
  for (let from = 0; from < count; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) => ({
      row: rowOf(from + at),
      request: null,
      response: null,
    }))
    yield JSON.stringify({ sentAtMs: START_MS + from, rows, chunks: [], keep: 10_000_000, whenFull: 'delete_oldest' })
  }
}

function rowOf(at: number): LogRow {
  const createdAtMs = START_MS + at * 1_000
  const time = createdAtMs.toString(16).padStart(12, '0')
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(at).padStart(12, '0')}`
  const isRefused = at % 50 === 0
  return logRow({
    id,
    createdAtMs,
    requestId: id,
    eventId: crypto.randomUUID(),
    provider: at % 3 === 0 ? 'anthropic' : 'openai',
    model: at % 5_000 === 7 ? 'rare' : (MODELS[at % MODELS.length] ?? null),
    userAgent: 'OpenAI/JS 6.1.0',
    status: isRefused ? 429 : 200,
    isSuccess: !isRefused,
    cacheStatus: at % 4 === 0 ? 'HIT' : 'MISS',
    durationMs: 100 + ((at * 7_919) % 5_000),
    usage: tokens(at % 700, at % 300),
    cost: at % 7 === 0 ? null : (at % 1_000) / 1e5,
    metadata: { team: at % 3 === 0 ? 'blue' : 'red', user: `user-${at % 5_000}`, attempt: at % 10, env: 'production' },
    requestSize: 1_300,
    responseSize: 900,
    error: isRefused ? 'Rate limited' : null,
  })
}
