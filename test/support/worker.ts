// A Worker in real workerd whose state is on disk and outlives its process, which can be killed and started again: a gateway of YAML texts,
// or a text of a test's own that imports parts of the runtime from `gatewright/runtime/…`.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scheduler } from 'node:timers/promises'
import { bundleWorker } from '../../compiler/5-bundle/esbuild.ts'
import { build, type Yamls } from './gateway.ts'
import { startWorkerd, type Workerd } from './workerd.ts'

const CAPNP = 'workerd.capnp'
const STATE = 'state'

/** A Worker that answers. */
export interface TestWorker {
  /** `http://127.0.0.1:PORT`; another one after a restart. */
  url(): string
  pid(): number
  stderr(): string
  /** Where the objects' databases are. */
  readonly stateFolder: string
  /** Ends it at once, as a crash would. Nothing answers until {@link start}. */
  kill(): Promise<void>
  /** Has it end by itself. Settles when it has. */
  terminate(): Promise<void>
  /** Starts it again, on the same state. */
  start(): Promise<void>
  /** Ends it and removes all of it. */
  stop(): Promise<void>
}

/** `objects`: its Durable Object classes, each by the name that it is bound as. Its fetches reach loopback. */
export async function startWorker(
  text: string,
  objects: { readonly [binding: string]: string } = {},
): Promise<TestWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-worker-'))
  writeFileSync(join(folder, 'worker.js'), (await bundleWorker(text, [])).code)
  return start(folder, config(Object.entries(objects)), {})
}

/** A gateway that is as it would be built, with state that outlives its process. `env`: its secrets. */
export async function startDurably(yamls: Yamls, env: { readonly [name: string]: string } = {}): Promise<TestWorker> {
  const folder = await build(yamls)
  const capnp = readFileSync(join(folder, CAPNP), 'utf8')
  return start(
    folder,
    capnp.replace('"do-storage", disk = (writable', `"do-storage", disk = (path = "${STATE}", writable`),
    env,
  )
}

async function start(folder: string, capnp: string, env: { readonly [name: string]: string }): Promise<TestWorker> {
  const path = join(folder, CAPNP)
  const stateFolder = join(folder, STATE)
  mkdirSync(stateFolder)
  writeFileSync(path, capnp)
  let workerd: Workerd = await startWorkerd(path, env)
  return {
    url: () => `http://127.0.0.1:${workerd.port}`,
    pid: () => workerd.pid,
    stderr: () => workerd.stderr(),
    stateFolder,
    kill: () => workerd.stop(),
    terminate: async () => {
      process.kill(workerd.pid, 'SIGTERM')
      while (isRunning(workerd.pid)) await scheduler.wait(5)
      await workerd.stop()
    },
    start: async () => {
      workerd = await startWorkerd(path, env)
    },
    stop: async () => {
      await workerd.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function config(objects: readonly (readonly [binding: string, className: string])[]): string {
  const bindings = objects.map(([name, className]) => `(name = "${name}", durableObjectNamespace = "${className}")`)
  const namespaces = objects.map(([, name]) => `(className = "${name}", uniqueKey = "test-${name}", enableSql = true)`)
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  v8Flags = ["--max-semi-space-size=1"],
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["private", "public"])),
    (name = "state", disk = (path = "${STATE}", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  bindings = [${bindings.join(', ')}],
  durableObjectNamespaces = [${namespaces.join(', ')}],
  durableObjectStorage = (localDisk = "state"),
  globalOutbound = "internet",
);
`
}
