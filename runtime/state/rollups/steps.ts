// Facts -> sums by minute, hour and day (UTC): of everything, and apart by provider, model, route, token, status and each metadata entry.
// Bounded: an attempt whose value has no place left in its step is counted under OTHER; one whose metadata key has none, by no key.

import { STEP_MS, stepStart } from '../../logs/steps.ts'
import { type Fact, OTHER } from './fact.ts'
import { addendOf, addOne, addSums, noSums, readSums, type Sums, sumsText } from './sums.ts'

/** How long a step is, for how long it is kept behind the newest attempt, and how many values of a dimension are told apart in it. */
const STEPS = [
  { lengthMs: STEP_MS.minute, keptMs: 2 * STEP_MS.day, most: 50 },
  { lengthMs: STEP_MS.hour, keptMs: 60 * STEP_MS.day, most: 100 },
  { lengthMs: STEP_MS.day, keptMs: 2 * 365 * STEP_MS.day, most: 200 },
] as const

/** The dimension of everything: its one value is empty. */
export const ALL = 'all'
/** Its values are the metadata keys of a step; each of them is a dimension too, `metadata.{key}`. */
const KEYS = 'metadata'
/** Of metadata keys in a step. */
const MOST_KEYS = 10

/** Sums of one step by dimension and value. */
type Step = Map<string, Map<string, Sums>>

/** Steps of one length, by when they begin. */
export type Steps = Map<number, Step>

/** `per` is the step's length; `sums` as sums.ts writes them. Values that are not there have no entry: they are what is left of ALL. */
export function createSteps(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS rollup_steps (
    per INTEGER NOT NULL, dimension TEXT NOT NULL, start INTEGER NOT NULL, value TEXT NOT NULL, sums TEXT NOT NULL,
    PRIMARY KEY (per, dimension, start, value)) WITHOUT ROWID`)
}

/** Adds what was collected to all its steps. For use in a transaction. */
export function writeSteps(sql: SqlStorage, minutes: Steps): void {
  let steps = minutes
  let isNewHour = false
  for (const { lengthMs, most } of STEPS) {
    steps = coarser(steps, lengthMs)
    for (const [start, step] of steps) {
      const isNew = writeStep(sql, lengthMs, start, step, most)
      isNewHour ||= isNew && lengthMs === STEP_MS.hour
    }
  }
  // Rarely enough: it looks at every dimension there is.
  if (isNewHour) prune(sql, Math.max(...minutes.keys()))
}

/** Collects a fact in its minute. */
export function addToMinutes(minutes: Steps, fact: Fact): void {
  const step = stepAt(minutes, fact[0], STEP_MS.minute)
  const [, , , , provider, model, , route, token, status, , , , , , , metadata] = fact
  const addend = addendOf(fact)
  const add = (dimension: string, value: string | null) => {
    if (value !== null) addOne(sumsAt(step, dimension, value), addend)
  }
  add(ALL, '')
  add('provider', provider)
  add('model', model)
  add('route', route)
  add('token', token)
  add('status', String(status))
  for (const [key, value] of metadata) {
    add(KEYS, key)
    add(`${KEYS}.${key}`, value)
  }
}

/** Each length is a multiple of the one before. */
function coarser(steps: Steps, lengthMs: number): Steps {
  if (lengthMs === STEP_MS.minute) return steps
  const coarse: Steps = new Map()
  for (const [start, step] of steps) {
    const into = stepAt(coarse, start, lengthMs)
    for (const [dimension, values] of step) {
      for (const [value, sums] of values) addSums(sumsAt(into, dimension, value), sums)
    }
  }
  return coarse
}

function stepAt(steps: Steps, atMs: number, lengthMs: number): Step {
  return entryOf(steps, stepStart(atMs, lengthMs), () => new Map())
}

function sumsAt(step: Step, dimension: string, value: string): Sums {
  return entryOf(
    entryOf(step, dimension, () => new Map<string, Sums>()),
    value,
    noSums,
  )
}

/** What is under a key, made where there is nothing yet. */
function entryOf<Key, Value>(entries: Map<Key, Value>, key: Key, make: () => Value): Value {
  let entry = entries.get(key)
  if (entry === undefined) {
    entry = make()
    entries.set(key, entry)
  }
  return entry
}

/** Whether the step is new. */
function writeStep(sql: SqlStorage, per: number, start: number, step: Step, most: number): boolean {
  const add = (dimension: string, bound: number) =>
    addValues(sql, [per, dimension, start], step.get(dimension) ?? new Map(), bound)
  const { isNew } = add(ALL, 1)
  const { values: keys } = add(KEYS, MOST_KEYS)
  for (const dimension of step.keys()) {
    if (dimension === ALL || dimension === KEYS) continue
    const hasPlace = !dimension.startsWith(`${KEYS}.`) || keys.has(dimension.slice(KEYS.length + 1))
    if (hasPlace) add(dimension, most)
  }
  return isNew
}

/** Adds to what is there already; `values`: those that have a place then. */
function addValues(
  sql: SqlStorage,
  place: readonly [per: number, dimension: string, start: number],
  added: ReadonlyMap<string, Sums>,
  most: number,
): { readonly isNew: boolean; readonly values: ReadonlySet<string> } {
  const kept = new Map<string, string>()
  const where = 'WHERE per = ? AND dimension = ? AND start = ?'
  if (added.size > 0) {
    const rows = sql.exec<{ value: string; sums: string }>(`SELECT value, sums FROM rollup_steps ${where}`, ...place)
    for (const { value, sums } of rows) kept.set(value, sums)
  }
  const isNew = kept.size === 0
  const values = new Set(kept.keys())
  const changed = new Map<string, Sums>()
  for (const [value, sums] of added) {
    const slot = values.has(value) || values.size < most ? value : OTHER
    values.add(slot)
    addSums(
      entryOf(changed, slot, () => readSums(kept.get(slot))),
      sums,
    )
  }
  for (const [value, sums] of changed) {
    sql.exec('REPLACE INTO rollup_steps VALUES (?, ?, ?, ?, ?)', ...place, value, sumsText(sums))
  }
  return { isNew, values }
}

/** Drops steps that are past their time. One look for each dimension that there is, found one behind the other in the key. */
function prune(sql: SqlStorage, newestMs: number): void {
  for (const { lengthMs, keptMs } of STEPS) {
    sql.exec(
      `DELETE FROM rollup_steps WHERE per = ?1 AND start < ?2 AND dimension IN (
        WITH RECURSIVE dimensions (name) AS (
          SELECT MIN(dimension) FROM rollup_steps WHERE per = ?1
          UNION ALL
          SELECT (SELECT MIN(dimension) FROM rollup_steps WHERE per = ?1 AND dimension > name)
          FROM dimensions WHERE name IS NOT NULL)
        SELECT name FROM dimensions WHERE name IS NOT NULL)`,
      lengthMs,
      newestMs - keptMs,
    )
  }
}
