// Gateways with limits in real workerd, their state in a folder that outlives the process: it can be killed and started again.
// A limiter that fails is a Durable Object class of its own, bound in place of the gateway's.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scheduler } from 'node:timers/promises'
import { type Answered, type Call, call } from '../../support/call.ts'
import { build, type Yamls } from '../../support/gateway.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'
import { startWorkerd, type Workerd } from '../../support/workerd.ts'

export interface Limited {
  readonly upstream: Upstream
  /** Where the objects' databases are. */
  readonly stateFolder: string
  /** `{url}/v1/acct/{gateway}` */
  base(gateway: string): string
  /** A chat request to a provider, `custom-up` unless told otherwise, of the gateway `demo`. */
  ask(call?: Call, provider?: string): Promise<Answered>
  stderr(): string
  /** Kills it with SIGKILL and starts it on the same state. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** What a limiter in place of the real one does when it is asked. */
export type Fault = 'hangs' | 'throws'

/** `yaml` is the gateway `demo`, given the upstream's URL; it needs no more than its limits and providers. */
export async function startLimited(
  yaml: (url: string) => string,
  { env = {}, fault }: { readonly env?: { readonly [name: string]: string }; readonly fault?: Fault } = {},
): Promise<Limited> {
  const upstream = await startUpstream()
  const yamls: Yamls = { 'demo.yaml': yaml(upstream.url) }
  const folder = await build(yamls)
  const stateFolder = join(folder, 'state')
  mkdirSync(stateFolder)
  const capnp = join(folder, 'workerd.capnp')
  const placed = readFileSync(capnp, 'utf8').replace('disk = (writable', `disk = (path = "${stateFolder}", writable`)
  writeFileSync(capnp, fault === undefined ? placed : withFault(placed, fault))
  let workerd: Workerd = await startWorkerd(capnp, env)
  const base = (gateway: string) => `http://127.0.0.1:${workerd.port}/v1/acct/${gateway}`
  return {
    upstream,
    stateFolder,
    base,
    ask: (options = {}, provider = 'custom-up') =>
      call(`${base('demo')}/${provider}/chat/completions`, { method: 'POST', body: '{}', ...options }),
    stderr: () => workerd.stderr(),
    restart: async () => {
      await workerd.stop()
      workerd = await startWorkerd(capnp, env)
    },
    stop: async () => {
      await workerd.stop()
      await upstream.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The gateway's own class stays in the bundle; the binding leads to another Worker's. */
function withFault(capnp: string, fault: Fault): string {
  const body = fault === 'hangs' ? 'return new Promise(() => {})' : 'throw new Error("out of order")'
  const script = `import { DurableObject } from 'cloudflare:workers'
export class Broken extends DurableObject { take() { ${body} } }
export default { fetch: () => new Response() }`
  return `${capnp
    .replace(
      'durableObjectNamespace = "Limiter"',
      'durableObjectNamespace = (className = "Broken", serviceName = "broken")',
    )
    .replace('services = [', 'services = [\n    (name = "broken", worker = .broken),')}
const broken :Workerd.Worker = (
  modules = [(name = "broken.js", esModule = ${JSON.stringify(script)})],
  compatibilityDate = "2026-11-01",
  durableObjectNamespaces = [(className = "Broken", uniqueKey = "broken")],
  durableObjectStorage = (inMemory = void),
);
`
}

/** Waits for the beginning of a window, so that what follows fits into it. */
export async function nextWindow(windowMs: number): Promise<void> {
  await scheduler.wait(windowMs - (Date.now() % windowMs) + 5)
}

/** How many of some answers have each status. */
export function tally(answers: readonly Answered[]): { readonly [status: string]: number } {
  const counts: { [status: string]: number } = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** That many calls at once. */
export function atOnce(count: number, ask: (index: number) => Promise<Answered>): Promise<readonly Answered[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => ask(index)))
}
