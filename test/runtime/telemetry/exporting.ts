// A Worker that does nothing but hand rows to the sink of spans, and a collector on loopback that answers as a test says.

import type { LogRow } from '../../../runtime/logs/row.ts'
import type { OtelRecord } from '../../../runtime/records.ts'
import { readJson, readProtobuf, type SentTraces } from '../../support/otlp.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'
import { startWorker, type TestWorker } from '../../support/worker.ts'

/** A running pair. */
export interface Exporting {
  readonly worker: TestWorker
  readonly collector: Upstream
  /** Takes these rows in one request of a client, `times` over. Without collectors: the one there is, in JSON. */
  take(rows: readonly LogRow[], options?: Taking): Promise<void>
  /** What the collector got, in order; in whichever encoding. */
  got(): readonly SentTraces[]
}

/** How rows are taken. */
export interface Taking {
  readonly gateway?: string
  readonly otel?: readonly OtelRecord[]
  readonly times?: number
  /** A body of that many letters for each row's answer. */
  readonly bodyLetters?: number
}

/** The value of the secret KEY. BROKEN has something in it that no header may have, and MISSING is not there. */
export const KEY = 'sk-very-secret'

const TEXT = `
import { json } from 'gatewright/runtime/telemetry/otlp-json.ts'
import { protobuf } from 'gatewright/runtime/telemetry/otlp-protobuf.ts'
import { otel as sink } from 'gatewright/runtime/telemetry/otel.ts'

const { take } = sink({ json, protobuf })

export default {
  async fetch(request, _env, context) {
    const { rows, gateway, otel, times, bodyLetters } = await request.json()
    const exchange = {
      request, env: { KEY: ${JSON.stringify(KEY)}, BROKEN: 'sk-br\\noken' }, waitUntil: (work) => context.waitUntil(work),
      gateway: { id: gateway, providers: {}, observed: { otel } },
    }
    const bytes = new TextEncoder().encode(JSON.stringify('x'.repeat(bodyLetters)).padStart(1, ' ').replace('"', '["') + ']')
    const response = bodyLetters === 0 ? null : { bytes, isWhole: true }
    for (let index = 0; index < times; index++) for (const row of rows) await take({ ...row, response }, exchange)
    return new Response()
  },
}
`

/** Starts it. */
export async function startExporting(): Promise<Exporting> {
  const collector = await startUpstream()
  const worker = await startWorker(TEXT)
  return {
    worker,
    collector,
    take: async (rows, { gateway = 'demo', otel = [collectorAt(collector)], times = 1, bodyLetters = 0 } = {}) => {
      const body = JSON.stringify({ rows, gateway, otel, times, bodyLetters })
      const response = await fetch(worker.url(), { method: 'POST', body })
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}\n${worker.stderr()}`)
    },
    got: () =>
      collector.requests.map(({ headers, body }) =>
        headers['content-type'] === 'application/json' ? readJson(body) : readProtobuf(body),
      ),
  }
}

/** A collector as the YAML would state it, with a key in its address that nobody may tell. */
export function collectorAt({ url }: Upstream, parts: Partial<OtelRecord> = {}): OtelRecord {
  return { url: `${url}/v1/traces?key=${KEY}`, headers: [], contentType: 'json', ...parts }
}
