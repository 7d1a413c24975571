// The keys that gateways store for their providers, and the providers that are the YAML's own: read only. Source: the wire contract,
// "management" and "providers" 2.4, and the `cloudflare` SDK's types. No key is shown, nor any header: it may be one.

import { GatewayError } from '../../problem.ts'
import { found, listedOf } from './envelope.ts'
import { NEVER } from './gateway-object.ts'
import type { ForAccount, ForGateway } from './management.ts'
import { booleanIn, pageIn } from './parameters.ts'

/** What callers put in front of a custom provider's slug. */
const CUSTOM = 'custom-'

/** A key of each provider and alias, by its secret's name. The hosted service shows a part of the key where this has stars. */
export async function listProviderConfigs({ gateway, url }: ForGateway): Promise<Response> {
  const configs = Object.entries(gateway.providers).flatMap(([slug, { keys, alias: usual, limit }]) =>
    Object.entries(keys).map(([alias, secret]) => ({
      id: `${gateway.id}_${slug}_${alias}`,
      gateway_id: gateway.id,
      provider_slug: slug,
      alias,
      default_config: alias === usual,
      secret_id: secret,
      secret_preview: '***',
      modified_at: NEVER,
      ...(limit === null ? {} : { rate_limit: limit.requests, rate_limit_period: limit.windowMs / 1000 }),
    })),
  )
  return listedOf(configs, pageIn(url.searchParams))
}

/** `search` is a part of an id, name or slug. */
export async function listCustomProviders(asked: ForAccount): Promise<Response> {
  const { searchParams } = asked.url
  const search = searchParams.get('search')?.toLowerCase() ?? ''
  // None is off, and none is beta.
  const isNone = booleanIn(searchParams, 'enable') === false || booleanIn(searchParams, 'beta') === true
  const sought = isNone ? [] : (await customProviders(asked)).filter(({ id }) => id.toLowerCase().includes(search))
  return listedOf(sought, pageIn(searchParams))
}

/** One, by the id that the list has. */
export async function getCustomProvider(asked: ForAccount): Promise<Response> {
  const [id] = asked.ids
  const provider = (await customProviders(asked)).find((each) => each.id === id)
  if (provider !== undefined) return found(provider)
  throw new GatewayError('notFound', `No gateway that this token opens has a custom provider of the id '${id}'.`)
}

/** The hosted service has them by account. Here two gateways may each have their own of one slug: the id tells them apart. */
async function customProviders({ account, gateways }: ForAccount) {
  return (await gateways(account)).flatMap(({ id: gateway, providers }) =>
    Object.entries(providers).flatMap(([slug, { url }]) =>
      slug.startsWith(CUSTOM) && url !== null
        ? [
            {
              id: `${gateway}.${slug}`,
              gateway_id: gateway,
              name: slug,
              slug: slug.slice(CUSTOM.length),
              base_url: url,
              enable: true,
              beta: false,
              created_at: NEVER,
              modified_at: NEVER,
            },
          ]
        : [],
    ),
  )
}
