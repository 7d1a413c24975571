// Rows that say when they are over -> gone some time after that, by an alarm of the object's that is set only while there are any. For
// tables with a column `over`, in epoch milliseconds.

const LEAST_SWEEP_MS = 60_000

/** Plans a sweep. One that is planned for sooner stays: one that moved with every use would never come. */
export async function planSweep(storage: DurableObjectStorage, atMs: number): Promise<void> {
  if (((await storage.getAlarm()) ?? Number.POSITIVE_INFINITY) > atMs) await storage.setAlarm(atMs)
}

/** Deletes what is over, and plans the next sweep. When that is; `null`: nothing is left. */
export async function sweep(storage: DurableObjectStorage, table: string): Promise<number | null> {
  const { sql } = storage
  sql.exec(`DELETE FROM ${table} WHERE over <= ?`, Date.now())
  const { over } = sql.exec<{ over: number | null }>(`SELECT MIN(over) AS over FROM ${table}`).one()
  if (over === null) return null
  const atMs = Math.max(over, Date.now() + LEAST_SWEEP_MS)
  await storage.setAlarm(atMs)
  return atMs
}
