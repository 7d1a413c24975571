// The log of one gateway: rows, their bodies, what is counted of them. Promises that a batch is taken whole or not at all, and once,
// also after a kill; who sent it hears of it when storage has it.

import { DurableObject } from 'cloudflare:workers'
import type { Dataset, DatasetInput, Evaluation, EvaluationInput, Refusal } from '../logs/datasets.ts'
import type { AnalyticsPoint, AnalyticsQuery, KeptRow, LogPage, LogPatch, LogQuery } from '../logs/query.ts'
import { analytics, totals } from './log-analytics.ts'
import type { Batch } from './log-batch.ts'
import {
  createDataset,
  createDatasetTable,
  datasetsAmong,
  deleteDataset,
  listDatasets,
  updateDataset,
} from './log-datasets.ts'
import {
  createEvaluation,
  createEvaluationTable,
  deleteEvaluation,
  getEvaluation,
  listEvaluations,
} from './log-evaluations.ts'
import { createIndexes } from './log-indexes.ts'
import { createKeepTables, takeBatch } from './log-keep.ts'
import { getBody, getLog, type KeptBody, patchLog } from './log-one.ts'
import { listLogs } from './log-page.ts'
import { createPayloadTables, erasePayloads } from './log-payloads.ts'
import { type Removal, removeLogs } from './log-removal.ts'
import { addToRollups, createRollups } from './log-rollups.ts'
import { createTables } from './log-rows.ts'
import type { SeriesTotal } from './rollups/total.ts'

/** Bound as `LOG_STORE`, an object for each gateway, by its id. */
export class LogStore extends DurableObject {
  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env)
    const { sql } = state.storage
    createTables(sql)
    createIndexes(sql)
    createKeepTables(sql)
    createPayloadTables(sql)
    createRollups(sql)
    createDatasetTable(sql)
    createEvaluationTable(sql)
    // What was to be erased when the object's last life ended.
    state.waitUntil(erasePayloads(state.storage))
  }

  /** For `/ready`: the object is there, and so is its storage. */
  ping(): void {}

  /** Takes a batch; it may come again. Rejects when storage does not take it, for example because it is full. */
  put(batch: Batch): void {
    const { sql } = this.ctx.storage
    this.ctx.storage.transactionSync(() => {
      addToRollups(sql, takeBatch(sql, batch))
    })
  }

  /** Answers a question about a time; see {@link analytics}. */
  analytics(query: AnalyticsQuery): AnalyticsPoint[] {
    return this.ctx.storage.transactionSync(() => analytics(this.ctx.storage.sql, query))
  }

  /** What was counted since the store began; see {@link totals}. */
  totals(): SeriesTotal[] {
    return this.ctx.storage.transactionSync(() => totals(this.ctx.storage.sql))
  }

  /** A page of rows. */
  list(query: LogQuery): LogPage {
    return listLogs(this.ctx.storage.sql, query)
  }

  /** A row, with the beginnings of its bodies. `null`: there is none, as for all of these. */
  get(id: string): Promise<KeptRow | null> {
    return getLog(this.ctx.storage.sql, id)
  }

  /** A body of a row. */
  body(id: string, which: 'request' | 'response'): Promise<KeptBody | null> {
    return getBody(this.ctx.storage.sql, id, which)
  }

  /** Takes note of what somebody says of a row. */
  patch(id: string, patch: LogPatch): Promise<KeptRow | null> {
    return patchLog(this.ctx.storage.sql, id, patch)
  }

  /** Deletes what filters find, and says how many rows that were. */
  remove(removal: Removal): Promise<number> {
    return removeLogs(this.ctx.storage, removal)
  }

  /** All datasets, the newest first. */
  datasets(): Dataset[] {
    return listDatasets(this.ctx.storage.sql)
  }

  /** One. */
  dataset(id: string): Dataset | null {
    return datasetsAmong(this.ctx.storage.sql, [id])[0] ?? null
  }

  /** Keeps a dataset. */
  createDataset(input: DatasetInput): Dataset | Refusal {
    return createDataset(this.ctx.storage.sql, input)
  }

  /** Replaces one. */
  updateDataset(id: string, input: DatasetInput): Dataset | null {
    return updateDataset(this.ctx.storage.sql, id, input)
  }

  /** Deletes one, and returns it. */
  deleteDataset(id: string): Dataset | null {
    return deleteDataset(this.ctx.storage.sql, id)
  }

  /** All evaluations, the newest first. */
  evaluations(): Evaluation[] {
    return listEvaluations(this.ctx.storage.sql)
  }

  /** One. */
  evaluation(id: string): Evaluation | null {
    return getEvaluation(this.ctx.storage.sql, id)
  }

  /** Evaluates datasets as they are now. */
  createEvaluation(input: EvaluationInput): Evaluation | Refusal {
    return this.ctx.storage.transactionSync(() => createEvaluation(this.ctx.storage.sql, input))
  }

  /** Deletes one, and returns it. */
  deleteEvaluation(id: string): Evaluation | null {
    return deleteEvaluation(this.ctx.storage.sql, id)
  }
}
