// Providers that the platform answers for, through a binding of the Worker's: on Cloudflare, where the caller brings no key. Elsewhere the
// provider is asked as any other.

import type { Call, Deadline, Exchange } from '../exchange.ts'
import { GatewayError } from '../problem.ts'
import type { GatewayRecord } from '../records.ts'
import type { Builtin } from './attempt.ts'

/** Answers below a path of the provider's, its query with it, with the binding. */
export type BoundBuiltin = (
  path: string,
  request: Parameters<Builtin>[1],
  binding: unknown,
  unsupported: GatewayRecord['unsupported'],
) => Promise<Response>

/** By the names that rows have for them. `null`: this attempt goes to the network. Throws `internal` where it could go nowhere. */
export function bound(builtins: { readonly [name: string]: BoundBuiltin }) {
  return ({ attempt, identity }: Call, { env, gateway }: Exchange): Builtin | null => {
    const { row, provider, slug, path, query } = attempt
    const builtin = row.bound === null ? undefined : builtins[row.bound]
    if (provider.binding === null || builtin === undefined || identity()?.startsWith('own ')) return null
    const binding = env[provider.binding]
    if (binding != null) {
      return (_, request, deadline) =>
        inTime(builtin(`${path}${query}`, request, binding, gateway.unsupported), slug, deadline)
    }
    if (identity() !== null) return null
    throw new GatewayError(
      'internal',
      `This Worker has no binding ${provider.binding} for ${slug}: Cloudflare gives it one. Elsewhere ${slug} needs a key.`,
    )
  }
}

/** A binding cannot be let go: what it answers too late nobody reads. */
function inTime(work: Promise<Response>, slug: string, deadline: Deadline | null): Promise<Response> {
  if (deadline === null) return work
  const { signal, afterMs } = deadline
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      const description = `The binding of ${slug} did not begin to answer within ${afterMs} ms.`
      reject(new GatewayError('upstreamTimedOut', description, 'timeout'))
    })
  })
  return Promise.race([work, late])
}
