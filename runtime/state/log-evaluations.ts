// Evaluations in SQLite: what came of the rows of some datasets at the moment when somebody asked.

import type { Evaluation, EvaluationInput, EvaluationResult, Refusal } from '../logs/datasets.ts'
import { evaluationTypes } from '../logs/evaluation-types.ts'
import { newId } from '../new-id.ts'
import { datasetsAmong } from './log-datasets.ts'
import { found } from './log-filters.ts'

const MOST = 1000
/** The platform binds no more to one statement. */
const MOST_BOUND = 100

/** Of a set of rows: what they come to, and how many tell it; the others are not counted. Source of the evaluators: "traffic" 5.17. */
const MEASURES: { readonly [type in (typeof evaluationTypes)[number]['id']]: string } = {
  cost: 'AVG(cost), COUNT(cost)',
  speed: 'AVG(duration), COUNT(duration)',
  feedback: '100.0 * SUM(feedback = 1) / COUNT(feedback), COUNT(feedback)',
}

/** What was evaluated is JSON: it does not change any more. */
export function createEvaluationTable(sql: SqlStorage): void {
  sql.exec('CREATE TABLE IF NOT EXISTS log_evaluations (id TEXT PRIMARY KEY, evaluation TEXT NOT NULL) WITHOUT ROWID')
}

/** All of them, the newest first. */
export function listEvaluations(sql: SqlStorage): Evaluation[] {
  return evaluations(sql, 'SELECT evaluation FROM log_evaluations ORDER BY id DESC')
}

/** `null`: there is none of this id. */
export function getEvaluation(sql: SqlStorage, id: string): Evaluation | null {
  return evaluations(sql, 'SELECT evaluation FROM log_evaluations WHERE id = ?', id)[0] ?? null
}

/** As it was. `null`: there is none of this id. */
export function deleteEvaluation(sql: SqlStorage, id: string): Evaluation | null {
  return evaluations(sql, 'DELETE FROM log_evaluations WHERE id = ? RETURNING evaluation', id)[0] ?? null
}

/** Evaluates at once, each row once though it be in several of the datasets. In a transaction. */
export function createEvaluation(sql: SqlStorage, input: EvaluationInput): Evaluation | Refusal {
  const datasets = datasetsAmong(sql, input.datasetIds)
  const unusable = input.datasetIds.find((id) => !datasets.some((dataset) => dataset.id === id && dataset.enable))
  if (unusable !== undefined || datasets.length === 0) {
    return { refused: `There is no dataset '${unusable ?? ''}' that is enabled. An evaluation needs one or more.` }
  }
  const types = evaluationTypes.filter(({ id }) => input.evaluationTypeIds.includes(id))
  const unknown = input.evaluationTypeIds.find((id) => !types.some((type) => type.id === id))
  if (unknown !== undefined || types.length === 0) {
    const known = evaluationTypes.map(({ id }) => id).join(', ')
    return { refused: `There is no evaluation type '${unknown ?? ''}'. There are: ${known}.` }
  }
  const rows = found(
    datasets.map(({ filters }) => filters),
    null,
  )
  if (rows.values.length > MOST_BOUND) return { refused: 'These datasets have too many filters for one evaluation.' }
  if (count(sql) >= MOST) return { refused: `There are ${MOST} evaluations, and no room for more. Delete one first.` }
  const measured = types.map(({ id }) => MEASURES[id]).join(', ')
  const [[totalLogs, ...told] = []] = sql.exec(`SELECT COUNT(*), ${measured} ${rows.from}`, ...rows.values).raw()
  const results = types.map(({ id }, index): EvaluationResult => {
    const [average, totalLogs] = told.slice(2 * index)
    return { evaluationTypeId: id, result: String(average ?? ''), totalLogs: Number(totalLogs) }
  })
  const id = newId()
  const evaluation: Evaluation = {
    id,
    name: input.name,
    createdAtMs: Date.now(),
    datasets,
    totalLogs: Number(totalLogs),
    results,
  }
  sql.exec('INSERT INTO log_evaluations VALUES (?, ?)', id, JSON.stringify(evaluation))
  return evaluation
}

function evaluations(sql: SqlStorage, statement: string, ...values: SqlStorageValue[]): Evaluation[] {
  const stored = sql.exec<{ evaluation: string }>(statement, ...values).toArray()
  return stored.map(({ evaluation }) => JSON.parse(evaluation))
}

function count(sql: SqlStorage): number {
  return sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM log_evaluations').one().count
}
