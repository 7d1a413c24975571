// Anthropic's error types and the HTTP statuses that they come with, both ways.
// Source: Anthropic's API reference, "Errors".

/** What each type's status is, most telling first: the first type of a status is the one that stands for it. */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['invalid_request_error', 400],
  ['authentication_error', 401],
  ['billing_error', 402],
  ['permission_error', 403],
  ['not_found_error', 404],
  ['request_too_large', 413],
  ['rate_limit_error', 429],
  ['api_error', 500],
  ['timeout_error', 504],
  ['overloaded_error', 529],
])

/** The status that an error of this type would have had, had it come before the stream; 500 for a type that is not known. */
export function statusOf(type: string | null): number {
  return STATUSES.get(type ?? '') ?? 500
}

/** The type that Anthropic's clients know: the one that is stated where it is one of theirs, else what the status stands for. */
export function typeOf(stated: string | null, status: number): string {
  if (stated !== null && STATUSES.has(stated)) return stated
  for (const [type, itsStatus] of STATUSES) if (itsStatus === status) return type
  if (status === 408) return 'timeout_error'
  if (status === 503) return 'overloaded_error'
  return status >= 500 ? 'api_error' : 'invalid_request_error'
}
