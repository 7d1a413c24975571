// The part of the entry that stands before everything else: probes, and the name of the build on every answer.

import type { Plan } from '../3-plan/ir.ts'
import { literal, text } from '../literal.ts'
import { buildName } from '../plan-hash.ts'
import type { Import } from './module.ts'
import { runtime } from './runtime-import.ts'

/** What is imported for it. */
export function healthImports(plan: Plan): readonly Import[] {
  return [
    runtime('health.ts', 'health', []),
    ...(neededState(plan).length === 0 ? [] : [runtime('ready.ts', 'ready', [])]),
  ]
}

/** The Worker behind it, as an expression. The table is looked at where its first and its last gateway are. */
export function healthy(worker: string, plan: Plan): string {
  const ids = plan.gateways.map(({ record }) => record.id)
  const ends = [...new Set([...ids.slice(0, 1), ...ids.slice(-1)])]
  const state = neededState(plan)
  const check = state.length === 0 ? 'null' : `ready(${literal(state)})`
  return `health(${worker}, {\nbuild: ${text(buildName(plan))},\ntable,\nids: ${literal(ends)},\nstate: ${check},\n})`
}

/** The bindings without which requests fail. A cache that is bound under workerd alone is not one: without it they miss. */
function neededState({ state }: Plan): readonly string[] {
  return state.filter(({ onCloudflare }) => onCloudflare).map(({ binding }) => binding)
}
