// A row of the log for tests and measurements of what becomes of rows: an ordinary chat that went well, and whatever a test wants different.

import type { LogRow } from '../../runtime/logs/row.ts'
import type { TokenUsage } from '../../runtime/logs/token-usage.ts'

/** Usage without any part that is told apart, but for those that are given. */
export function tokens(inputTokens: number, outputTokens: number, parts: Partial<TokenUsage> = {}): TokenUsage {
  return {
    inputTokens,
    outputTokens,
    cachedTokens: null,
    cacheWriteTokens: null,
    cacheWriteHourTokens: null,
    reasoningTokens: null,
    inputAudioTokens: null,
    cachedAudioTokens: null,
    outputAudioTokens: null,
    ...parts,
  }
}

/** The row of a request's only attempt. */
export function logRow(parts: Partial<LogRow> = {}): LogRow {
  const id = crypto.randomUUID()
  return {
    id,
    createdAtMs: Date.UTC(2026, 0, 15, 12),
    requestId: id,
    eventId: id,
    provider: 'openai',
    model: 'gpt-4o-mini',
    modelType: 'chat',
    path: 'chat/completions',
    route: null,
    step: 0,
    isServed: true,
    requestType: 'native',
    token: null,
    isAuthenticated: false,
    isStoredKey: true,
    userAgent: null,
    requestContentType: 'application/json',
    responseContentType: 'application/json',
    status: 200,
    isSuccess: true,
    cacheStatus: null,
    retries: 0,
    durationMs: 100,
    timeToFirstByteMs: 50,
    usage: tokens(10, 20),
    cost: 0.001,
    isCustomCost: false,
    metadata: {},
    requestSize: 100,
    responseSize: 200,
    isComplete: true,
    error: null,
    session: null,
    request: null,
    response: null,
    ...parts,
  }
}
