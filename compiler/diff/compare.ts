// Two behaviours -> what changed, in words and in order: the Worker's changes, then each gateway's by id.
// None when, and only when, both do the same. test/properties/diff.test.ts holds it to that.

import { differing } from './aspects/aspect.ts'
import { compareGateway } from './aspects/gateway.ts'
import { compareWorker } from './aspects/worker.ts'
import type { Behaviour } from './behaviour.ts'
import type { Change } from './change.ts'

/** Everything that a request, or whoever deploys, could notice. `before` is `null` where there was nothing: then all is new. */
export function compare(before: Behaviour | null, after: Behaviour): readonly Change[] {
  const was = before ?? { ...after, worker: { ...after.worker, ...NOTHING }, gateways: {} }
  const rows = { before: was.worker.rows, after: after.worker.rows }
  return [
    ...compareWorker(was, after).map((it): Change => ({ gateway: null, ...it })),
    ...differing(was.gateways, after.gateways).flatMap(({ name, before, after }) =>
      compareGateway(before, after, rows).map((it): Change => ({ gateway: name, ...it })),
    ),
  ]
}

/** Of a Worker that is new its needs are news, and what it is called is not. */
const NOTHING = { secrets: [], state: [], bindings: [], network: ['public'] }
