// Datasets in SQLite: filters under a name.

import type { Dataset, DatasetInput, Refusal } from '../logs/datasets.ts'
import { newId } from '../new-id.ts'

/** Whoever needs more has another tool. */
const MOST = 1000

type Stored = {
  readonly id: string
  readonly name: string
  readonly enable: number
  readonly filters: string
  readonly created: number
  readonly modified: number
}

/** Times are in epoch milliseconds, filters JSON. */
export function createDatasetTable(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS log_datasets (id TEXT PRIMARY KEY, name TEXT NOT NULL, enable INTEGER NOT NULL,
    filters TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL) WITHOUT ROWID`)
}

/** All of them, the newest first. */
export function listDatasets(sql: SqlStorage): Dataset[] {
  return sql.exec<Stored>('SELECT * FROM log_datasets ORDER BY id DESC').toArray().map(datasetOf)
}

/** Those of these ids. */
export function datasetsAmong(sql: SqlStorage, ids: readonly string[]): readonly Dataset[] {
  const among = 'SELECT * FROM log_datasets WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id'
  return sql.exec<Stored>(among, JSON.stringify(ids)).toArray().map(datasetOf)
}

/** Refused where there are too many already. */
export function createDataset(sql: SqlStorage, { name, enable, filters }: DatasetInput): Dataset | Refusal {
  const { count } = sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM log_datasets').one()
  if (count >= MOST) return { refused: `There are ${MOST} datasets, and no room for more. Delete one first.` }
  const insert = 'INSERT INTO log_datasets VALUES (?, ?, ?, ?, ?, ?) RETURNING *'
  const nowMs = Date.now()
  return datasetOf(sql.exec<Stored>(insert, newId(), name, Number(enable), JSON.stringify(filters), nowMs, nowMs).one())
}

/** In place of what it was. `null`: there is none of this id. */
export function updateDataset(sql: SqlStorage, id: string, { name, enable, filters }: DatasetInput): Dataset | null {
  const update = 'UPDATE log_datasets SET name = ?, enable = ?, filters = ?, modified = ? WHERE id = ? RETURNING *'
  return only(sql.exec<Stored>(update, name, Number(enable), JSON.stringify(filters), Date.now(), id))
}

/** As it was. `null`: there is none of this id. What evaluations made of it stays. */
export function deleteDataset(sql: SqlStorage, id: string): Dataset | null {
  return only(sql.exec<Stored>('DELETE FROM log_datasets WHERE id = ? RETURNING *', id))
}

function only(stored: SqlStorageCursor<Stored>): Dataset | null {
  return stored.toArray().map(datasetOf)[0] ?? null
}

function datasetOf({ id, name, enable, filters, created, modified }: Stored): Dataset {
  return { id, name, enable: enable === 1, filters: JSON.parse(filters), createdAtMs: created, modifiedAtMs: modified }
}
