// The tier in front of every store: whole answers in this isolate's memory, bounded by bytes, the least recently used out first.

import type { Answer } from './store.ts'

const MOST_BYTES = 32 * 1024 * 1024
const MOST_BYTES_OF_ONE = 1024 * 1024
/** What an answer takes besides its body, roughly. */
const OVERHEAD_BYTES = 2048

/** Answers by key. */
export interface Memory {
  /** `null`: not here, or past any use. */
  readonly get: (key: string) => Answer | null
  /** Larger answers than 1 MB are left to the store. */
  readonly set: (key: string, answer: Answer) => void
}

/** An empty one. */
export function openMemory(mostBytes = MOST_BYTES): Memory {
  const answers = new Map<string, Answer>()
  let sizeBytes = 0

  function drop(key: string): Answer | null {
    const answer = answers.get(key)
    if (answer === undefined) return null
    answers.delete(key)
    sizeBytes -= weight(answer)
    return answer
  }

  function add(key: string, answer: Answer): void {
    answers.set(key, answer)
    sizeBytes += weight(answer)
  }

  return {
    get(key) {
      const answer = drop(key)
      if (answer === null || answer.keptUntilMs <= Date.now()) return null
      add(key, answer)
      return answer
    },
    set(key, answer) {
      drop(key)
      if (answer.body.byteLength > MOST_BYTES_OF_ONE) return
      add(key, answer)
      for (const oldest of answers.keys()) {
        if (sizeBytes <= mostBytes) return
        drop(oldest)
      }
    },
  }
}

function weight({ body }: Answer): number {
  return body.byteLength + OVERHEAD_BYTES
}
