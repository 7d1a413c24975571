// A row of the log -> the object that the management API has for it. Source: the wire contract, "traffic" 5.15. Ours: `token`, `route`,
// `served`, `retries`, `cache_status`, `time_to_first_byte_ms`, the parts of tokens, `complete`, `error`, `session`, `request_id`.

import type { Heads, KeptRow } from '../../logs/query.ts'

/** As a list has it. `metadata` is an object, as the hosted service gives it; its API's description says a string. */
export function logObject(row: KeptRow) {
  const { usage } = row
  return {
    id: row.id,
    created_at: new Date(row.createdAtMs).toISOString(),
    request_id: row.requestId,
    event_id: row.eventId,
    provider: row.provider,
    model: row.model,
    model_type: row.modelType,
    path: row.path,
    route: row.route,
    step: row.step,
    served: row.isServed,
    request_type: row.requestType,
    request_content_type: row.requestContentType,
    response_content_type: row.responseContentType,
    token: row.token,
    authentication: row.isAuthenticated,
    byok: row.isStoredKey,
    wholesale: false,
    user_agent: row.userAgent,
    status_code: row.status,
    success: row.isSuccess,
    complete: row.isComplete,
    error: row.error,
    cached: row.cacheStatus === 'HIT' || row.cacheStatus === 'STALE',
    cache_status: row.cacheStatus,
    retries: row.retries,
    duration: row.durationMs,
    time_to_first_byte_ms: row.timeToFirstByteMs,
    tokens_in: usage?.inputTokens ?? null,
    tokens_out: usage?.outputTokens ?? null,
    tokens_cached: usage?.cachedTokens ?? null,
    tokens_cache_write: usage?.cacheWriteTokens ?? null,
    tokens_reasoning: usage?.reasoningTokens ?? null,
    cost: row.cost,
    custom_cost: row.isCustomCost,
    metadata: row.metadata,
    feedback: row.feedback,
    score: row.score,
    session: row.session && {
      frames_sent: row.session.framesSent,
      frames_received: row.session.framesReceived,
      close_code: row.session.closeCode,
      closed_by: row.session.closedBy,
    },
  }
}

/** Where one was asked for: with its bodies' sizes and beginnings. */
export function wholeLogObject(row: KeptRow) {
  const { request, isRequestWhole, response, isResponseWhole } = row.heads ?? NO_HEADS
  return {
    ...logObject(row),
    request_size: row.requestSize,
    request_head: request,
    request_head_complete: isRequestWhole,
    response_size: row.responseSize,
    response_head: response,
    response_head_complete: isResponseWhole,
  }
}

const NO_HEADS: Heads = { request: null, isRequestWhole: false, response: null, isResponseWhole: false }
