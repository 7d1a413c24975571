// `GET /metrics`: what gateways have counted since their logs began, in Prometheus' text format, for a scraper with an admin token. It tells
// of all gateways that open it to this token, or of one of them: `?gateway=`.

import { GatewayError, problemResponse } from '../../problem.ts'
import type { LogStore } from '../../state/log-store.ts'
import { type Counted, familiesOf } from '../../telemetry/families.ts'
import { exposition, PROMETHEUS_TEXT } from '../../telemetry/prometheus.ts'
import type { ControlDoor, ControlRequest } from './control-plane.ts'

/** On `endpoints.metrics: on`. */
export const metrics: ControlDoor = {
  key: '*metrics',
  paths: /^\/metrics$/,
  answer,
  problem: problemResponse,
}

async function answer({ request, url, env, gateways, gateway }: ControlRequest): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new GatewayError('notAllowed', `'/metrics' is there to be read: GET, not ${request.method}.`, null, {
      allow: 'GET, HEAD',
    })
  }
  const asked = url.searchParams.get('gateway')
  const records = asked === null ? await gateways(null) : [await gateway(asked, null)]
  const stores = env.LOG_STORE as DurableObjectNamespace<LogStore>
  const counted = await Promise.all(
    records.filter(({ observed }) => observed?.logs != null).map(({ id }) => countedBy(stores, id)),
  )
  const headers = { 'content-type': PROMETHEUS_TEXT, 'cache-control': 'no-store' }
  return new Response(exposition(familiesOf(counted)), { headers })
}

/** A store that fails is no reason to say nothing of the others. */
async function countedBy(stores: DurableObjectNamespace<LogStore>, gateway: string): Promise<Counted> {
  try {
    return { gateway, totals: await stores.getByName(gateway).totals() }
  } catch (thrown) {
    console.warn(`gatewright: the log store of gateway '${gateway}' did not tell what it has counted`, thrown)
    return { gateway, totals: null }
  }
}
