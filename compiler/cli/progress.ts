// Says on stderr what is going on when it takes longer than a second, and takes it back when it is done.

import type { Io } from './io.ts'

const patienceMs = 1000
/** With as many files the compiler works for so long without a pause that a timer would never get its turn. */
const manyFiles = 200

/** The work's result. Says nothing where stderr is not a terminal: a log has no use for it. */
export async function withProgress<T>(io: Io, what: string, files: number, work: () => T | Promise<T>): Promise<T> {
  if (!io.err.tty) return work()
  let said = false
  const say = () => {
    said = true
    io.err.write(`${what}…`)
  }
  if (files >= manyFiles) say()
  const timer = said ? null : setTimeout(say, patienceMs)
  try {
    return await work()
  } finally {
    if (timer !== null) clearTimeout(timer)
    if (said) io.err.write('\r\u001b[K')
  }
}
