// From LiteLLM's proxy configuration (config.yaml) to a gateway: each name of its model_list becomes a route, whose steps are
// the deployments of that name and then its fallbacks.

import { distinct, mostSteps, routeName } from '../draft/routes.ts'
import { clamp } from '../draft/values.ts'
import type { Draft, Step } from '../imported.ts'
import { draftOf } from '../imported.ts'
import { at, itemsIn } from '../source/fields.ts'
import { approximated, carried, type Field, leaveRest, leftOut, type Notes } from '../source/notes.ts'
import { type Deployment, deploymentsIn } from './deployments.ts'
import { aliasesIn, type Chain, fallbacksIn } from './fallbacks.ts'
import { reasons } from './reasons.ts'
import { settle } from './settings.ts'

/** Imports a LiteLLM configuration as the gateway of that id. */
export function fromLitellm(notes: Notes, root: Field, id: string): Draft {
  const draft = draftOf(id)
  settle(notes, root, draft)
  const deployments = deploymentsIn(notes, root, draft)
  limit(notes, draft, deployments)
  const groups = groupsOf(deployments)
  const chains = fallbacksIn(notes, root)
  const names = new Map<string, string>()
  for (const [group, members] of groups) addGroup(notes, draft, group, members, names)
  addFallbacks(notes, draft, names, chains)
  addAliases(notes, root, draft, names)
  leaveRest(notes, root, reasons)
  return draft
}

function groupsOf(deployments: readonly Deployment[]): ReadonlyMap<string, readonly Deployment[]> {
  const groups = new Map<string, Deployment[]>()
  for (const deployment of deployments) {
    groups.set(deployment.group, [...(groups.get(deployment.group) ?? []), deployment])
  }
  return groups
}

// Deployments of one name share their requests there; here the first serves, and the others when it fails.
function addGroup(
  notes: Notes,
  draft: Draft,
  group: string,
  members: readonly Deployment[],
  names: Map<string, string>,
): void {
  const able = members.flatMap((member) => (member.step === null ? [] : [{ ...member, step: member.step }]))
  const ordered = able.toSorted((a, b) => a.order - b.order || b.weight - a.weight)
  const [first] = ordered
  if (first === undefined) return
  const name = routeName(draft, group)
  if (name === null) {
    for (const { field } of members)
      leftOut(notes, field, 'A gateway has a hundred routes at most, with names of letters, digits and hyphens.')
    return
  }
  const steps = distinct(ordered.map(({ step }) => step))
  draft.routes.set(name, steps.slice(0, mostSteps))
  names.set(group, name)
  const renamed = name === group ? '' : ' Its name is written as paths allow it.'
  const others = members.filter(({ field }) => field !== first.field)
  approximated(notes, first.field, `routes.${name}`, `Clients ask for it as the model "dynamic/${name}".${renamed}`)
  for (const { field, step } of others) {
    if (step === null) carried(notes, field, `routes.${name}`)
    else approximated(notes, field, `routes.${name}`, BALANCED)
  }
}

const BALANCED = 'Deployments of one name do not share requests here: the first one serves, and the next when it fails.'

function addFallbacks(notes: Notes, draft: Draft, names: ReadonlyMap<string, string>, chains: readonly Chain[]): void {
  // By what each group had before any fallback was added: a fallback's own fallbacks are not followed there either.
  const own = new Map([...draft.routes].map(([name, steps]) => [name, [...steps]]))
  const groups = [...names.keys()]
  for (const { field, from, to, kind } of chains) {
    const sources = from === null || from === '*' ? groups : groups.filter((group) => group === from)
    const targets = to.flatMap((group) => own.get(names.get(group) ?? '') ?? [])
    if (sources.length === 0 || targets.length === 0) {
      leftOut(notes, field, 'It names no group that is here.')
      continue
    }
    let isCut = false
    for (const group of sources) isCut = append(draft, names.get(group) ?? '', targets) || isCut
    const [name = ''] = sources.map((group) => names.get(group) ?? '')
    const became = sources.length === 1 ? `routes.${name}` : 'routes'
    const cut = isCut ? `A route has ${mostSteps} steps at most. ` : ''
    if (kind === 'any' && !isCut) carried(notes, field, became)
    else
      approximated(
        notes,
        field,
        became,
        kind === 'any' ? cut.trim() : `${cut}These steps are asked whatever went wrong before, not in this case alone.`,
      )
  }
}

/** Whether there were more steps than a route may have. */
function append(draft: Draft, name: string, targets: readonly Step[]): boolean {
  const steps = distinct([...(draft.routes.get(name) ?? []), ...targets])
  draft.routes.set(name, steps.slice(0, mostSteps))
  return steps.length > mostSteps
}

function addAliases(notes: Notes, root: Field, draft: Draft, names: ReadonlyMap<string, string>): void {
  for (const { field, alias, group } of aliasesIn(notes, root)) {
    const steps = draft.routes.get(names.get(group) ?? '')
    const name = steps === undefined ? null : routeName(draft, alias)
    if (steps === undefined || name === null) leftOut(notes, field, 'It names no group that is here.')
    else {
      draft.routes.set(
        name,
        steps.map((step) => ({ ...step })),
      )
      if (name === alias) carried(notes, field, `routes.${name}`)
      else approximated(notes, field, `routes.${name}`, 'The name is written as paths allow it.')
    }
  }
}

// A deployment's own limit is its provider's here, which only says the same where the provider has no other deployment.
function limit(notes: Notes, draft: Draft, deployments: readonly Deployment[]): void {
  for (const { rpm, slug } of deployments) {
    if (rpm === null || slug === null) continue
    const [requests, field] = rpm
    const provider = draft.providers.get(slug)
    const isAlone = deployments.filter((other) => other.slug === slug).length === 1
    if (!isAlone || provider === undefined || requests < 1) {
      leftOut(notes, field, 'Limits are the gateway’s or a provider’s here, and this provider has several deployments.')
    } else {
      provider.rate_limit = { requests: Math.round(clamp(requests, 1, 1_000_000_000)), per: '1m' }
      const why = 'It counts every request to the provider, whichever model it is for.'
      approximated(notes, field, `providers.${slug}.rate_limit`, why)
    }
  }
}

/** Whether a source looks like LiteLLM's. */
export function looksLikeLitellm(notes: Notes, root: Field): boolean {
  const list = itemsIn(at(notes, root, 'model_list'))
  const settings = ['model_list', 'litellm_settings', 'general_settings', 'router_settings']
  return list.length > 0 || settings.some((key) => at(notes, root, key) !== null)
}
