// The only fetch. A request goes out, and its answer's head comes back within the time there is, or a GatewayError says why not.
// Bodies pass both ways as the platform's own streams: nothing of them is read here.

import { connect } from 'cloudflare:sockets'
import type { Body, Deadline } from '../exchange.ts'
import { GatewayError, type UpstreamFailure } from '../problem.ts'
import { SilenceError } from '../streams/silence.ts'

/** What is sent, beside the URL. */
export interface UpstreamRequest {
  readonly method: string
  readonly headers: Headers
  readonly body: Body
}

/** Long enough for a handshake with any upstream that would be worth calling. */
const PROBE_MS = 1000

/**
 * Sends a request and waits for its answer's head. Redirects are passed on, not followed: a key goes to no host that the
 * YAML did not name. Throws `upstreamFailed` or `upstreamTimedOut`.
 */
export async function send(
  url: string,
  { method, headers, body }: UpstreamRequest,
  deadline: Deadline | null,
): Promise<Response> {
  try {
    return await fetch(url, { method, headers, body, redirect: 'manual', ...(deadline && { signal: deadline.signal }) })
  } catch (thrown) {
    if (deadline?.signal.aborted) throw failure(url, 'timeout', `did not begin to answer within ${deadline.afterMs} ms`)
    if (!isConnectionLost(thrown))
      throw failure(url, 'unreachable', 'could not be reached: its name, its address or TLS')
    if (await listens(url)) throw failure(url, 'reset', 'closed the connection before it answered')
    throw failure(url, 'unreachable', 'refused the connection')
  }
}

/** Waits for bytes of an answer that has a head and has said nothing yet: with the first of them the time limit is met. */
export async function received<T>(url: string, bytes: Promise<T>, deadline: Deadline | null): Promise<T> {
  try {
    const read = await bytes
    deadline?.stop()
    return read
  } catch (thrown) {
    if (deadline?.signal.aborted) throw failure(url, 'timeout', `did not begin to answer within ${deadline.afterMs} ms`)
    if (thrown instanceof SilenceError) throw failure(url, 'timeout', 'fell silent before it said anything')
    throw failure(url, 'reset', 'broke its answer off before it said anything')
  }
}

/**
 * A signal that fires after a while, unless it is stopped: the rest of an answer may take longer than its beginning.
 * `null` or 0: no limit, and no signal either, because one costs a sixth of a pass-through.
 */
export function startDeadline(afterMs: number | null): Deadline | null {
  if (afterMs === null || afterMs === 0) return null
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), afterMs)
  return { signal: controller.signal, afterMs, stop: () => clearTimeout(timer) }
}

/** The platform marks a connection that was refused or lost as worth another try; DNS, TLS and policy failures it does not. */
function isConnectionLost(thrown: unknown): boolean {
  return thrown instanceof Error && 'retryable' in thrown && thrown.retryable === true
}

/**
 * Whether anyone listens where a connection was just lost. The platform does not tell a refused connection from one that
 * broke before the answer, and whoever looks into it wants to know: one bare connect does, on the way to an error only.
 */
async function listens(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url)
  try {
    const socket = connect({ hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) })
    const opened = await Promise.race([socket.opened.then(() => true), scheduler.wait(PROBE_MS).then(() => false)])
    socket.close().catch(() => {})
    return opened
  } catch {
    return false
  }
}

function failure(url: string, cause: UpstreamFailure, what: string): GatewayError {
  const problem = cause === 'timeout' ? 'upstreamTimedOut' : 'upstreamFailed'
  return new GatewayError(problem, `The provider at ${new URL(url).host} ${what}.`, cause)
}
