// `GET /ai-gateway/gateways/{id}/url/{provider}`: where a gateway is reached over the network. Only its YAML can say: a bound Worker's
// request names no host. Source: the wire contract, "bindings"; the universal endpoint's URL ends in a slash.

import { GatewayError } from '../../problem.ts'
import type { GatewayRecord } from '../../records.ts'
import type { BindingDoor } from './binding.ts'
import { at } from './located.ts'

/** Throws `notFound` for a provider that the gateway does not have, or where no address is stated. */
export const url: BindingDoor = (call) => {
  const { request, names } = call
  const [id = '', provider = ''] = names
  return {
    request,
    finish: (response) => response,
    surface: {
      locate: at(id, call),
      door: async ({ gateway }) => {
        const result = { url: urlOf(gateway, provider) }
        return Response.json({ success: true, result, errors: [], messages: [] })
      },
    },
  }
}

function urlOf({ id, providers, url: base }: GatewayRecord, provider: string): string {
  const names = ['universal', 'compat', ...Object.keys(providers)]
  if (!names.includes(provider)) {
    throw new GatewayError('notFound', `Gateway '${id}' has no provider '${provider}'. It has: ${names.join(', ')}.`)
  }
  if (base === undefined) {
    throw new GatewayError(
      'notFound',
      `Nobody said where gateway '${id}' is reached: write 'url: https://…' in _worker.yaml, or 'hostname' in its own YAML.`,
    )
  }
  return provider === 'universal' ? base : base + provider
}
