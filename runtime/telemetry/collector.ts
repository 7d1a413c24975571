// A request of a collector -> whether it took it, tried again as OTLP says: where nothing answered, and with 429, 502, 503 and 504, no
// sooner than is asked for. What went wrong is said in words for the log: without the address, which may hold a key, and without headers.

import { send, startDeadline } from '../attempts/upstream.ts'
import { readWhole } from '../cache/whole.ts'
import type { Environment } from '../exchange.ts'
import { retryAfterMs } from '../layers/retry.ts'
import { GatewayError } from '../problem.ts'
import type { OtelRecord } from '../records.ts'
import type { Encoding } from './span.ts'

const MOST_WAIT_MS = 10_000
/** From the first try: the platform lets work go on for half a minute after its request. */
const MOST_TRYING_MS = 25_000
const FIRST_DELAY_MS = 1000
const RETRYABLE = new Set([429, 502, 503, 504])
const MOST_ANSWER_BYTES = 64 * 1024
const MOST_SHOWN = 200

/** Why a collector has not got all of something. */
export interface Failure {
  readonly why: string
  /** How much of it; `null`: all. */
  readonly rejected: number | null
  /** Whether it would be the same with anything else. */
  readonly isLasting: boolean
}

/** How one try went. */
interface Try {
  readonly failure: Failure | null
  readonly mayPass: boolean
  /** How long the collector wants to be left alone; `null`: it does not say. */
  readonly waitMs: number | null
}

/** Never rejects. `null`: the collector has got it. */
export async function post(
  { url, headers: stated }: OtelRecord,
  encoding: Encoding,
  body: string | ArrayBuffer,
  env: Environment,
): Promise<Failure | null> {
  const headers = headersOf(stated, env)
  if (typeof headers === 'string') return { why: headers, rejected: null, isLasting: true }
  headers.set('content-type', encoding.contentType)
  const endsAtMs = Date.now() + MOST_TRYING_MS
  for (let delayMs = FIRST_DELAY_MS; ; delayMs *= 2) {
    const { failure, mayPass, waitMs } = await tryOnce(url, headers, encoding, body)
    const pauseMs = Math.max(waitMs ?? 0, delayMs * (1 - Math.random() / 5))
    if (failure === null || !mayPass || Date.now() + pauseMs >= endsAtMs) return failure
    await scheduler.wait(pauseMs)
  }
}

async function tryOnce(url: string, headers: Headers, encoding: Encoding, body: string | ArrayBuffer): Promise<Try> {
  const deadline = startDeadline(MOST_WAIT_MS)
  try {
    return await judge(await send(url, { method: 'POST', headers, body }, deadline), encoding)
  } catch (thrown) {
    const cause = thrown instanceof GatewayError ? thrown.failure : 'broken off'
    return { failure: failed(`it gave no answer: ${cause}`), mayPass: true, waitMs: null }
  } finally {
    deadline?.stop()
  }
}

/** Anything but a 200 says it all by its status, and what a 200 says it may say of a part. */
async function judge(response: Response, { complaint }: Encoding): Promise<Try> {
  const { status, headers, body } = response
  if (status !== 200) {
    await body?.cancel()
    const waitMs = retryAfterMs(headers.get('retry-after'))
    return { failure: failed(`it answered ${status}`), mayPass: RETRYABLE.has(status), waitMs }
  }
  const answer = body === null ? null : await readWhole(body, MOST_ANSWER_BYTES)
  const said = answer === null ? null : read(answer, complaint)
  const failure = said === null ? null : failed(`it said: ${said.message.slice(0, MOST_SHOWN)}`, said.rejected)
  return { failure, mayPass: false, waitMs: null }
}

function failed(why: string, rejected: number | null = null): Failure {
  return { why, rejected, isLasting: false }
}

/** What cannot be read is no complaint: the 200 counts. */
function read(answer: ArrayBuffer, complaint: Encoding['complaint']): ReturnType<Encoding['complaint']> {
  try {
    return complaint(answer)
  } catch {
    return null
  }
}

/** Or why there are none. No value is in it. */
function headersOf(stated: OtelRecord['headers'], env: Environment): Headers | string {
  const headers = new Headers()
  for (const [name, value] of stated) {
    const filled = typeof value === 'string' ? value : env[value.secret]
    if (typeof filled !== 'string' || filled === '')
      return `the secret ${typeof value === 'string' ? name : value.secret}, which its header ${name} needs, is not set in this Worker`
    try {
      headers.set(name, filled.trim())
    } catch {
      return `its header ${name} cannot be sent: it has something in it that no header may have`
    }
  }
  return headers
}
