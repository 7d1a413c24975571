// Bounds how long a request waits for a part of the gateway's own.

/** What `work` gives. Rejects where it takes longer; it may still be done. */
export function within<T>(mostMs: number, work: Promise<T>): Promise<T> {
  return Promise.race([work, scheduler.wait(mostMs).then(() => tooLate(mostMs))])
}

function tooLate(mostMs: number): never {
  throw new Error(`it did not answer within ${mostMs} ms`)
}
