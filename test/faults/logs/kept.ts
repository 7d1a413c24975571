// What a gateway's log has on the disk, once the process that wrote it is gone.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A log as it is on the disk. */
export interface Kept {
  /** The rows' ids, sorted. */
  readonly ids: readonly string[]
  /** How many rows the log says that it has. */
  readonly count: number
  /** How many of the bodies that rows have are in no chunk. */
  readonly lost: number
}

/** `folder`: where the objects' databases are. There is one log in there. */
export function readLog(folder: string): Kept {
  const files = readdirSync(folder, { recursive: true }).map(String)
  const [file] = files.filter((path) => /LogStore.*(?<!metadata)\.sqlite$/.test(path))
  const database = new DatabaseSync(join(folder, file ?? ''))
  const numbers = (query: string) => Object.values(database.prepare(query).get() ?? {}).map(Number)
  const ids = database.prepare('SELECT id FROM logs ORDER BY id').all() as { id: string }[]
  const [count = 0] = numbers('SELECT rows FROM log_count')
  const [lost = 0] = numbers(
    'SELECT COUNT(*) FROM logs LEFT JOIN log_chunk_bytes AS c ON c.id = request_body ->> 0 WHERE request_body IS NOT NULL AND c.id IS NULL',
  )
  database.close()
  return { ids: ids.map(({ id }) => id), count, lost }
}
