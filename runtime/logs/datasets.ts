// Filters that people save, and what evaluations made of the rows that they found: plain data, as it goes over RPC. Types only. Source of
// the fields: the wire contract, "management"; of what they mean: "traffic" 5.17.

import type { Filter } from './query.ts'

/** What people say of a dataset. */
export interface DatasetInput {
  readonly name: string
  /** Evaluations take only those that are. */
  readonly enable: boolean
  /** A row is in it when all of them hold, whenever somebody looks: a dataset has no rows of its own. */
  readonly filters: readonly Filter[]
}

/** A dataset. Newer ones have the greater ids. */
export interface Dataset extends DatasetInput {
  readonly id: string
  readonly createdAtMs: number
  readonly modifiedAtMs: number
}

/** What is to be made of which datasets. */
export interface EvaluationInput {
  readonly name: string
  readonly datasetIds: readonly string[]
  readonly evaluationTypeIds: readonly string[]
}

/** What came of the rows at one moment: an evaluation is done at once, and never again. */
export interface Evaluation {
  readonly id: string
  readonly name: string
  readonly createdAtMs: number
  /** As they were then. */
  readonly datasets: readonly Dataset[]
  /** Rows that were in any of the datasets. */
  readonly totalLogs: number
  readonly results: readonly EvaluationResult[]
}

/** What one evaluator says. */
export interface EvaluationResult {
  readonly evaluationTypeId: string
  /** A number, as its type has it; empty: no row told anything. */
  readonly result: string
  /** Rows that told something. */
  readonly totalLogs: number
}

/** It was not done; why, and what to do. */
export interface Refusal {
  readonly refused: string
}
