// From a dynamic route's graph to a chain of steps: models in the order in which they are asked. A graph may also look at
// conditions, draw lots and count; a chain does none of that, so one way through is taken, and the rest is named.

import { distinct, mostSteps, routeName, stepProblem } from '../draft/routes.ts'
import { clamp, duration } from '../draft/values.ts'
import type { Draft, Step } from '../imported.ts'
import { at, entriesIn, itemsIn, numberAt, textAt, textIn } from '../source/fields.ts'
import { approximated, carried, type Field, leftOut, type Notes } from '../source/notes.ts'
import { providerFor } from './providers.ts'

/** Adds a route to the gateway. */
export function addRoute(notes: Notes, draft: Draft, field: Field): void {
  const wanted = textAt(notes, field, 'name') ?? textAt(notes, field, 'id')
  const elements = new Map<string, Field>()
  for (const element of itemsIn(at(notes, field, 'elements'))) {
    const id = textAt(notes, element, 'id')
    if (id !== null && !elements.has(id[0])) elements.set(id[0], element)
  }
  const steps = stepsFrom(notes, draft, elements)
  const name = routeName(draft, wanted?.[0] ?? 'route')
  if (steps.length === 0 || name === null) {
    leftOut(notes, field, 'No step of it can be asked here, or there are a hundred routes.')
    return
  }
  draft.routes.set(name, distinct(steps).slice(0, mostSteps))
  if (wanted !== null && name === wanted[0]) carried(notes, wanted[1], `routes.${name}`)
  else if (wanted !== null) approximated(notes, wanted[1], `routes.${name}`, 'The name is written as paths allow it.')
  const unused = [...elements.values()].filter(({ node }) => !notes.done.has(node))
  for (const element of unused) leftOut(notes, element, 'The way that was taken through the graph does not lead here.')
}

function stepsFrom(notes: Notes, draft: Draft, elements: ReadonlyMap<string, Field>): readonly Step[] {
  const steps: Step[] = []
  const been = new Set<string>()
  const start = [...elements].find(([, element]) => textAt(notes, element, 'type')?.[0] === 'start')?.[0]
  let next: string | null = start ?? elements.keys().next().value ?? null
  // A graph may lead back to where it was.
  while (next !== null && !been.has(next)) {
    been.add(next)
    const element = elements.get(next)
    if (element === undefined) break
    next = visit(notes, draft, element, steps)
  }
  return steps
}

/** Looks at an element and says where a request goes on. */
function visit(notes: Notes, draft: Draft, element: Field, steps: Step[]): string | null {
  const type = textAt(notes, element, 'type')?.[0] ?? ''
  const outputs = at(notes, element, 'outputs')
  switch (type) {
    case 'start':
      carried(notes, element, 'routes')
      return outputTo(notes, outputs, 'next')
    case 'model': {
      const step = stepOf(notes, draft, element)
      if (step !== null) steps.push(step)
      return outputTo(notes, outputs, 'fallback')
    }
    case 'conditional':
      leftOut(
        notes,
        element,
        'No condition is looked at: requests go where it is false. Where it is true, make a route of its own, which clients choose by its name.',
      )
      return outputTo(notes, outputs, 'false', 'else') ?? outputTo(notes, outputs, 'true')
    case 'percentage':
      approximated(notes, element, 'routes', 'No lots are drawn: all requests go where the largest share does.')
      return largest(notes, outputs)
    case 'rate':
    case 'rate_limit':
      leftOut(notes, element, limitWords(notes, element))
      return outputTo(notes, outputs, 'success', 'next')
    case 'end':
      carried(notes, element, 'routes')
      return null
    default:
      leftOut(notes, element, 'There is no such element here.')
      return outputTo(notes, outputs, 'next', 'success', 'true')
  }
}

function stepOf(notes: Notes, draft: Draft, element: Field): Step | null {
  const properties = at(notes, element, 'properties')
  const slug = textAt(notes, properties, 'provider')?.[0] ?? ''
  const model = textAt(notes, properties, 'model')?.[0] ?? ''
  const timeout = numberAt(notes, properties, 'timeout')
  const retries = numberAt(notes, properties, 'retries')
  const provider = providerFor(draft, slug)
  const problem = provider === null ? UNKNOWN : stepProblem(slug, provider, model)
  if (problem !== null) {
    leftOut(notes, element, problem)
    return null
  }
  const step: Step = { model: `${slug}/${model}` }
  if (timeout !== null && timeout[0] > 0) step.timeout = duration(clamp(timeout[0], 1, 3_600_000))
  if (retries !== null && retries[0] >= 0) step.retries = { attempts: Math.round(clamp(retries[0] + 1, 1, 5)) }
  if (retries !== null && retries[0] > 4)
    approximated(notes, element, 'routes', 'A provider is asked five times at most.')
  else carried(notes, element, 'routes')
  return step
}

const UNKNOWN =
  'Its provider is not known here. A custom one is in the answer of …/custom-providers: give that with --with.'

function limitWords(notes: Notes, element: Field): string {
  const isCost = textAt(notes, at(notes, element, 'properties'), 'limitType')?.[0] === 'cost'
  const key = isCost ? '`budgets`' : '`rate_limit`'
  return `Routes have no limits of their own: requests go on as below it. ${key} of the gateway can count by metadata.`
}

function outputTo(notes: Notes, outputs: Field | null, ...names: readonly string[]): string | null {
  for (const name of names) {
    const found = textAt(notes, at(notes, outputs, name), 'elementId')
    if (found !== null) return found[0]
  }
  return null
}

function largest(notes: Notes, outputs: Field | null): string | null {
  const shares = entriesIn(notes, outputs).map(([share, field]) => {
    const to = textAt(notes, field, 'elementId')?.[0] ?? textIn(field)
    return { to, share: Number.parseFloat(share) || 0 }
  })
  return shares.toSorted((a, b) => b.share - a.share)[0]?.to ?? null
}
