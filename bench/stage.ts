// The upstream, and who stands before it: started when first wanted, kept until the run ends, held to answering what the upstream said.

import { join } from 'node:path'
import type { Contestant, Standing } from './contestants/contestant.ts'
import { direct } from './contestants/direct.ts'
import { gateways } from './contestants/gatewright.ts'
import { hono } from './contestants/hono.ts'
import { portkeys } from './contestants/portkey.ts'
import { workers } from './contestants/workers.ts'
import type { Ask } from './load/ask.ts'
import { firstLine, start } from './support/processes.ts'
import { type KindName, kinds } from './upstream/kinds.ts'

/** Everybody, in the order of the report. */
export const contestants: readonly Contestant[] = [direct, ...workers, ...gateways, hono, ...portkeys]

/** Where a run takes place. */
export interface Stage {
  /** Asks a contestant until its answer is right, and gives how it is asked. Throws when it is wrong twice. */
  ready(name: string, kind: KindName): Promise<{ readonly ask: Ask; readonly pid: number | null }>
  /** Starts one anew, and gives the milliseconds to its first whole answer. */
  restart(name: string, kind: KindName): Promise<number>
  /** Ends one: what it grew to is not carried into what is measured next. */
  dismiss(name: string): Promise<void>
  close(): Promise<void>
}

/** Starts the upstream. */
export async function openStage(): Promise<Stage> {
  const upstream = start(process.execPath, [join(import.meta.dirname, 'upstream/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = `http://127.0.0.1:${await firstLine(upstream)}`
  const starters = new Map<string, () => Promise<Standing>>()
  const standing = new Map<string, Standing>()
  const starterOf = async (name: string) => {
    const starter = starters.get(name) ?? (await named(name).prepare(address))
    starters.set(name, starter)
    return starter
  }
  const dismiss = async (name: string) => {
    await standing.get(name)?.stop()
    standing.delete(name)
  }
  return {
    ready: async (name, kind) => {
      const found = standing.get(name) ?? (await (await starterOf(name))())
      standing.set(name, found)
      const ask = found.ask(kind)
      // The first request may fill a cache that the second one finds.
      const problem = (await wrong(ask, kind, {})) ?? (await wrong(ask, kind, ask.distinct ? {} : found.expects))
      if (problem !== null) throw new Error(`${name} does not answer ${kind} as it should: ${problem}`)
      return { ask, pid: found.pid }
    },
    restart: async (name, kind) => {
      await dismiss(name)
      const starter = await starterOf(name)
      const startedAt = performance.now()
      const started = await starter()
      standing.set(name, started)
      const { url, headers, body } = started.ask(kind)
      await (await fetch(url, { method: 'POST', headers, body })).text()
      return performance.now() - startedAt
    },
    dismiss,
    close: async () => {
      await Promise.all([upstream, ...standing.values()].map(({ stop }) => stop()))
    },
  }
}

function named(name: string): Contestant {
  const found = contestants.find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`unreachable: nobody is called ${name}`)
  return found
}

/** What is wrong with an answer; `null`: nothing. */
async function wrong(
  { url, headers, body }: Ask,
  kind: KindName,
  expects: Standing['expects'],
): Promise<string | null> {
  const { form, events, sizeBytes, everyMs } = kinds[kind]
  if (everyMs > 1_000) return null
  const response = await fetch(url, { method: 'POST', headers, body })
  const text = await response.text()
  if (response.status !== 200) return `${response.status} ${text.slice(0, 500)}`
  for (const [header, value] of Object.entries(expects)) {
    if (response.headers.get(header) !== value) return `its "${header}" is "${response.headers.get(header)}"`
  }
  if (form === 'json') return text.includes('It depends on what is asked') ? null : `its body is ${text.slice(0, 500)}`
  if (form === 'bytes') return text.length === sizeBytes ? null : `it has ${text.length} bytes`
  const words = text.split(/ word\d/).length - 1
  return words === events ? null : `it has ${words} events of ${events}`
}
