// From a Portkey config (JSON) to a gateway with a route: the targets of its strategy, in the order in which they are asked.

import { distinct, mostSteps, routeName } from '../draft/routes.ts'
import { duration } from '../draft/values.ts'
import { type Draft, draftOf, type Step } from '../imported.ts'
import { at, numberAt, textAt } from '../source/fields.ts'
import { approximated, carried, type Field, leaveRest, leftOut, type Notes } from '../source/notes.ts'
import { impliedSecret } from '../source/secrets.ts'
import { reasons } from './reasons.ts'
import { cacheTtl, retriesIn, timeoutIn } from './settings.ts'
import { type Branch, branchesOf, type Inherited } from './strategy.ts'
import { stepOf } from './target.ts'

/** Imports a Portkey config as the gateway of that id. */
export function fromPortkey(notes: Notes, root: Field, id: string): Draft {
  const draft = draftOf(id)
  const wrapped = at(notes, root, 'config')
  const config = wrapped?.node.kind === 'map' ? wrapped : root
  draft.authentication = { tokens: [{ name: 'client', secret: impliedSecret(notes, 'GATEWAY_TOKEN', null) }] }
  draft.comments.push({ path: ['authentication'], text: 'In the place of Portkey’s API key: clients need this token.' })
  settle(notes, config, draft)
  const nothing: Inherited = { model: null, retries: null, timeout: null, cache: null }
  const branches = branchesOf(notes, config, nothing)
  for (const branch of branches) addRoute(notes, draft, branch)
  leaveRest(notes, root, reasons)
  return draft
}

// What stands at the top is the gateway's, so that native paths have it too.
function settle(notes: Notes, config: Field, draft: Draft): void {
  const retries = retriesIn(notes, config, 'retries')
  if (retries !== null) draft.retries = retries
  const timeout = timeoutIn(notes, config, 'timeout')
  if (timeout !== null) draft.timeout = timeout
  const ttlSeconds = cacheTtl(notes, config, 'cache.ttl')
  if (ttlSeconds !== null) draft.cache = { ttl: duration(ttlSeconds * 1000) }
}

function addRoute(notes: Notes, draft: Draft, { name: wanted, targets }: Branch): void {
  const name = routeName(draft, wanted ?? 'main')
  if (name === null) {
    for (const { field } of targets)
      leftOut(notes, field, 'A route’s name has letters, digits and hyphens, and there are a hundred at most.')
    return
  }
  const made = targets.flatMap((target): (Step & { from: Field; became: string | null })[] => {
    const step = stepOf(notes, draft, target)
    return step === null ? [] : [{ ...step, from: target.field, became: target.change }]
  })
  if (made.length === 0) return
  const steps = distinct(made.map(({ from: _, became: __, ...step }) => step))
  draft.routes.set(name, steps.slice(0, mostSteps))
  for (const { from, became } of made) {
    if (notes.done.has(from.node)) continue
    // Only noted, not done: what a target says besides is looked at on its own.
    const place = `routes.${name}`
    if (became === null) carriedAlone(notes, from, place)
    else approximatedAlone(notes, from, place, became)
  }
  draft.comments.push({ path: ['routes', name], text: `Clients ask for it as the model "dynamic/${name}".` })
}

function carriedAlone(notes: Notes, field: Field, became: string): void {
  carried(notes, field, became)
  notes.done.delete(field.node)
}

function approximatedAlone(notes: Notes, field: Field, became: string, why: string): void {
  approximated(notes, field, became, why)
  notes.done.delete(field.node)
}

/** Whether a source looks like Portkey's. */
export function looksLikePortkey(notes: Notes, root: Field): boolean {
  const config = at(notes, root, 'config') ?? root
  const keys = ['targets', 'strategy', 'virtual_key', 'virtualKey', 'override_params', 'overrideParams']
  const isTarget = textAt(notes, config, 'provider') !== null && at(notes, config, 'elements') === null
  const settings = numberAt(notes, config, 'request_timeout') ?? at(notes, config, 'retry')
  return keys.some((key) => at(notes, config, key) !== null) || isTarget || settings !== null
}
