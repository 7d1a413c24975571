// Keeps one build served behind the relay: a new build takes over when it listens and the old one finishes what it has,
// and a workerd that dies is started again.

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Output } from '../../compile.ts'
import { temporaryFolder, writeOutputs } from '../files.ts'
import { startWorkerd, type Workerd } from '../running/workerd.ts'
import { FRONT_CONFIG, frontFiles } from './front.ts'
import type { Relay } from './relay.ts'

/** What is to be served. */
export interface Build {
  readonly outputs: readonly Output[]
  /** All the environment the Worker gets. */
  readonly env: { readonly [name: string]: string }
}

/** Something that serves builds. */
export interface Serving {
  /**
   * Resolves when every new request meets this build, on old connections too. Raises CliError, and changes nothing,
   * where workerd does not take it.
   */
  readonly replace: (build: Build) => Promise<void>
  /** Ends what runs; what is in flight gets a moment. */
  readonly stop: () => Promise<void>
}

/** Where it serves, and who hears what workerd says. */
export interface ServingOptions {
  readonly relay: Relay
  readonly onOutput: (line: string) => void
  readonly onComplaint: (line: string) => void
}

// A connection that was just made is given time to send its request before its workerd is told to finish.
const lingerMs = 100
const drainLimitMs = 10 * 60_000
const stopLimitMs = 1000
const backoff = { firstMs: 200, mostMs: 5000, healthyMs: 10_000 }

// None of this keeps the process alive.
const pause = (delayMs: number) => sleep(delayMs, undefined, { ref: false })

/** Serves nothing until the first `replace`. */
export function serving({ relay, onOutput, onComplaint }: ServingOptions): Serving {
  let current: Workerd | null = null
  let stopped = false
  let delayMs = backoff.firstMs
  const running = new Set<Workerd>()

  const start = async ({ outputs, env }: Build): Promise<Workerd> => {
    const capnp = outputs.find(({ path }) => path === 'workerd.capnp')
    if (capnp === undefined) throw new Error('unreachable: a build has a workerd.capnp')
    const text = new TextDecoder().decode(capnp.bytes)
    const files = [...outputs, ...frontFiles(text)]
    const folder = temporaryFolder()
    // Of its own, for as long as it runs: two workerds must not share one, and a new build begins with nothing kept.
    const state = text.includes('"do-storage"') ? temporaryFolder() : null
    try {
      writeOutputs(folder.path, '.', files)
      const config = join(folder.path, FRONT_CONFIG)
      const workerd = await startWorkerd({ config, state: state?.path ?? null, env, onOutput, onComplaint })
      running.add(workerd)
      void workerd.ended.then(() => {
        running.delete(workerd)
        state?.remove()
      })
      return workerd
    } catch (error) {
      state?.remove()
      throw error
    } finally {
      folder.remove()
    }
  }

  const adopt = (workerd: Workerd, build: Build) => {
    current = workerd
    relay.turn({ kind: 'port', port: workerd.port })
    const since = Date.now()
    void workerd.ended.then((how) => {
      if (stopped || current !== workerd) return
      delayMs = Date.now() - since > backoff.healthyMs ? backoff.firstMs : Math.min(delayMs * 2, backoff.mostMs)
      return restart(workerd, build, how)
    })
  }

  const restart = async (dead: Workerd, build: Build, how: string) => {
    relay.turn({ kind: 'wait' })
    for (let reason = `workerd ended with ${how}.`; ; delayMs = Math.min(delayMs * 2, backoff.mostMs)) {
      onComplaint(`${reason} Starting it again in ${delayMs} ms.`)
      await pause(delayMs)
      if (stopped || current !== dead) return
      try {
        const workerd = await start(build)
        // A new build may have come while this one started.
        if (stopped || current !== dead) return void workerd.drain(stopLimitMs)
        return adopt(workerd, build)
      } catch (error) {
        reason = error instanceof Error ? error.message : `${error}`
      }
    }
  }

  return {
    replace: async (build) => {
      const workerd = await start(build)
      const former = current
      if (stopped) return workerd.drain(stopLimitMs)
      adopt(workerd, build)
      if (former === null) return
      await pause(lingerMs)
      void former.drain(drainLimitMs)
    },
    stop: async () => {
      stopped = true
      await Promise.all([...running].map((workerd) => workerd.drain(stopLimitMs)))
    },
  }
}
