// A request to the universal endpoint: an attempt for each step of its body, with what the step says over what the request says.

import { areSteps } from '../2-check/schema.ts'
import { aimsOf } from './aims.ts'
import { apiAt, attemptsAt } from './ask.ts'
import { isObject } from './body.ts'
import { asIs, offered, providerOf } from './native.ts'
import type { Origin, Said } from './origin.ts'
import { Refusal } from './refusal.ts'
import { layOver, saidBy, saidByRequest, withoutKeys } from './said.ts'
import type { Course, Described, Subject, Traced } from './subject.ts'

/** A step as the schema lets it through. */
interface Step {
  readonly provider: string
  readonly endpoint: string
  readonly authorization?: string
  readonly headers?: { readonly [name: string]: unknown }
  readonly config?: { readonly [key: string]: unknown }
  readonly query?: unknown
}

/** A step's `config` says the same as these headers, which win over it when a step has both. */
const configHeaders: readonly (readonly [key: string, name: string])[] = [
  ['requestTimeout', 'cf-aig-request-timeout'],
  ['maxAttempts', 'cf-aig-max-attempts'],
  ['retryDelay', 'cf-aig-retry-delay'],
  ['backoff', 'cf-aig-backoff'],
]

const aboutTheBody: readonly string[] = [
  'content-type',
  'content-length',
  'content-encoding',
  'content-language',
  'content-md5',
  'digest',
  'content-digest',
]
/** The pseudo-provider whose steps name their provider in the body's model. */
const compat = 'compat'
const mostBytes = 25 * 1024 * 1024

/** Throws a Refusal in the Worker's own words for a body that is no list of steps, or that names a provider that is not there. */
export function universal(subject: Subject, { method, headers, body }: Described): Course {
  const { id, endpoints } = subject.gateway
  if (!endpoints.universal) {
    throw new Refusal('notFound', `Gateway '${id}' does not offer the universal endpoint (endpoints.universal: off).`)
  }
  if (method !== 'POST') {
    throw new Refusal('invalidRequest', 'The universal endpoint takes a POST with a JSON array of steps.')
  }
  const steps = stepsOf(body ?? new Uint8Array())
  const shared = new Map(withoutKeys(saidByRequest(headers), subject.rows.values()))
  for (const name of aboutTheBody) shared.delete(name)
  const attempts = steps.flatMap((step, index) => {
    const isCompat = step.provider === compat && subject.features.compat.length > 0
    return isCompat ? compatStep(subject, step, index, shared) : [traced(subject, step, index, shared)]
  })
  return { attempts, route: null }
}

function stepsOf(body: Uint8Array): readonly Step[] {
  if (body.byteLength > mostBytes) throw new Refusal('tooLarge', 'The steps may take 25 MB at most.')
  const value = parse(body)
  const steps: unknown = Array.isArray(value) ? value : [value]
  if (areSteps(steps)) return steps as readonly Step[]
  const [error] = areSteps.errors ?? []
  const [, step, ...field] = (error?.instancePath ?? '').split('/')
  const where = step === undefined ? 'The array of steps' : `Step ${step}`
  const below = field.length === 0 ? '' : `, ${field.join('/')}`
  const words: readonly string[] | undefined = error?.params.allowedValues
  const allowed = words === undefined ? '' : `: ${words.join(', ')}`
  throw new Refusal('invalidRequest', `${where}${below} ${error?.message ?? 'is not a step'}${allowed}.`)
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new Refusal('invalidRequest', 'The body is not JSON. The universal endpoint takes an array of steps.')
  }
}

function traced(subject: Subject, step: Step, index: number, shared: Said): Traced {
  const found = providerOf(subject, step.provider)
  if (found === null) {
    const { id } = subject.gateway
    throw new Refusal(
      'invalidProvider',
      `Step ${index}: gateway '${id}' has no provider '${step.provider}'. It has: ${offered(subject)}.`,
    )
  }
  const [path = '', ...query] = step.endpoint.split('?')
  return {
    ...found,
    ...asIs,
    step: index,
    path,
    query: query.length === 0 ? '' : `?${query.join('?')}`,
    said: layOver(shared, saidByStep(step, index)),
  }
}

/** All the attempts of a route in it are the one step that the client sent. */
function compatStep(subject: Subject, step: Step, index: number, shared: Said): readonly Traced[] {
  const said = layOver(shared, saidByStep(step, index))
  const { id, endpoints } = subject.gateway
  if (!endpoints.compat) {
    throw new Refusal(
      'invalidProvider',
      `Step ${index}: gateway '${id}' does not offer the unified endpoint (endpoints.compat: off).`,
    )
  }
  const [path = '', query] = step.endpoint.split('?')
  const { query: body } = step
  const api = apiAt(path)
  if (api === null || !isObject(body)) {
    throw new Refusal(
      'invalidRequest',
      `Step ${index}: provider compat takes the endpoint chat/completions, responses, messages or embeddings, and its body as the query.`,
    )
  }
  const asked = { ...api, query: query === undefined ? '' : `?${query}`, body, own: null }
  return attemptsAt(subject, aimsOf(subject, body.model), asked, said, index)
}

/** A step's own headers, whatever their case and whatever kind of value they have, with its config below them. */
function saidByStep({ headers = {}, authorization, config = {}, query }: Step, step: number): Said {
  const own = new Headers()
  const names = new Map<string, Origin>()
  const set = (name: string, value: string, from: Origin) => {
    setHeader(own, name, value, step)
    names.set(name.toLowerCase(), from)
  }
  for (const [header, value] of Object.entries(headers)) {
    set(header, typeof value === 'object' ? JSON.stringify(value) : String(value), { kind: 'step', step, header })
  }
  if (authorization !== undefined && !own.has('authorization')) {
    set('authorization', authorization, { kind: 'step', step, header: 'authorization' })
  }
  for (const [key, name] of configHeaders) {
    if (config[key] !== undefined && !own.has(name)) set(name, String(config[key]), { kind: 'config', step, key })
  }
  if (query !== undefined && !own.has('content-type')) set('content-type', 'application/json', { kind: 'default' })
  for (const name of ['content-length', 'content-encoding']) own.delete(name)
  return saidBy(own, (header) => names.get(header) ?? { kind: 'default' })
}

function setHeader(headers: Headers, name: string, value: string, index: number): void {
  try {
    headers.set(name, value)
  } catch {
    throw new Refusal(
      'invalidRequest',
      `Step ${index}, headers/${JSON.stringify(name)} is not a header that HTTP allows.`,
    )
  }
}
