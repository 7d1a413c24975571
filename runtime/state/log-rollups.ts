// Rows -> what analytics and metrics are read from, so that neither ever looks at rows. A batch costs an insert: what is counted of its
// rows is written down as it is, and added up when there is much of it or somebody asks. Promises that a row that is in is counted once.

import type { LogRow } from '../logs/row.ts'
import { type Fact, factOf } from './rollups/fact.ts'
import { addToMinutes, createSteps, type Steps, writeSteps } from './rollups/steps.ts'
import { addToTotals, createTotals, openTotals, writeTotals } from './rollups/totals.ts'

/** Adding up costs by provider, model, …: the more at once the less for each row, and the longer everybody waits for it. */
const MOST_PENDING = 1000
/** Of facts in one text, which may have two megabytes: callers write metadata of all sizes. */
const MOST_TOGETHER = 100

/** `upto` is the number of facts up to a batch's last. */
export function createRollups(sql: SqlStorage): void {
  sql.exec('CREATE TABLE IF NOT EXISTS rollup_pending (upto INTEGER PRIMARY KEY, facts TEXT NOT NULL)')
  createSteps(sql)
  createTotals(sql)
}

/** Counts rows that were just inserted. For use in the transaction that inserted them. */
export function addToRollups(sql: SqlStorage, rows: readonly LogRow[]): void {
  let pending = 0
  for (let at = 0; at < rows.length; at += MOST_TOGETHER) {
    const facts = rows.slice(at, at + MOST_TOGETHER).map(factOf)
    const { upto } = sql.exec<{ upto: number }>(INSERT, facts.length, JSON.stringify(facts)).one()
    pending = upto
  }
  if (pending >= MOST_PENDING) addUp(sql)
}

const INSERT = 'INSERT INTO rollup_pending SELECT IFNULL(MAX(upto), 0) + ?, ? FROM rollup_pending RETURNING upto'

/** Adds up what was only written down so far. For use in a transaction, before anything is read of steps or totals. */
export function addUp(sql: SqlStorage): void {
  const pending = sql.exec<{ facts: string }>('SELECT facts FROM rollup_pending').toArray()
  if (pending.length === 0) return
  const minutes: Steps = new Map()
  const totals = openTotals(sql)
  for (const { facts } of pending) {
    for (const fact of JSON.parse(facts) as readonly Fact[]) {
      addToMinutes(minutes, fact)
      addToTotals(sql, totals, fact)
    }
  }
  writeSteps(sql, minutes)
  writeTotals(sql, totals)
  sql.exec('DELETE FROM rollup_pending')
}
