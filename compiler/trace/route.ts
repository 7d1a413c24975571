// A request to a YAML route: an attempt for each of its steps, with what the YAML says of the step over what the request says.

import type { SourceEntry, SourceNode } from '../1-read/tree.ts'
import { sentAs } from '../2-check/headers-of.ts'
import { cacheOff, statedAt } from '../2-check/levels/stated.ts'
import { type RouteTree, routesOf, type StepTree } from '../2-check/levels/steps-of.ts'
import { entriesOf, textOf, valueAt } from '../2-check/nodes.ts'
import type { Locate } from '../2-check/places.ts'
import { dotted } from '../2-check/shape-words.ts'
import { providerOf } from './native.ts'
import type { Said, Sourced } from './origin.ts'
import { Refusal } from './refusal.ts'
import { layOver, saidByRequest, withoutKeys } from './said.ts'
import type { Described, Subject, Traced } from './subject.ts'

/** The route that a path names and what follows it. Throws a Refusal for one that the gateway does not have. */
export function routeOf(subject: Subject, path: string): { readonly route: RouteTree; readonly endpoint: string } {
  const slash = path.indexOf('/')
  const name = slash === -1 ? path : path.slice(0, slash)
  const route = routesOf(subject.root).find((one) => one.name === name)
  if (route !== undefined && slash !== -1) return { route, endpoint: path.slice(slash + 1) }
  const { id, routes } = subject.gateway
  const offered = Object.keys(routes).join(', ') || 'none'
  throw new Refusal('notFound', `Gateway '${id}' has no route '${name}'. It has: ${offered}.`)
}

/** Throws a Refusal for a body that is no JSON object; a body that is not described could be any. */
export function route(subject: Subject, { path, query, headers, body }: Described): readonly Traced[] {
  const { route, endpoint } = routeOf(subject, path)
  if (body !== null) refuseOthers(body)
  const sent = withoutKeys(saidByRequest(headers), subject.rows.values())
  return route.steps.flatMap((step) => {
    const found = providerOf(subject, step.slug ?? '')
    if (found === null) return []
    const prefix = found.row.modelPrefix ?? ''
    const below = endpoint.startsWith(prefix) ? endpoint : `${prefix}${endpoint}`
    return [
      { ...found, path: below, query, model: modelOf(step), said: layOver(sent, saidByStep(step, subject.locate)) },
    ]
  })
}

/** What the YAML says of a step, as the headers that say the same. */
function saidByStep({ node, path }: StepTree, locate: Locate): Said {
  const said = new Map<string, Sourced<string>>()
  const say = (name: string, value: string, { keySpan }: SourceEntry, keys: readonly string[]) =>
    said.set(name, { value, from: { kind: 'yaml', place: locate(keySpan), key: dotted([...path, ...keys]) } })
  for (const entry of headersOf(node)) say(entry.key.toLowerCase(), sentAs(entry) ?? '', entry, ['headers', entry.key])
  for (const { control, text, entry, keys } of statedAt({ owner: node, headers: [] })) say(control, text, entry, keys)
  const off = cacheOff(node)
  if (off !== undefined) say('cf-aig-cache-ttl', '0', off, ['cache'])
  return said
}

function headersOf(node: SourceNode): readonly SourceEntry[] {
  return entriesOf(valueAt(node, 'headers'))
}

function refuseOthers(body: Uint8Array): void {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return
  } catch {
    // Told below.
  }
  throw new Refusal(
    'invalidRequest',
    'A route takes a JSON object with the body of its steps, into which it puts their models.',
  )
}

/** What stands behind the provider. */
function modelOf({ model, slug }: StepTree): string {
  return (textOf(model) ?? '').slice((slug ?? '').length + 1)
}
