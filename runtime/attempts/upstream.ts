// The only fetch. A request goes out, and its answer's head comes back within the time there is, or a GatewayError says why not.
// Bodies pass both ways as the platform's own streams: nothing of them is read here.

import { connect } from 'cloudflare:sockets'
import { GatewayError, type UpstreamFailure } from '../problem.ts'

/** What is sent, beside the URL. */
export interface UpstreamRequest {
  readonly method: string
  readonly headers: Headers
  readonly body: ReadableStream | ArrayBuffer | string | null
}

/** Long enough for a handshake with any upstream that would be worth calling. */
const PROBE_MS = 1000

/**
 * Sends a request. `timeoutMs` limits the time to the answer's head, `null` or 0 does not. Redirects are passed on, not
 * followed: a key goes to no host that the YAML did not name. Throws `upstreamFailed` or `upstreamTimedOut`.
 */
export async function send(url: string, request: UpstreamRequest, timeoutMs: number | null): Promise<Response> {
  // An abort signal costs a sixth of a pass-through, so only a limit brings one.
  const deadline = timeoutMs ? startDeadline(timeoutMs) : null
  const { method, headers, body } = request
  try {
    return await fetch(url, { method, headers, body, redirect: 'manual', ...(deadline && { signal: deadline.signal }) })
  } catch (thrown) {
    if (deadline?.signal.aborted) throw failure(url, 'timeout', `did not begin to answer within ${timeoutMs} ms`)
    if (!isConnectionLost(thrown))
      throw failure(url, 'unreachable', 'could not be reached: its name, its address or TLS')
    if (await listens(url)) throw failure(url, 'reset', 'closed the connection before it answered')
    throw failure(url, 'unreachable', 'refused the connection')
  } finally {
    deadline?.stop()
  }
}

/** A signal that fires after a while, unless it is stopped: the answer's body may take longer than its head. */
function startDeadline(timeoutMs: number): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), timeoutMs)
  return { signal: controller.signal, stop: () => clearTimeout(timer) }
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
