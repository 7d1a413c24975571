// Everything that goes wrong in one class: the gateway's own refusals, providers' errors, answers that break off, and no answer at all.
// What the caller takes back ends with the caller's own reason instead. Source of the bodies: the wire contract, "errors".

import { type Meta, metaOf } from './meta.ts'

/** What is known of a failure. */
export interface Failure {
  /** The HTTP status; `null`: there was no answer. */
  readonly status: number | null
  /** The gateway's code or the provider's. */
  readonly code: number | string | null
  readonly provider: string | null
  /** Which step of the route, or of the universal request, said so; `null`: none was asked. */
  readonly step: number | null
  readonly logId: string | null
  /** In how many seconds to try again. */
  readonly retryAfter: number | null
}

/** Of a body that is no JSON. */
const MOST_CHARACTERS = 500

/** Its message says what happened, why, and what to do. */
export class GatewayError extends Error implements Failure {
  override readonly name = 'GatewayError'
  readonly status: number | null
  readonly code: number | string | null
  readonly provider: string | null
  readonly step: number | null
  readonly logId: string | null
  readonly retryAfter: number | null

  constructor(message: string, failure: Partial<Failure> = {}, cause?: unknown) {
    super(message, { cause })
    this.status = failure.status ?? null
    this.code = failure.code ?? null
    this.provider = failure.provider ?? null
    this.step = failure.step ?? null
    this.logId = failure.logId ?? null
    this.retryAfter = failure.retryAfter ?? null
  }
}

/** An answer that is none. */
export async function errorOf(response: Response, slugs: readonly string[]): Promise<GatewayError> {
  const { status, headers } = response
  const { provider, step, logId } = metaOf(headers, slugs)
  const said = headers.get('retry-after') ?? ''
  const seconds = said === '' ? Number.NaN : Number(said)
  const retryAfter = Number.isNaN(seconds) ? Math.ceil((Date.parse(said) - Date.now()) / 1000) : seconds
  const wasAsked = headers.has('cf-aig-step')
  return saidError(await response.text().then(parsed, () => null), {
    status,
    provider: wasAsked ? provider : null,
    step: wasAsked ? step : null,
    logId,
    retryAfter: Number.isNaN(retryAfter) ? null : Math.max(0, retryAfter),
  })
}

/** An error that stands in a stream. */
export function errorIn(said: unknown, { provider, step, logId }: Meta): GatewayError {
  return saidError(said, { status: null, provider, step, logId })
}

/** An error's body, in whatever shape it comes: the gateway's (`error` or `errors`), or a provider's. */
export function saidError(body: unknown, failure: Partial<Failure>): GatewayError {
  const { error, errors, description } = Object(body)
  const [first] = [error ?? errors ?? body].flat()
  const inner = Object(first)
  const code = inner.code ?? inner.type ?? null
  const text = description ?? inner.message ?? (typeof first === 'string' ? first.slice(0, MOST_CHARACTERS) : '')
  const { status = null, provider = null } = failure
  const where = provider === null ? '' : ` (${provider})`
  const happened = status === null ? `The answer${where} broke off` : `Status ${status}${where}`
  return new GatewayError(`${happened}: ${text || 'nothing says why.'}${advice({ ...failure, code })}`, {
    ...failure,
    code,
  })
}

/** What to do about it, where the answer itself does not say. */
function advice({ status = null, code, provider = null, retryAfter = null }: Partial<Failure>): string {
  if (status === 401 && provider === null) {
    return ` (code ${code}). Give createClient the value of a token that opens this gateway.`
  }
  if (retryAfter !== null) return ` Try again in ${retryAfter} s.`
  return status === null || status === 429 || status >= 500
    ? ' Try again, or call a route: it asks the next provider.'
    : ''
}

/** JSON where it is JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
