// A gateway's address as the world has it: what its callers' URLs begin with, as far as the YAML says.

import type { GatewayRecord } from '../../runtime/records.ts'
import type { Gateway } from '../2-check/config.gen.ts'
import type { WorkerPlan } from './ir.ts'
import { isBindable } from './uses.ts'

/** Any account does where the YAML states none. */
const ANY_ACCOUNT = 'local'

/** Its host name's, else below the Worker's. Only bound Workers ask for it: they cannot see it. */
export function addressRecord(
  id: string,
  gateway: Gateway,
  { account }: WorkerPlan,
  workerUrl: string | undefined,
): Pick<GatewayRecord, 'url'> {
  if (!isBindable(gateway)) return {}
  if (gateway.hostname !== undefined) return { url: `https://${gateway.hostname}/` }
  return workerUrl === undefined ? {} : { url: `${workerUrl}/v1/${account ?? ANY_ACCOUNT}/${id}/` }
}
