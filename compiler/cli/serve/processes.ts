// The processes behind one listening socket: a workerd alone, or several gateway processes in front of one that holds the state.
// A process that dies beside others is started again; the state's ends last, so that what is still under way reaches it.

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from '../files.ts'
import { startWorkerd, type Workerd, type WorkerdOptions } from '../running/workerd.ts'
import type { ServedBuild } from './build.ts'
import { type Listener, openListener } from './listener.ts'

/** What to run, and who hears of it. */
export interface Run {
  readonly build: ServedBuild
  readonly listener: Listener
  readonly workers: number
  /** The absolute path of the folder for the state. */
  readonly state: string
  /** All the environment the Worker gets. */
  readonly env: { readonly [name: string]: string }
  readonly graceMs: number
  readonly stopped: Promise<void>
  readonly onListening: () => void
  readonly onOutput: (line: string) => void
  readonly onComplaint: (line: string) => void
}

const backoff = { firstMs: 200, mostMs: 5000, healthyMs: 10_000 }

/** One process. Resolves with its exit code. */
export async function runAlone(run: Run): Promise<number> {
  const { build, listener, env, state, onOutput, onComplaint } = run
  const workerd = await startWorkerd({
    config: join(build.folder, 'workerd.capnp'),
    socket: { name: 'http', descriptor: listener.descriptor },
    ...(build.hasState ? { state, isStateLocked: true } : { state: null }),
    env,
    onOutput,
    onComplaint,
  }).finally(listener.close)
  run.onListening()
  const isTold = await Promise.race([run.stopped.then(() => true), workerd.ended.then(() => false)])
  if (isTold) await workerd.drain(run.graceMs)
  const how = await workerd.ended
  if (!isTold) onComplaint(`workerd ended with ${how}.`)
  else if (how === 'SIGKILL') onComplaint(`workerd had not finished after ${run.graceMs / 1000} s, and was cut off.`)
  return workerd.exitCode
}

/** Several. Resolves with 0 when all have ended in time. */
export async function runSplit(run: Run): Promise<number> {
  const { build, listener, env, state, workers, onOutput, onComplaint } = run
  const sockets = temporaryFolder()
  const said = { onOutput, onComplaint }
  const rpc = build.hasState ? await openListener({ path: join(sockets.path, 'state') }) : null
  const services = rpc === null ? [] : [['state-1', `unix:${join(sockets.path, 'state')}`] as const]
  const gateway: WorkerdOptions = {
    config: join(build.folder, 'gateway.capnp'),
    socket: { name: 'http', descriptor: listener.descriptor },
    state: null,
    services,
    env,
    ...said,
  }
  const kept: Kept[] = []
  try {
    const stateProcess =
      rpc === null
        ? null
        : await keep('The state process', {
            config: join(build.folder, 'state.capnp'),
            socket: { name: 'rpc', descriptor: rpc.descriptor },
            state,
            isStateLocked: true,
            env: {},
            ...said,
          })
    if (stateProcess !== null) kept.push(stateProcess)
    const names = Array.from({ length: workers }, (_, index) => `Worker ${index + 1}`)
    const gateways = await Promise.all(
      names.map(async (name) => {
        const one = await keep(name, gateway)
        kept.push(one)
        return one
      }),
    )
    run.onListening()
    await run.stopped
    await listener.close()
    const inTime = await Promise.all(gateways.map((one) => one.stop(run.graceMs)))
    inTime.push((await stateProcess?.stop(run.graceMs)) ?? true)
    return inTime.every((it) => it) ? 0 : 137
  } finally {
    await Promise.all(kept.map((one) => one.stop(0)))
    await Promise.all([listener.close(), rpc?.close()])
    sockets.remove()
  }
}

/** A process that is started again whenever it ends by itself. */
interface Kept {
  /** Ends it; resolves with whether it ended by itself. */
  readonly stop: (limitMs: number) => Promise<boolean>
}

/** Raises CliError where it does not start the first time. */
async function keep(name: string, options: WorkerdOptions): Promise<Kept> {
  let current: Workerd | null = await startWorkerd(options)
  const stopping = new AbortController()
  const { signal } = stopping
  let delayMs = backoff.firstMs
  let sinceMs = Date.now()

  const again = async (how: string): Promise<void> => {
    if (signal.aborted) return
    delayMs = Date.now() - sinceMs > backoff.healthyMs ? backoff.firstMs : Math.min(delayMs * 2, backoff.mostMs)
    options.onComplaint(`${name} ended with ${how}. Starting it again in ${delayMs} ms.`)
    await sleep(delayMs, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    sinceMs = Date.now()
    try {
      const workerd = await startWorkerd(options)
      current = workerd
      if (signal.aborted) return await workerd.drain(0)
      void workerd.ended.then(again)
    } catch (error) {
      await again(error instanceof Error ? error.message : `${error}`)
    }
  }
  void current.ended.then(again)
  return {
    stop: async (limitMs) => {
      stopping.abort()
      await current?.drain(limitMs)
      return (await current?.ended) !== 'SIGKILL'
    },
  }
}
