// Plan -> the files that split a build into gateway processes without state, any number of them, and the state process behind them: two
// small modules beside worker.js, and what workerd needs to run each. The same plan gives the same bytes.

import type { Plan } from '../3-plan/ir.ts'
import type { Module } from '../4-emit/module.ts'
import type { Output } from '../compile.ts'
import { bundleBeside } from './esbuild.ts'
import { gatewayCapnp, type StateConfig, stateCapnp } from './split-capnp.ts'
import { gatewayEntry, stateEntry } from './split-entries.ts'

/** The gateway processes' config and, where there is state, its module. */
export const GATEWAY_CONFIG = 'gateway.capnp'
/** The state process' config. */
export const STATE_CONFIG = 'state.capnp'

/** How to split. */
export interface SplitOptions {
  /** How many state processes a gateway process knows. More than one: they are a cluster. */
  readonly stateNodes: number
  /** What the state process' config says besides. `null`: it is alone on its machine. */
  readonly cluster: StateConfig | null
}

/** One state process, on this machine. */
export const ONE_MACHINE: SplitOptions = { stateNodes: 1, cluster: null }

/**
 * The names of the services in `gateway.capnp` that are state processes, in order: where each is, workerd is told when it starts, with
 * `--external-addr state-1=ADDRESS`. None: the plan has no state, and there is no state process to run.
 */
export function stateServices({ state }: Pick<Plan, 'state'>, stateNodes: number): readonly string[] {
  return state.length === 0 ? [] : Array.from({ length: stateNodes }, (_, index) => `state-${index + 1}`)
}

/** Sorted by path, to be written beside the build's own files. `texts`: the build's text modules. */
export async function splitOutputs(
  plan: Plan,
  texts: readonly Pick<Module, 'path'>[],
  { stateNodes, cluster }: SplitOptions = ONE_MACHINE,
): Promise<readonly Output[]> {
  const services = stateServices(plan, stateNodes)
  const files: (readonly [path: string, text: string])[] = [[GATEWAY_CONFIG, gatewayCapnp(plan, texts, services)]]
  if (services.length > 0) {
    files.push(
      ['gateway-process.js', await bundleBeside(gatewayEntry(plan, services))],
      [STATE_CONFIG, stateCapnp(plan, texts, cluster)],
      ['state-process.js', await bundleBeside(stateEntry(plan))],
    )
  }
  files.sort(([a], [b]) => (a < b ? -1 : 1))
  return files.map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }))
}
