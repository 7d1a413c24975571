// From an entry of model_list to a step of a route: its provider, its key, and what it says about its own calls.

import { addKey } from '../draft/keys.ts'
import { reach } from '../draft/reach.ts'
import { stepProblem } from '../draft/routes.ts'
import { clamp, duration, perMillion } from '../draft/values.ts'
import type { Draft, Step } from '../imported.ts'
import { at, itemsIn, numberAt, textAt } from '../source/fields.ts'
import { headersIn, problemOf } from '../source/headers.ts'
import { approximated, carried, type Field, leftOut, type Notes } from '../source/notes.ts'
import { keyOf } from './credentials.ts'
import { type Model, modelOf } from './model.ts'

/** A deployment of a name. */
export interface Deployment {
  readonly group: string
  /** The name it goes by. */
  readonly field: Field
  readonly slug: string | null
  /** `null`: it is no step of a route. */
  readonly step: Step | null
  readonly order: number
  readonly weight: number
  readonly rpm: readonly [number, Field] | null
}

/** The deployments of a configuration. Their providers are added to the gateway. */
export function deploymentsIn(notes: Notes, root: Field, draft: Draft): readonly Deployment[] {
  const credentials = credentialsIn(notes, root)
  return itemsIn(at(notes, root, 'model_list')).flatMap((item) => deploymentOf(notes, item, draft, credentials))
}

function credentialsIn(notes: Notes, root: Field): ReadonlyMap<string, Field> {
  const found = new Map<string, Field>()
  for (const item of itemsIn(at(notes, root, 'credential_list'))) {
    const name = textAt(notes, item, 'credential_name')
    const values = at(notes, item, 'credential_values')
    if (name !== null && values !== null) found.set(name[0], values)
  }
  return found
}

function deploymentOf(
  notes: Notes,
  item: Field,
  draft: Draft,
  credentials: ReadonlyMap<string, Field>,
): readonly Deployment[] {
  const name = textAt(notes, item, 'model_name')
  const parameters = at(notes, item, 'litellm_params')
  const model = textAt(notes, parameters, 'model')
  if (name === null || parameters === null || model === null) {
    leftOut(notes, item, 'It has no name, or names no model.')
    return []
  }
  const named = textAt(notes, parameters, 'litellm_credential_name')
  const shared = credentials.get(named?.[0] ?? '') ?? null
  const base = textAt(notes, parameters, 'api_base', 'base_url') ?? textAt(notes, shared, 'api_base', 'base_url')
  const meant = modelOf(notes, model, parameters, shared, base)
  const reached = 'problem' in meant ? meant : reach(draft, meant.wanted)
  if ('problem' in reached || 'problem' in meant) {
    leftOut(notes, item, 'problem' in reached ? reached.problem : '')
    return []
  }
  const { slug, provider } = reached
  const place = `providers.${slug}`
  if (base !== null && meant.wanted.url !== null) {
    const became = provider.url === undefined ? place : `${place}.url`
    if (reached.change === null) carried(notes, base[1], became)
    else approximated(notes, base[1], became, reached.change)
  }
  const secret = keyOf(notes, parameters, shared, meant.wanted, provider, slug)
  const alias = secret === null ? null : addKey(provider, secret)
  if (named !== null) carried(notes, named[1], `${place}.key`)
  price(notes, item, parameters, draft, slug, meant)
  const step = stepOf(notes, draft, meant, slug, alias, parameters)
  return [
    {
      group: name[0],
      field: name[1],
      slug,
      step,
      order: orderOf(notes, parameters, step !== null),
      weight: weightOf(notes, parameters, step !== null),
      rpm: numberAt(notes, parameters, 'rpm') ?? numberAt(notes, item, 'rpm'),
    },
  ]
}

