// The Worker that carries all gateways: its name and account, what it is bound to and given, and what Gatewright knows of providers.

import type { Behaviour, GatewayBehaviour, WorkerBehaviour } from '../behaviour.ts'
import { type Effect, type Finding, finding, isSame } from '../change.ts'
import { named } from '../words.ts'
import { differing } from './aspect.ts'
import { secretsOf } from './gateway.ts'

/** Nothing where all is the same. */
export function compareWorker(before: Behaviour, after: Behaviour): readonly Finding[] {
  return keys.flatMap((key) => (isSame(before.worker[key], after.worker[key]) ? [] : aspects[key](before, after)))
}

type WorkerAspect = (before: Behaviour, after: Behaviour) => readonly Finding[]

const aspects: { readonly [key in keyof Required<WorkerBehaviour>]: WorkerAspect } = {
  name: ({ worker: was }, { worker: is }) => [
    finding('Worker', was.name, is.name, 'neutral', 'another Worker: its state begins empty, and the former one stays'),
  ],
  account: ({ worker: was }, { worker: is }) => [
    finding(
      'account',
      was.account ?? null,
      is.account ?? null,
      'neutral',
      is.account === undefined ? 'paths may name any' : 'paths may name no other',
    ),
  ],
  network: (before, after) =>
    members(before, after, 'network').map(({ name, isNew }) =>
      isNew
        ? finding(`network ${name}`, null, 'within reach', 'weakens', 'of workerd, not of Cloudflare')
        : finding(`network ${name}`, 'within reach', null, 'strengthens'),
    ),
  secrets: (before, after) => {
    const users = { before: usersOf(before), after: usersOf(after) }
    return members(before, after, 'secrets').map(({ name, isNew }) => {
      const by = named((isNew ? users.after : users.before).get(name) ?? [])
      return isNew
        ? finding(`secret ${name}`, null, `needed by ${by}`, 'neutral', 'put it before this is deployed')
        : finding(`secret ${name}`, `needed by ${by}`, null, 'neutral', 'no more needed')
    })
  },
  state: (before, after) => plain(before, after, 'state', 'Durable Object class'),
  bindings: (before, after) => plain(before, after, 'bindings', 'binding'),
  compatibilityDate: ({ worker: was }, { worker: is }) => [
    finding('compatibility date', was.compatibilityDate, is.compatibilityDate),
  ],
  // Where only one side reckons costs, that is told of its logs and budgets.
  prices: ({ worker: was }, { worker: is }) =>
    was.prices === undefined || is.prices === undefined ? [] : [finding('vendors’ prices', was.prices, is.prices)],
  rows: ({ worker: was }, { worker: is }) =>
    differing(was.rows, is.rows).flatMap(({ name, before, after }) => {
      if (before === undefined || after === undefined) return []
      const effect: Effect = before.url === after.url ? 'neutral' : 'weakens'
      return [
        ...(before.url === after.url
          ? []
          : [finding(`address of ${name}`, before.url, after.url, effect, 'as this Gatewright knows it')]),
        ...(['calls', 'models', 'sockets'] as const)
          .filter((part) => isOther(before[part], after[part]))
          .map((part) => finding(`${ROW_PARTS[part]} ${name}`, 'as before', 'as this Gatewright knows it')),
      ]
    }),
}

const keys = Object.keys(aspects) as (keyof WorkerBehaviour)[]

const ROW_PARTS = { calls: 'paths and headers of', models: 'asking for models of', sockets: 'WebSockets of' } as const

/** A part that one side has no use for says nothing. */
function isOther(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && after !== undefined && before !== after
}

type ListKey = 'network' | 'secrets' | 'state' | 'bindings'

function members(before: Behaviour, after: Behaviour, key: ListKey): readonly { name: string; isNew: boolean }[] {
  const [was, is] = [new Set(before.worker[key]), new Set(after.worker[key])]
  return [
    ...[...is].filter((name) => !was.has(name)).map((name) => ({ name, isNew: true })),
    ...[...was].filter((name) => !is.has(name)).map((name) => ({ name, isNew: false })),
  ]
}

function plain(before: Behaviour, after: Behaviour, key: ListKey, subject: string): readonly Finding[] {
  return members(before, after, key).map(({ name, isNew }) =>
    isNew ? finding(subject, null, name) : finding(subject, name, null),
  )
}

/** The gateways that need a secret, by its name. */
function usersOf({ gateways }: Behaviour): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>()
  for (const [id, gateway] of sorted(gateways)) {
    for (const name of secretsOf(gateway)) {
      const known = users.get(name)
      if (known === undefined) users.set(name, [id])
      else known.push(id)
    }
  }
  return users
}

function sorted(gateways: Behaviour['gateways']): readonly (readonly [id: string, gateway: GatewayBehaviour])[] {
  return Object.entries(gateways).sort(([a], [b]) => (a < b ? -1 : 1))
}
