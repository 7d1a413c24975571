// What a gateway's endpoints are in its client: for each facet its type, the method that has it, and the code that it stands on.

import type { GatewayPlan } from '../../3-plan/ir.ts'
import type { Wanted } from './link.ts'
import { union } from './names.ts'

/** One part of a gateway's client. */
export interface Facet {
  /** Whether a gateway offers it. */
  readonly isOffered: (gateway: GatewayPlan) => boolean
  /** Its type, by the name of the type of what the gateway's YAML names. */
  readonly type: (names: string, gateway: GatewayPlan) => string
  /** Its member of the client, made of `place` and `options`. */
  readonly member: string
  readonly wanted: Wanted
}

/** In the order in which they stand in the client. */
export const facets: readonly Facet[] = [
  {
    isOffered: ({ record }) => record.endpoints.compat,
    type: (names) => `Chats<${names}>`,
    member: 'chat: chatAt(place)',
    wanted: { path: 'client/chat/chat.ts', names: ['Chats', 'chatAt'] },
  },
  {
    isOffered: ({ record }) => record.endpoints.compat,
    type: (names) => `Embeds<${names}>`,
    member: 'embed: embedAt(place)',
    wanted: { path: 'client/embed.ts', names: ['Embeds', 'embedAt'] },
  },
  {
    isOffered: ({ record }) => record.endpoints.compat,
    type: (names) => `Responds<${names}>`,
    member: 'responses: responsesAt(place)',
    wanted: { path: 'client/responses/responses.ts', names: ['Responds', 'responsesAt'] },
  },
  {
    isOffered: ({ record }) => record.endpoints.universal,
    type: (names, gateway) => `Universals<${stepsOf(names, gateway)}>`,
    member: 'universal: universalAt(place)',
    wanted: { path: 'client/universal/universal.ts', names: ['Universals', 'universalAt'] },
  },
  {
    isOffered: ({ record }) => record.endpoints.websocket,
    type: (names, gateway) => `Sockets<${stepsOf(names, gateway)}>`,
    member: 'socket: socketAt(place)',
    wanted: { path: 'client/socket/socket.ts', names: ['Sockets', 'socketAt'] },
  },
  {
    isOffered: (gateway) => pathsOf(gateway).length > 0,
    type: (_, gateway) => `Urls<${union(pathsOf(gateway))}>`,
    member: 'url: urlAt(place)',
    wanted: { path: 'client/url.ts', names: ['Urls', 'urlAt'] },
  },
  {
    isOffered: ({ record }) => record.endpoints.management,
    type: (names) => `Logs<${names}>`,
    member: 'logs: logsAt(place, options.adminToken)',
    wanted: { path: 'client/logs.ts', names: ['Logs', 'logsAt'] },
  },
]

/** Steps that ask the unified endpoint, besides the providers'. */
export const UNIFIED: Wanted = { path: 'client/universal/steps.ts', names: ['UnifiedStep'] }

/** Whether a universal step may name a model or a route in place of a provider. */
export function takesUnifiedSteps({ record: { endpoints } }: GatewayPlan): boolean {
  return endpoints.universal && endpoints.compat
}

function stepsOf(names: string, gateway: GatewayPlan): string {
  return takesUnifiedSteps(gateway) ? `${names}, UnifiedStep<${names}>` : names
}

/** What stands below the gateway and is a base URL. */
function pathsOf({ record: { endpoints, providers, routes } }: GatewayPlan): readonly string[] {
  return [
    ...(endpoints.native ? Object.keys(providers) : []),
    ...(endpoints.compat ? ['compat'] : []),
    ...Object.keys(routes).map((name) => `dynamic/${name}`),
  ]
}
