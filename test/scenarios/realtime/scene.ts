// A WebSocket upstream and a gateway in front of it, twice: once as it is built, where the platform passes the frames, and once where
// somebody takes note of sessions, so that the gateway passes them itself. What a client sees is the same.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach } from 'vitest'
import { emit } from '../../../compiler/4-emit/emit.ts'
import { bundle } from '../../../compiler/5-bundle/bundle.ts'
import type { Session } from '../../../runtime/endpoints/realtime-record.ts'
import { capturing } from '../../support/capture.ts'
import { compileYamls, type Yamls } from '../../support/gateway.ts'
import { startWebSocketUpstream, type WebSocketUpstream } from '../../support/websocket-upstream.ts'
import { startWorkerd, type Workerd } from '../../support/workerd.ts'

/** A gateway of a scene. */
export interface Relayed {
  /** `ws://127.0.0.1:PORT/v1/acct/demo`: what clients' URLs begin with. */
  readonly base: string
  readonly workerd: Workerd
  /** The sessions that were taken note of so far; none where nobody does. */
  sessions(): readonly Session[]
}

/** Who passes the frames. */
export const ways = ['platform', 'gateway'] as const

/** The ends of a scenario. */
export interface RealtimeScene {
  readonly upstream: WebSocketUpstream
  readonly by: { readonly [way in (typeof ways)[number]]: Relayed }
}

/** How a scene differs from the plain one. */
export interface RealtimeOptions {
  readonly env?: { readonly [name: string]: string }
  /** Every fetch of the gateways reaches the upstream, with the whole URL in its request line. */
  readonly capture?: boolean
}

const MARK = 'noted: '
const IMPORT = `import { recorder } from 'gatewright/runtime/endpoints/realtime-session.ts'`
const NOTED = `record: recorder(() => (session) => console.error('${MARK}' + JSON.stringify(session)))`

/** Sets it for all tests of a file. */
export async function setRealtimeScene(
  yamls: (upstream: WebSocketUpstream) => Yamls,
  { env = {}, capture = false }: RealtimeOptions = {},
): Promise<RealtimeScene> {
  const upstream = await startWebSocketUpstream()
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-realtime-'))
  const start = async (way: string, isNoted: boolean) => {
    await build(yamls(upstream), join(folder, way), isNoted)
    const capnp = join(folder, way, 'workerd.capnp')
    return relayed(await startWorkerd(capture ? capturing(capnp, upstream.port) : capnp, env))
  }
  const by = { platform: await start('platform', false), gateway: await start('gateway', true) }
  beforeEach(() => upstream.reset())
  afterAll(async () => {
    await Promise.all([by.platform.workerd.stop(), by.gateway.workerd.stop(), upstream.stop()])
    rmSync(folder, { recursive: true, force: true })
  })
  return { upstream, by }
}

/** Where sessions are noted the entry says so before it is bundled. */
async function build(yamls: Yamls, folder: string, isNoted: boolean): Promise<void> {
  const { plan, diagnostics } = await compileYamls(yamls)
  if (plan === null) throw new Error(`They do not compile: ${diagnostics.map(({ message }) => message).join(' ')}`)
  const modules = emit(plan).map((module) => {
    const { text } = module
    return isNoted && text.includes('record: null')
      ? { ...module, text: `${IMPORT}\n${text.replace('record: null', NOTED)}` }
      : module
  })
  for (const { path, bytes } of await bundle(plan, modules)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}

function relayed(workerd: Workerd): Relayed {
  return {
    base: `ws://127.0.0.1:${workerd.port}/v1/acct/demo`,
    workerd,
    sessions: () =>
      workerd
        .stderr()
        .split('\n')
        .flatMap((line) => (line.includes(MARK) ? [JSON.parse(line.slice(line.indexOf(MARK) + MARK.length))] : [])),
  }
}
