// The management API over logs of which a test makes every row itself: what passes it, the Worker takes as rows to keep.

import { createHash } from 'node:crypto'
import { afterAll } from 'vitest'
import type { LogRow } from '../../../runtime/logs/row.ts'
import { call } from '../../support/call.ts'
import { compileYamls } from '../../support/gateway.ts'
import { logRow, tokens } from '../../support/log-row.ts'
import { startWorker } from '../../support/worker.ts'

/** A row with its bodies as texts or bytes; what is left out is as of a chat that went well. */
export type Written = Partial<Omit<LogRow, 'request' | 'response'>> & {
  readonly request?: string | Uint8Array
  readonly response?: string | Uint8Array
  /** Of both bodies; `true` unless it is said. */
  readonly isWhole?: boolean
}

/** What a test needs. */
export interface RowsScene {
  readonly url: string
  readonly stderr: () => string
  /** Keeps rows in the log of a gateway. Settles when they are safe. */
  readonly keep: (gateway: 'one' | 'two', rows: readonly Written[]) => Promise<void>
}

const worker = (table: string) => `
import { controlPlane } from 'gatewright/runtime/endpoints/control/control-plane.ts'
import { management } from 'gatewright/runtime/endpoints/control/management.ts'
import { logStore } from 'gatewright/runtime/logs/log-store-sink.ts'
export { LogStore } from 'gatewright/runtime/state/log-store.ts'

const logs = { collect: true, payloads: true, payloadBytes: 1e6, keep: 1e6, whenFull: 'delete_oldest', durability: 'strict' }
const bytesOf = (body) => body && { ...body, bytes: Uint8Array.from(atob(body.bytes), (letter) => letter.charCodeAt(0)) }
const keeper = {
  async fetch(request, env, context) {
    const { gateway, rows } = await request.json()
    const exchange = { gateway: { id: gateway, observed: { logs } }, env, waitUntil: (work) => context.waitUntil(work) }
    await Promise.all(
      rows.map((row) => logStore.take({ ...row, request: bytesOf(row.request), response: bytesOf(row.response) }, exchange)),
    )
    return new Response(null, { status: 204 })
  },
}
export default controlPlane(keeper, { table: ${JSON.stringify(table)}, rows: new Map(), doors: [management] })
`

const yaml = (token: string) => `
logs: on
authentication: off
providers: { echo: {} }
admin: { tokens: [{ name: ops, sha256: ${createHash('sha256').update(token).digest('hex')} }] }
endpoints: { management: on }
`

/** The tokens are `ops` for gateway `one`, and `second` for `two`. */
export async function setRowsScene(): Promise<RowsScene> {
  const { outputs } = await compileYamls({ 'one.yaml': yaml('ops'), 'two.yaml': yaml('second') })
  const table = outputs?.find(({ path }) => path === 'gateways.txt')?.bytes ?? new Uint8Array()
  const running = await startWorker(worker(new TextDecoder().decode(table)), { LOG_STORE: 'LogStore' })
  afterAll(() => running.stop())
  let count = 0
  return {
    url: running.url(),
    stderr: running.stderr,
    keep: async (gateway, rows) => {
      const body = JSON.stringify({ gateway, rows: rows.map((row) => rowOf(row, count++)) })
      const { status, text } = await call(`${running.url()}/keep`, { body })
      if (status !== 204) throw new Error(`The rows were not kept: ${status} ${text}`)
    },
  }
}

/** Rows are a second apart. */
function rowOf({ request, response, isWhole = true, ...said }: Written, count: number) {
  const body = (bytes: string | Uint8Array | undefined) =>
    bytes === undefined ? null : { bytes: Buffer.from(bytes).toString('base64'), isWhole }
  const id = `019a0000-0000-7000-8000-${String(count).padStart(12, '0')}`
  const row = logRow({
    id,
    createdAtMs: Date.UTC(2026, 10, 20) + count * 1000,
    requestId: id,
    eventId: id,
    isStoredKey: false,
    usage: tokens(10, 5),
    requestSize: 10,
    responseSize: 20,
    ...said,
  })
  return { ...row, request: body(request), response: body(response) }
}
