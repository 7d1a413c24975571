// Rows -> data points of Workers Analytics Engine, on Cloudflare; elsewhere there is no such binding, and nothing happens. The order of
// the columns is a promise: queries name them by number, so one is added at the end and none is ever moved. See {@link pointOf}.

import type { LogRow } from '../logs/row.ts'
import type { Sink } from '../logs/sink.ts'

/** A blob is cut here: all of a point may have 16 KB. Source: Cloudflare, "Analytics Engine limits". */
const MOST_LETTERS = 256
const MOST_METADATA_LETTERS = 2048

/** The part of Cloudflare's binding that is used. */
interface Dataset {
  writeDataPoint(point: DataPoint): void
}

/** One data point: 1 index, 20 blobs and 20 doubles at most. */
export interface DataPoint {
  readonly indexes: string[]
  readonly blobs: string[]
  readonly doubles: number[]
}

let told = false

/** Writes without waiting: the platform does not say when a point is there. */
export const analyticsEngine: Sink = {
  async take(row, { gateway: { id, observed }, env }) {
    const dataset = observed?.dataset
    const binding = dataset == null ? null : (env[dataset] as Dataset | null | undefined)
    if (binding == null) return
    try {
      binding.writeDataPoint(pointOf(row, id))
    } catch (thrown) {
      if (!told) console.warn(`gatewright: the dataset ${dataset} does not take data points; said once`, thrown)
      told = true
    }
  },
}

/**
 * The columns:
 *
 * | index1 | gateway |
 * | --- | --- |
 * | blob1 to blob5 | provider, model, model type, request type, path |
 * | blob6 to blob10 | route, token, cache status, error, user agent |
 * | blob11 to blob14 | id of the row, of the request, of the event; metadata as JSON, cut after 2,048 letters |
 * | double1 to double4 | 1 where this attempt gave the request's answer, status, 1 for success, step |
 * | double5, double6 | milliseconds that it took, and to the first byte |
 * | double7 to double11 | tokens in, out, cached, written to a cache, of reasoning |
 * | double12, double13 | cost in US dollars; 1 where it is known |
 * | double14 to double16 | retries, bytes of the request, bytes of the answer |
 *
 * What is not known is an empty blob or 0, so that sums are right.
 */
export function pointOf(row: LogRow, gateway: string): DataPoint {
  const { usage } = row
  const blobs = [
    ...[row.provider, row.model, row.modelType, row.requestType, row.path],
    ...[row.route, row.token, row.cacheStatus, row.error, row.userAgent],
    ...[row.id, row.requestId, row.eventId],
  ]
  return {
    indexes: [gateway],
    blobs: [
      ...blobs.map((blob) => (blob ?? '').slice(0, MOST_LETTERS)),
      JSON.stringify(row.metadata).slice(0, MOST_METADATA_LETTERS),
    ],
    doubles: [
      ...[Number(row.isServed), row.status, Number(row.isSuccess), row.step],
      ...[row.durationMs, row.timeToFirstByteMs ?? 0],
      ...[usage?.inputTokens, usage?.outputTokens, usage?.cachedTokens].map((tokens) => tokens ?? 0),
      ...[usage?.cacheWriteTokens, usage?.reasoningTokens].map((tokens) => tokens ?? 0),
      ...[row.cost ?? 0, Number(row.cost !== null)],
      ...[row.retries, row.requestSize ?? 0, row.responseSize ?? 0],
    ],
  }
}
