// Where a gateway keeps its log. Throws for one that keeps none.

import { GatewayError } from '../../problem.ts'
import type { LogStore } from '../../state/log-store.ts'
import type { ForGateway } from './management.ts'

/** One object a gateway. Throws `notFound`, which says what to write where. */
export function logStoreOf({ gateway, env }: Pick<ForGateway, 'gateway' | 'env'>): DurableObjectStub<LogStore> {
  if (gateway.observed?.logs == null) {
    const file = gateway.managed?.file ?? 'its YAML'
    throw new GatewayError(
      'notFound',
      `Gateway '${gateway.id}' keeps no log. Write 'logs: on' in ${file}, and build again.`,
    )
  }
  return (env.LOG_STORE as DurableObjectNamespace<LogStore>).getByName(gateway.id)
}
