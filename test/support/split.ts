// YAML texts -> a build that is split: gateway processes in front of one state process, or of a cluster of them, all real workerd on loopback.
// Each can be killed and, where it keeps something, started again on the same address. None outlives the test.

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { clusterOutputs } from '../../compiler/5-bundle/cluster.ts'
import { splitOutputs } from '../../compiler/5-bundle/split.ts'
import type { Bucket } from './bucket.ts'
import { build, compileYamls, type Yamls } from './gateway.ts'
import { workerdPath } from './workerd.ts'

/** A process that listens. */
export interface Process {
  readonly port: number
  stderr(): string
  /** Settles when it is gone, with how: `code 1`, `SIGKILL`. */
  readonly ended: Promise<string>
  kill(signal?: NodeJS.Signals): Promise<string>
}

/** How to split. */
export interface SplitSetup {
  readonly gateways?: number
  /** Secrets, of gateway processes. */
  readonly env?: { readonly [name: string]: string }
  /** State processes on a bucket. `divisor`: how much sooner than in earnest a lease is over. */
  readonly cluster?: { readonly bucket: Bucket; readonly stateNodes: number; readonly divisor: number }
  /** Changes gateway.capnp before it is used. */
  readonly configure?: (capnp: string) => string
  /** Files beside it. */
  readonly files?: { readonly [name: string]: string }
}

/** A split build that runs. */
export interface Split {
  readonly folder: string
  /** `{url}/v1/acct/{gateway}` of one of the gateway processes. */
  base(process: number, gateway: string): string
  url(process: number): string
  readonly gateways: readonly Process[]
  /** The running ones; a process that was started again takes its place. */
  readonly states: Process[]
  /** Starts one again that has ended, on the address that it had. */
  startState(index: number): Promise<void>
  stop(): Promise<void>
}

const KEY = '0123456789abcdef'.repeat(4)

/** Compiles, writes, starts. */
export async function startSplit(yamls: Yamls, setup: SplitSetup = {}): Promise<Split> {
  const { gateways: count = 2, env = {}, cluster = null, configure = (capnp) => capnp, files = {} } = setup
  const folder = await build(yamls)
  await writeSplit(folder, yamls, cluster)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, 'gateway.capnp'), configure(readFileSync(join(folder, 'gateway.capnp'), 'utf8')))

  const startState = (index: number, port: number) => {
    const storage = join(folder, `state-${index}`)
    mkdirSync(storage, { recursive: true })
    const words = ['state.capnp', `--directory-path=do-storage=${storage}`]
    if (cluster === null) return startProcess(folder, [...words, `--socket-addr=rpc=127.0.0.1:${port}`], {})
    const membership = ['--experimental', '--cluster-addr=127.0.0.1:0']
    return startProcess(folder, [...words, ...membership, `--socket-addr=rpc=127.0.0.1:${port}`], {
      AWS_ENDPOINT_URL: cluster.bucket.url,
      AWS_REGION: 'auto',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'SECRETEXAMPLE',
    })
  }
  const isKeeping = existsSync(join(folder, 'state.capnp'))
  const stateNodes = isKeeping ? (cluster?.stateNodes ?? 1) : 0
  const states = await Promise.all(Array.from({ length: stateNodes }, (_, index) => startState(index, 0)))
  const externals = states.map(({ port }, index) => `--external-addr=state-${index + 1}=127.0.0.1:${port}`)
  const gateways = await Promise.all(
    Array.from({ length: count }, () =>
      startProcess(folder, ['gateway.capnp', '--socket-addr=http=127.0.0.1:0', ...externals], env),
    ),
  )
  const url = (process: number) => `http://127.0.0.1:${gateways[process]?.port}`
  return {
    folder,
    url,
    base: (process, gateway) => `${url(process)}/v1/acct/${gateway}`,
    gateways,
    states,
    startState: async (index) => {
      states[index] = await startState(index, states[index]?.port ?? 0)
    },
    stop: async () => {
      await Promise.all([...gateways, ...states].map((process) => process.kill()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function writeSplit(folder: string, yamls: Yamls, cluster: SplitSetup['cluster'] | null): Promise<void> {
  const { plan, outputs } = await compileYamls(yamls)
  if (plan === null) throw new Error('unreachable: it was built already')
  const texts = outputs?.filter(({ path }) => path.endsWith('.txt')) ?? []
  const written =
    cluster == null
      ? await splitOutputs(plan, texts)
      : await clusterOutputs(plan, texts, { bucket: 's3://bucket/gateways', stateNodes: cluster.stateNodes })
  for (const { path, bytes } of written) writeFileSync(join(folder, path), bytes)
  if (cluster == null) return
  writeFileSync(join(folder, 'cluster.key'), `${KEY}\n`)
  const state = readFileSync(join(folder, 'state.capnp'), 'utf8')
  const sooner = state.replace('key = embed', `unsafeTimeDivisor = ${cluster.divisor},\n    key = embed`)
  writeFileSync(join(folder, 'state.capnp'), sooner)
}

/** Rejects with what it said when it ends before it listens. */
export async function startProcess(
  folder: string,
  words: readonly string[],
  env: { readonly [name: string]: string },
): Promise<Process> {
  const child = spawn(workerdPath, ['serve', ...words, '--control-fd=3'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)
  const ended = new Promise<string>((resolve) =>
    child.once('close', (code, signal) => {
      process.off('exit', killed)
      resolve(signal ?? `code ${code}`)
    }),
  )
  const port = await Promise.race([
    listening(child.stdio[3] as Readable),
    ended.then((how) => Promise.reject(new Error(`workerd ended with ${how} before it listened:\n${stderr}`))),
  ])
  return {
    port,
    stderr: () => stderr,
    ended,
    kill: (signal = 'SIGKILL') => {
      child.kill(signal)
      return ended
    },
  }
}

// One JSON object a line: {"event":"listen","socket":"http","port":40001}
function listening(control: Readable): Promise<number> {
  return new Promise((resolve) => {
    createInterface({ input: control }).on('line', (line) => {
      const { event, socket, port } = JSON.parse(line)
      if (event === 'listen' && (socket === 'http' || socket === 'rpc')) resolve(port)
    })
  })
}
