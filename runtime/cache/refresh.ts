// Replaces an answer that is stale behind the back of the client who got it: once at a time in an isolate, and once at a time
// everywhere where the store has leases. Never fails: the next stale answer tries again.

import { fill, find, isWithin, type Task } from './fill.ts'
import type { Turn } from './store.ts'

/** A refresh that takes longer does not keep others from trying. */
const REFRESHED_WITHIN_MS = 60_000
/** Entries whose request was killed stay until there are so many. */
const MOST_REFRESHING = 1000

/** Keys that somebody in this isolate is at, and until when that is believed. */
const refreshing = new Map<string, number>()

/** `turn`: what a look-up gave; `null`: the store was not asked yet. */
export async function refresh(task: Task, turn: Turn | null): Promise<void> {
  const { key } = task
  const now = Date.now()
  // Who holds the lease has to use it.
  if (turn === 'taken' || (typeof turn !== 'number' && (refreshing.get(key) ?? 0) > now)) return
  if (refreshing.size >= MOST_REFRESHING) refreshing.clear()
  refreshing.set(key, now + REFRESHED_WITHIN_MS)
  try {
    await replace(task, turn)
  } catch {
    // A failure of the request that this one repeats is told to nobody: it has its answer.
  } finally {
    refreshing.delete(key)
  }
}

async function replace(task: Task, known: Turn | null): Promise<void> {
  let turn = known
  if (turn === null) {
    const found = await find(task)
    if (isWithin(found.answer, 0)) return
    turn = found.turn
  }
  if (turn === 'taken') return
  const { response } = await fill(task, turn, null)
  await response.body?.pipeTo(new WritableStream())
}
