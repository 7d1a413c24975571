// Providers that the platform answers for, through a binding of the Worker's: on Cloudflare, where the caller brings no key. Elsewhere the
// provider is asked as any other.

import type { Call, Environment } from '../exchange.ts'
import { GatewayError } from '../problem.ts'
import type { Builtin } from './attempt.ts'

/** Answers below a path of the provider's with the binding. */
export type BoundBuiltin = (path: string, request: Parameters<Builtin>[1], binding: unknown) => Promise<Response>

/** By the names that rows have for them. `null`: this attempt goes to the network. Throws `internal` where it could go nowhere. */
export function bound(builtins: { readonly [name: string]: BoundBuiltin }) {
  return ({ attempt, identity }: Call, env: Environment): Builtin | null => {
    const { row, provider, slug, path } = attempt
    const builtin = row.bound === null ? undefined : builtins[row.bound]
    if (provider.binding === null || builtin === undefined || identity()?.startsWith('own ')) return null
    const binding = env[provider.binding]
    if (binding != null) return (_, request) => builtin(path, request, binding)
    if (identity() !== null) return null
    throw new GatewayError(
      'internal',
      `This Worker has no binding ${provider.binding} for ${slug}: Cloudflare gives it one. Elsewhere ${slug} needs a key.`,
    )
  }
}
