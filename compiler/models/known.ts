// What is known of models: in go a provider's slug and a model as a step names it, out comes what the model can do, or that nobody knows.
// The data is an extract with a date (models.gen.ts); it knows no phase, so that any phase may ask.

import { nearest } from '../diagnostics/suggest.ts'
import { type Capability, capabilities } from './capability.ts'
import { isOwnName, shorterNames } from './shorter-names.ts'
import { type ModelFacts, type ModelTable, tableOf } from './table.ts'

const most = 3

/** What a model can do, whichever of its names is used; `null` where nobody knows the model or the provider's models. */
export function capabilitiesOf(slug: string, model: string): readonly Capability[] | null {
  return factsOf(slug, model)?.has ?? null
}

/** The same, with what nobody says of it. What a dated model lacks is not concluded from others of its family: they change. */
export function factsOf(slug: string, model: string): ModelFacts | null {
  const table = tableOf(slug)
  if (table === null) return null
  const names = shorterNames(model)
  const exact = names.find((name) => table.has(name))
  if (exact !== undefined) return table.get(exact) ?? null
  const relative = table.get(familiesIn(table).get(names.at(-1) ?? '') ?? '')
  if (relative === undefined) return table.get('*') ?? null
  return { has: relative.has, unsaid: capabilities.filter((capability) => !relative.has.includes(capability)) }
}

/**
 * Whether a model is in its provider's list. `null` where there is none to be in: no list of the provider, or a model with a name of
 * its owner's.
 */
export function isListed(slug: string, model: string): boolean | null {
  const known = factsOf(slug, model) !== null
  return known || (tableOf(slug) !== null && !isOwnName(model)) ? known : null
}

/** The models of a provider that have all of some capabilities, sorted by name. */
export function modelsWith(slug: string, needed: readonly Capability[]): readonly string[] {
  const able = [...(tableOf(slug) ?? [])].filter(([, { has }]) => needed.every((need) => has.includes(need)))
  return able.map(([name]) => name).filter((name) => name !== '*')
}

/** Models of a provider that a name may have meant, nearest first; none where nothing is near. */
export function modelsNear(slug: string, model: string): readonly string[] {
  return nearest(model, [...(tableOf(slug)?.keys() ?? [])])
}

/** At most three of some models: the nearest to a name, then those that begin like it, however unlike. */
export function closest(model: string, names: readonly string[]): readonly string[] {
  const near = nearest(model, names)
  const others = names
    .filter((name) => !near.includes(name))
    .map((name) => ({ name, shared: sharedStart(name, model) }))
    .sort((a, b) => b.shared - a.shared)
  return [...near, ...others.map(({ name }) => name)].slice(0, most)
}

function sharedStart(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length += 1
  return length
}

const families = new Map<ModelTable, ReadonlyMap<string, string>>()

/** For each shortest name the last model that has it: the newest where names end in dates, and `latest` sorts behind those. */
function familiesIn(table: ModelTable): ReadonlyMap<string, string> {
  const known = families.get(table)
  if (known !== undefined) return known
  const made = new Map<string, string>()
  for (const name of table.keys()) {
    made.set(shorterNames(name).at(-1) ?? name, name)
  }
  families.set(table, made)
  return made
}
