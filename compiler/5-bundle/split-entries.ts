// Plan -> the entries of a gateway process and of a state process: both stand on the build's own worker.js and add to it what is between them.

import type { Plan } from '../3-plan/ir.ts'
import { RUNTIME } from '../layout.ts'
import { json } from '../literal.ts'

/** Wraps what worker.js exports, but for its Durable Objects. `services`: the state processes, which are bound by their own names: no secret has such a name. */
export function gatewayEntry({ state, features }: Plan, services: readonly string[]): string {
  const bindings = state.map(({ binding }) => binding)
  const isBound = features.binding.length > 0
  return `import * as worker from './worker.js'
import { gatewayEntrypoint, gatewayProcess } from '${RUNTIME}/split/gateway-process.ts'

const state = { bindings: ${json(bindings)}, nodes: ${json(services)} }

export default gatewayProcess(worker.default, state)
${isBound ? 'export const AI = gatewayEntrypoint(worker.AI, state)\n' : ''}`
}

/** The Durable Objects of worker.js, and the way to them. */
export function stateEntry({ state }: Plan): string {
  return `export { ${state.map(({ className }) => className).join(', ')} } from './worker.js'
export { StateProcess as default } from '${RUNTIME}/split/state-process.ts'
`
}
