// Changes as they are read: those that weaken first, and gateways that changed in the same way together. Ten thousand gateways
// on one fragment are one paragraph.

import { type Change, sentence } from '../change.ts'
import { counted, named } from '../words.ts'

/** What some gateways, or the Worker, have in common. */
export interface Group {
  /** By id; `null`: the Worker. */
  readonly gateways: readonly string[] | null
  readonly changes: readonly Change[]
}

/** Changes in reading order. */
export interface Grouped {
  /** Each group has one change. */
  readonly weakening: readonly Group[]
  readonly others: readonly Group[]
}

/** Every change is in one group. The Worker's come first. */
export function grouped(changes: readonly Change[]): Grouped {
  return {
    weakening: alike(changes.filter(isWeakening).map((change) => ({ gateway: change.gateway, changes: [change] }))),
    others: alike(perGateway(changes.filter((change) => !isWeakening(change)))),
  }
}

/** A line that says how much there is: `3 changes in 2 gateways`. */
export function headline(changes: readonly Change[]): string {
  const gateways = new Set(changes.flatMap(({ gateway }) => gateway ?? []))
  const isOfWorker = changes.some(({ gateway }) => gateway === null)
  const places = [
    ...(gateways.size === 0 ? [] : [counted(gateways.size, 'gateway')]),
    ...(isOfWorker ? ['the Worker itself'] : []),
  ]
  return `${counted(changes.length, 'change')} in ${named(places)}`
}

/** Whom a group is about: a few names, and how many more. */
export function groupName({ gateways }: Group): string {
  return gateways === null ? 'Worker' : named(gateways)
}

/** Whether it lets more people in, or lets them spend or see more. */
export function isWeakening({ effect }: Change): boolean {
  return effect === 'weakens'
}

/** `+` for what is new, `-` for what is gone, `~` for what is another. */
export function markOf({ kind }: Change): string {
  return MARKS[kind]
}

const MARKS: { readonly [kind in Change['kind']]: string } = { added: '+', removed: '-', changed: '~' }

interface One {
  readonly gateway: string | null
  readonly changes: readonly Change[]
}

function perGateway(changes: readonly Change[]): readonly One[] {
  const all = new Map<string | null, Change[]>()
  for (const change of changes) {
    const known = all.get(change.gateway)
    if (known === undefined) all.set(change.gateway, [change])
    else known.push(change)
  }
  return [...all].map(([gateway, changes]) => ({ gateway, changes }))
}

/** In the order of the first of each. */
function alike(all: readonly One[]): readonly Group[] {
  const groups = new Map<string, { readonly gateways: string[] | null; readonly changes: readonly Change[] }>()
  for (const { gateway, changes } of all) {
    const said = changes.map((change) => `${markOf(change)} ${sentence(change)}`)
    const key = JSON.stringify([gateway === null, ...said])
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { gateways: gateway === null ? null : [gateway], changes })
    else if (gateway !== null) known.gateways?.push(gateway)
  }
  return [...groups.values()]
}
