// A stream that answers a run -> the same to the client, and beside it what was sent into the run store, from which it can be taken up again:
// a few calls a second, however many events. The recording goes on when the client has left. Source: the wire contract, "bindings".

import type { Environment } from '../../exchange.ts'
import type { RunStore } from '../../state/run-store.ts'
import { type BytesReader, readerOf } from '../../streams/reader.ts'

const EVENTS = /^text\/event-stream\b/i
/** What goes into one call at most, and what is read at once. */
const MOST_BYTES = 256 * 1024
const PAUSE_MS = 50
/** Well within what the store waits for. */
const RENEW_EVERY_MS = 5000
const SHARDS = 8

/** Where a run is kept: a run of one gateway is none of another's. */
export function storeOf(env: Environment, gateway: string, run: string): DurableObjectStub<RunStore> | null {
  const namespace = env.RUN_STORE as DurableObjectNamespace<RunStore> | undefined
  return namespace?.getByName(`${gateway}/${Number.parseInt(run.slice(-1), 16) % SHARDS}`) ?? null
}

/** Says in `cf-aig-run-id` how. What is no stream of events stays as it is. */
export function resumable(
  response: Response,
  gateway: string,
  env: Environment,
  context: Pick<ExecutionContext, 'waitUntil'>,
): Response {
  const run = response.headers.get('cf-aig-request-id')
  const isStream = response.ok && EVENTS.test(response.headers.get('content-type') ?? '')
  const store = run === null || !isStream ? null : storeOf(env, gateway, run)
  if (store === null || run === null || response.body === null) return response
  const [theirs, ours] = response.body.tee()
  context.waitUntil(record(ours, store, run))
  const told = new Response(theirs, response)
  told.headers.set('cf-aig-run-id', run)
  return told
}

/** Never rejects: without a recording a run cannot be taken up again, and that is all. */
async function record(stream: ReadableStream, store: DurableObjectStub<RunStore>, run: string): Promise<void> {
  const reader = readerOf(stream)
  const renewing = setInterval(() => void store.renew(run).catch(() => {}), RENEW_EVERY_MS)
  try {
    // Nothing waits for this: calls to one object arrive in order, and it is there before a client can ask.
    const begun = store.begin(run)
    await pass(reader, store, run)
    await begun
  } catch (thrown) {
    console.warn('gatewright: a run cannot be taken up again, for its store failed', thrown)
    await reader.cancel().catch(() => {})
  } finally {
    clearInterval(renewing)
  }
}

async function pass(reader: BytesReader, store: DurableObjectStub<RunStore>, run: string): Promise<void> {
  for (let offset = 0; ; ) {
    const bytes = await reader.next(new Uint8Array(MOST_BYTES)).catch(() => 'broken' as const)
    if (bytes === null || bytes === 'broken') return store.end(run, offset, bytes === null ? 'over' : 'broken')
    // A copy: a view would take its whole buffer with it.
    if (!(await store.append(run, offset, bytes.slice()))) return reader.cancel()
    offset += bytes.byteLength
    if (bytes.byteLength < MOST_BYTES) await scheduler.wait(PAUSE_MS)
  }
}