function stepOf(
  notes: Notes,
  draft: Draft,
  { model, field, isPattern }: Model,
  slug: string,
  alias: string | null,
  parameters: Field,
): Step | null {
  if (isPattern) {
    approximated(
      notes,
      field,
      `providers.${slug}`,
      `Any of its models is called as "${slug}/…", with no route in between.`,
    )
    return null
  }
  const provider = draft.providers.get(slug) ?? {}
  const problem = stepProblem(slug, provider, model)
  if (problem !== null) {
    approximated(notes, field, `providers.${slug}`, problem)
    return null
  }
  carried(notes, field, `providers.${slug}`)
  const step: Step = { model: `${slug}/${model}` }
  const headers = {
    ...headersIn(notes, at(notes, parameters, 'extra_headers', 'headers'), 'routes'),
    ...organization(notes, parameters),
    ...(alias === null ? {} : { 'cf-aig-byok-alias': alias }),
  }
  if (Object.keys(headers).length > 0) step.headers = headers
  const timeout = numberAt(notes, parameters, 'timeout', 'request_timeout')
  if (timeout !== null && timeout[0] > 0) {
    step.timeout = duration(clamp(timeout[0] * 1000, 1, 3_600_000))
    approximated(notes, timeout[1], 'routes', 'It is the time to the first byte of an answer, not to its last.')
  }
  const retries = numberAt(notes, parameters, 'num_retries', 'max_retries')
  if (retries !== null && retries[0] >= 0) {
    step.retries = { attempts: Math.round(clamp(retries[0] + 1, 1, 5)) }
    if (retries[0] <= 4) carried(notes, retries[1], 'routes')
    else approximated(notes, retries[1], 'routes', 'A provider is asked five times at most.')
  }
  return step
}

function organization(notes: Notes, parameters: Field): { readonly [name: string]: string } {
  const found = textAt(notes, parameters, 'organization')
  if (found === null) return {}
  const [text, field] = found
  const problem = problemOf('openai-organization', text)
  if (problem !== null) {
    leftOut(notes, field, problem)
    return {}
  }
  carried(notes, field, 'routes')
  return { 'openai-organization': text }
}

function orderOf(notes: Notes, parameters: Field, isStep: boolean): number {
  const order = numberAt(notes, parameters, 'order')
  if (order === null) return Number.MAX_SAFE_INTEGER
  if (isStep) carried(notes, order[1], 'routes')
  return order[0]
}

function weightOf(notes: Notes, parameters: Field, isStep: boolean): number {
  const weight = numberAt(notes, parameters, 'weight')
  if (weight === null) return 0
  if (isStep)
    approximated(
      notes,
      weight[1],
      'routes',
      'Requests are not shared by weight: the heaviest serves, and the others when it fails.',
    )
  return weight[0]
}

function price(
  notes: Notes,
  item: Field,
  parameters: Field,
  draft: Draft,
  slug: string,
  { model, isPattern }: Model,
): void {
  const about = at(notes, item, 'model_info')
  const input = numberAt(notes, parameters, 'input_cost_per_token') ?? numberAt(notes, about, 'input_cost_per_token')
  const output = numberAt(notes, parameters, 'output_cost_per_token') ?? numberAt(notes, about, 'output_cost_per_token')
  for (const [found, other] of [
    [input, output],
    [output, input],
  ] as const) {
    if (found === null) continue
    const isWhole = other !== null && isPrice(found[0]) && isPrice(other[0])
    const isKept = isWhole && !isPattern && draft.prices.size < 1000 && stepProblem('custom-x', {}, model) === null
    if (isKept) carried(notes, found[1], `prices.${slug}/${model}`)
    else leftOut(notes, found[1], 'A price has both an input and an output, and a model of its own.')
    if (isKept && found === input && output !== null) {
      draft.prices.set(`${slug}/${model}`, { input: perMillion(found[0]), output: perMillion(output[0]) })
    }
  }
}

/** Dollars for a token: never less than nothing, and never a thousand. */
function isPrice(amount: number): boolean {
  return amount >= 0 && amount < 1000
}
