// A scripted upstream and a gateway that logs, built as a user's would be but for one thing: every row is told, as what gets every row
// hears of it and as the log takes it, so that a test sees what was taken note of and what was kept.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { scheduler } from 'node:timers/promises'
import { afterAll, beforeEach } from 'vitest'
import { emit } from '../../../compiler/4-emit/emit.ts'
import { bundle } from '../../../compiler/5-bundle/bundle.ts'
import type { LogRow } from '../../../runtime/logs/row.ts'
import { type Answered, type Call, call } from '../../support/call.ts'
import { capturing } from '../../support/capture.ts'
import { compileYamls, type Yamls } from '../../support/gateway.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'
import { startWorkerd, type Workerd } from '../../support/workerd.ts'

/** A row as it was told, its bodies as text. */
export interface Told extends Omit<LogRow, 'request' | 'response'> {
  readonly request: { readonly text: string; readonly isWhole: boolean } | null
  readonly response: { readonly text: string; readonly isWhole: boolean } | null
  /** Whether the log took it. */
  readonly isKept: boolean
}

/** The ends of a scenario. */
export interface LogScene {
  readonly upstream: Upstream
  readonly url: string
  readonly workerd: Workerd
  /** Sends a request below a gateway's base and gives its answer with the rows of it, in the order of their steps, once there are `count`. */
  readonly ask: (
    path: string,
    options?: Call,
    count?: number,
  ) => Promise<{ readonly answer: Answered; readonly rows: readonly Told[] }>
  /** The rows of a request, or of one whose answer had this log id, once there are `count`. */
  readonly rowsOf: (id: string, count?: number) => Promise<readonly Told[]>
  /** All so far. */
  readonly rows: () => readonly Told[]
}

/** How a scene differs from the plain one. */
export interface LogOptions {
  readonly env?: { readonly [name: string]: string }
  /** Every fetch reaches the upstream, with the whole URL in its request line. */
  readonly capture?: boolean
}

const MARK = 'told: '
const TELL = `
function told(how, sink) {
  const bytes = (name, value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value)
  return {
    expect: (exchange) => sink?.expect?.(exchange),
    async take(row, exchange) {
      console.error('${MARK}' + JSON.stringify({ how, row }, bytes))
      await sink?.take(row, exchange)
    },
  }
}
`
const MOST_WAIT_MS = 5000

/** Sets it for all tests of a file. The gateway's id is `demo`. */
export async function setLogScene(
  yaml: (upstream: Upstream) => string,
  { env = {}, capture = false }: LogOptions = {},
): Promise<LogScene> {
  const upstream = await startUpstream()
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-logs-'))
  await build({ 'demo.yaml': yaml(upstream) }, folder)
  const capnp = join(folder, 'workerd.capnp')
  const workerd = await startWorkerd(capture ? capturing(capnp, upstream.port) : capnp, env)
  const url = `http://127.0.0.1:${workerd.port}`
  beforeEach(() => upstream.reset())
  afterAll(async () => {
    await Promise.all([workerd.stop(), upstream.stop()])
    rmSync(folder, { recursive: true, force: true })
  })
  const rows = () => toldIn(workerd.stderr())
  const rowsOf = async (id: string, count = 1) => {
    const untilMs = Date.now() + MOST_WAIT_MS
    for (;;) {
      const found = rows().filter((row) => row.requestId === id || row.id === id)
      if (found.length >= count || Date.now() > untilMs) return found.sort((a, b) => a.step - b.step)
      await scheduler.wait(10)
    }
  }
  return {
    upstream,
    url,
    workerd,
    rows,
    rowsOf,
    async ask(path, options, count) {
      const answer = await call(`${url}/v1/acct/demo/${path}`, options)
      return { answer, rows: await rowsOf(answer.headers['cf-aig-request-id'] ?? '', count) }
    },
  }
}

async function build(yamls: Yamls, folder: string): Promise<void> {
  const { plan, diagnostics } = await compileYamls(yamls)
  if (plan === null) throw new Error(`They do not compile: ${diagnostics.map(({ message }) => message).join(' ')}`)
  const modules = emit(plan).map((module) => {
    const { text } = module
    if (!text.includes('sinks: [')) return module
    const telling = text
      .replace('store: logStore', "store: told('kept', logStore)")
      .replace('sinks: [', "sinks: [told('row'), ")
    return { ...module, text: `${telling}${TELL}` }
  })
  for (const { path, bytes } of await bundle(plan, modules)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}

/** The log takes a row before anybody else hears of it. */
function toldIn(stderr: string): readonly Told[] {
  const lines = stderr.split('\n').filter((line) => line.includes(MARK))
  const all = lines.map((line) => JSON.parse(line.slice(line.indexOf(MARK) + MARK.length)))
  const kept = new Set(all.filter(({ how }) => how === 'kept').map(({ row }) => row.id))
  return all.filter(({ how }) => how === 'row').map(({ row }) => ({ ...spelled(row), isKept: kept.has(row.id) }))
}

function spelled(row: LogRow): Omit<Told, 'isKept'> {
  const body = (payload: LogRow['request']) => payload && { text: String(payload.bytes), isWhole: payload.isWhole }
  return { ...row, request: body(row.request), response: body(row.response) }
}
