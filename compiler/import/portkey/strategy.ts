// From a tree of strategies to chains of targets. Fallbacks are chains as they are; shares become an order; of conditions each
// outcome is a route of its own, because clients choose a route by its name.

import { duration } from '../draft/values.ts'
import type { Retries, Step } from '../imported.ts'
import { at, itemsIn, numberAt, textAt } from '../source/fields.ts'
import { approximated, carried, type Field, leftOut, type Notes } from '../source/notes.ts'
import { cacheTtl, retriesIn, timeoutIn } from './settings.ts'

/** What a target has of those around it. */
export interface Inherited {
  readonly model: string | null
  readonly retries: Retries | null
  readonly timeout: string | null
  readonly cache: NonNullable<Step['cache']> | null
}

/** A target that names a provider. */
export interface Target {
  readonly field: Field
  readonly inherited: Inherited
  /** What is different about its turn; `null`: nothing. */
  readonly change: string | null
}

/** A chain; `name` where the source has one. */
export interface Branch {
  readonly name: string | null
  readonly targets: readonly Target[]
}

/** The chains of a config. The first is what an unconditional request is served by. */
export function branchesOf(notes: Notes, config: Field, inherited: Inherited): readonly Branch[] {
  const name = nameOf(notes, config)
  const targets = itemsIn(at(notes, config, 'targets'))
  if (targets.length === 0) return [{ name, targets: [{ field: config, inherited, change: null }] }]
  const strategy = at(notes, config, 'strategy')
  const mode = textAt(notes, strategy, 'mode')
  if (mode?.[0] === 'conditional') return conditional(notes, config, strategy, targets, inherited)
  return [{ name, targets: chainOf(notes, config, inherited) }]
}

function conditional(
  notes: Notes,
  config: Field,
  strategy: Field | null,
  targets: readonly Field[],
  inherited: Inherited,
): readonly Branch[] {
  const preset = textAt(notes, strategy, 'default')
  const conditions = at(notes, strategy, 'conditions')
  const below = inheritedBy(notes, config, inherited)
  const branches = targets.map((target, index): Branch => {
    const name = nameOf(notes, target) ?? `target-${index + 1}`
    return {
      name,
      targets: isGroup(notes, target)
        ? chainOf(notes, target, below)
        : [{ field: target, inherited: below, change: null }],
    }
  })
  const why = 'No condition is looked at here: each target is a route of its own, which clients choose by its name.'
  if (conditions !== null) leftOut(notes, conditions, why)
  if (preset !== null) approximated(notes, preset[1], 'routes', why)
  const mode = textAt(notes, strategy, 'mode')
  if (mode !== null) approximated(notes, mode[1], 'routes', why)
  return branches.toSorted((a, b) => Number(b.name === preset?.[0]) - Number(a.name === preset?.[0]))
}

function nameOf(notes: Notes, field: Field): string | null {
  const name = textAt(notes, field, 'name')
  if (name !== null) carried(notes, name[1], 'routes')
  return name?.[0] ?? null
}

function isGroup(notes: Notes, field: Field): boolean {
  return itemsIn(at(notes, field, 'targets')).length > 0
}

/** A group's targets in the order in which they are asked. */
function chainOf(notes: Notes, group: Field, around: Inherited): readonly Target[] {
  const strategy = at(notes, group, 'strategy')
  const mode = textAt(notes, strategy, 'mode')
  const targets = itemsIn(at(notes, group, 'targets'))
  const inherited = inheritedBy(notes, group, around)
  const codes = at(notes, strategy, 'on_status_codes', 'onStatusCodes')
  if (codes !== null)
    approximated(notes, codes, 'routes', 'The next step is asked after any error, not after these alone.')
  const kind = mode?.[0] ?? 'single'
  if (mode !== null && kind === 'fallback') carried(notes, mode[1], 'routes')
  if (mode !== null && kind === 'single') carried(notes, mode[1], 'routes')
  if (mode !== null && kind === 'loadbalance') approximated(notes, mode[1], 'routes', SHARES)
  if (mode !== null && !['fallback', 'single', 'loadbalance'].includes(kind))
    approximated(notes, mode[1], 'routes', OTHER)
  const weighed = targets.map((field, index) => ({
    field,
    index,
    weight: kind === 'loadbalance' ? weightOf(notes, field) : 1,
  }))
  const used = kind === 'single' ? weighed.slice(0, 1) : weighed.filter(({ weight }) => weight > 0)
  for (const { field } of weighed.filter((each) => !used.includes(each))) {
    leftOut(notes, field, kind === 'single' ? 'A single target is the first.' : 'Its weight is 0: it is never asked.')
  }
  const ordered = used.toSorted((a, b) => b.weight - a.weight || a.index - b.index)
  return ordered.flatMap(({ field }, index): readonly Target[] => {
    if (isGroup(notes, field)) return chainOf(notes, field, inherited)
    return [{ field, inherited, change: kind === 'loadbalance' && index > 0 ? SHARES : null }]
  })
}

const SHARES = 'Requests are not shared: the heaviest target serves, and the next when it fails.'
const OTHER = 'This mode is not known here: its targets are asked in their order.'

function weightOf(notes: Notes, field: Field): number {
  const weight = numberAt(notes, field, 'weight')
  if (weight === null) return 1
  if (weight[0] > 0) approximated(notes, weight[1], 'routes', SHARES)
  return weight[0]
}

function inheritedBy(notes: Notes, group: Field, around: Inherited): Inherited {
  const model = textAt(notes, at(notes, group, 'override_params', 'overrideParams'), 'model')
  if (model !== null) carried(notes, model[1], 'routes')
  // The top's are the gateway's, and already noted there.
  if (group.path === '' || group.path === 'config') return { ...around, model: model?.[0] ?? around.model }
  const ttlSeconds = cacheTtl(notes, group, 'routes')
  return {
    model: model?.[0] ?? around.model,
    retries: retriesIn(notes, group, 'routes') ?? around.retries,
    timeout: timeoutIn(notes, group, 'routes') ?? around.timeout,
    cache: ttlSeconds === null ? around.cache : { ttl: duration(ttlSeconds * 1000) },
  }
}
