// Which of several state processes is asked for an object, and which next. An object is asked for at the same one by all gateway processes,
// so that it lives where its calls arrive; one that has just failed comes last for a while.

/** How long one that failed is asked last. */
const ASIDE_MS = 2000

/** The state processes, by their index. */
export interface NodeOrder {
  /** All of them, the first to ask first. */
  order(object: string): readonly number[]
  /** It did not answer. */
  failed(node: number): void
}

/** None of them has failed yet. */
export function nodeOrder(count: number): NodeOrder {
  const asideUntilMs = Array.from({ length: count }, () => 0)
  return {
    order(object) {
      const first = count === 1 ? 0 : hash(object) % count
      const turns = Array.from({ length: count }, (_, index) => (first + index) % count)
      const nowMs = Date.now()
      const isAside = (node: number) => (asideUntilMs[node] ?? 0) > nowMs
      return [...turns.filter((node) => !isAside(node)), ...turns.filter(isAside)]
    },
    failed(node) {
      asideUntilMs[node] = Date.now() + ASIDE_MS
    },
  }
}

/** FNV-1a, of UTF-16 units. */
function hash(text: string): number {
  let sum = 0x811c9dc5
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193)
  return sum >>> 0
}
