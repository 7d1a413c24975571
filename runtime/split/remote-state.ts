// Calls of Durable Objects -> the state process over RPC, or the first of several that answers. Promises an end within a deadline, that a
// call goes to another process only where it may be made twice, and that rows of the log are offered until they are taken or it is too late.

import type { Manner } from './manner.ts'
import { nodeOrder } from './node-order.ts'
import { patience } from './patience.ts'

/** Less than those who ask wait themselves (layers/limit.ts, layers/budget.ts), so that they hear why. */
const SOON_MS = 900
const ASKED_MS = 10_000
/** A little less than a try of the log's sink, which makes five of them: together longer than a takeover in a cluster. */
const KEPT_MS = 4500
const AGAIN_AFTER_MS = 250

/** What a state process offers to gateway processes; state-process.ts. */
export interface StateNode {
  call(binding: string, object: string, method: string, given: readonly unknown[]): Promise<unknown>
}

/** A call of an object's method. */
export interface StateCall {
  readonly binding: string
  readonly object: string
  readonly method: string
  readonly given: readonly unknown[]
  readonly manner: Manner
}

/** Makes calls. Rejects with what the object threw, or with why it was not reached. */
export type RemoteState = (call: StateCall) => Promise<unknown>

const LATE: unknown = {}

/** By the state processes' services, in the order of their bindings. */
export function remoteState(nodes: readonly StateNode[]): RemoteState {
  const order = nodeOrder(nodes.length)
  const lately = patience()

  return async (call) => {
    if (call.manner === 'soon' && !lately.mayWait()) throw new Error('the state has been late several times in a row')
    const endsAtMs = Date.now() + patienceMs(call)
    for (;;) {
      try {
        return await inTurn(call, endsAtMs)
      } catch (thrown) {
        if (call.manner !== 'kept' || !isGone(thrown) || Date.now() + AGAIN_AFTER_MS > endsAtMs) throw thrown
        await scheduler.wait(AGAIN_AFTER_MS)
      }
    }
  }

  async function inTurn(call: StateCall, endsAtMs: number): Promise<unknown> {
    let why: unknown
    for (const node of order.order(`${call.binding}/${call.object}`)) {
      try {
        return await ask(node, call, endsAtMs - Date.now())
      } catch (thrown) {
        if (!isGone(thrown)) throw thrown
        order.failed(node)
        if (call.manner === 'once') throw thrown
        why = thrown
      }
    }
    throw why
  }

  async function ask(node: number, { binding, object, method, given }: StateCall, mostMs: number): Promise<unknown> {
    const asked = (nodes[node] as StateNode).call(binding, object, method, given)
    const late = scheduler.wait(Math.max(0, mostMs)).then(() => LATE)
    const answer = await Promise.race([asked, late]).catch((thrown) => {
      lately.answered()
      throw thrown
    })
    if (answer !== LATE) {
      lately.answered()
      return answer
    }
    lately.late()
    order.failed(node)
    throw new Error(`the state did not answer within ${mostMs} ms`)
  }
}

function patienceMs({ manner, given }: StateCall): number {
  switch (manner) {
    case 'soon':
      return SOON_MS
    case 'waits':
      return SOON_MS + (typeof given[1] === 'number' ? given[1] : 0)
    case 'kept':
      return KEPT_MS
    case 'asked':
    case 'once':
      return ASKED_MS
    default:
      return manner satisfies never
  }
}

/** Whether the process, or in a cluster the object's owner, was not there: nothing that an object throws itself says so. */
function isGone(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown as { readonly retryable?: boolean }).retryable === true
}
