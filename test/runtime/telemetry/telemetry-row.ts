// The row of an ordinary chat that went well, for tests of what telemetry says of rows, and whatever a test wants different.

import type { LogRow } from '../../../runtime/logs/row.ts'
import type { TokenUsage } from '../../../runtime/logs/token-usage.ts'

/** Usage without any part that is told apart. */
export function usageOf(inputTokens: number, outputTokens: number, parts: Partial<TokenUsage> = {}): TokenUsage {
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
export function telemetryRow(parts: Partial<LogRow> = {}): LogRow {
  return {
    id: '019aa7c1-5f00-7abc-8def-0123456789ab',
    createdAtMs: 1_763_774_000_896,
    requestId: '019aa7c1-5f00-7abc-8def-0123456789ab',
    eventId: 'event-1',
    provider: 'openai',
    model: 'gpt-4o-mini',
    modelType: 'chat',
    path: 'chat/completions',
    route: null,
    step: 0,
    isServed: true,
    requestType: 'native',
    token: 'ci',
    isAuthenticated: true,
    isStoredKey: true,
    userAgent: 'test/1',
    requestContentType: 'application/json',
    responseContentType: 'application/json',
    status: 200,
    isSuccess: true,
    cacheStatus: null,
    retries: 0,
    durationMs: 1500,
    timeToFirstByteMs: 250,
    usage: usageOf(12, 34),
    cost: 0.000_022_2,
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
