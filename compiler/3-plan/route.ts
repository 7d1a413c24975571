// A YAML route -> its steps in order. What a step says of time, retries and cache becomes the headers that say the same: a step's
// level is the most specific there is, and the runtime lays its headers over the request's.

import type { RouteRecord, StepRecord } from '../../runtime/records.ts'
import type { Gateway, Route, Step } from '../2-check/config.gen.ts'
import { milliseconds, seconds } from './duration.ts'

/** A list alone, or steps with a deadline. */
export function routeRecord(route: Route): RouteRecord {
  const { steps, deadline } = Array.isArray(route) ? { steps: route, deadline: undefined } : route
  return { steps: steps.map(stepRecord), deadlineMs: deadline === undefined ? null : milliseconds(deadline) }
}

/** `provider/model`, of which the model may have slashes of its own. */
export function splitModel(name: string): { readonly provider: string; readonly model: string } {
  const slash = name.indexOf('/')
  return { provider: name.slice(0, slash), model: name.slice(slash + 1) }
}

/** The models that a gateway's routes name, as the YAML names them. */
export function modelsInRoutes({ routes = {} }: Gateway): readonly string[] {
  const steps = Object.values(routes).flatMap((route) => (Array.isArray(route) ? route : (route?.steps ?? [])))
  return steps.map((step) => (typeof step === 'string' ? step : step.model))
}

function stepRecord(step: Step): StepRecord {
  if (typeof step === 'string') return { ...splitModel(step), headers: [] }
  const headers = new Map(
    Object.entries(step.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
  if (step.timeout !== undefined) headers.set('cf-aig-request-timeout', String(milliseconds(step.timeout)))
  const { attempts, delay, backoff } = step.retries ?? {}
  if (attempts !== undefined) headers.set('cf-aig-max-attempts', String(attempts))
  if (delay !== undefined) headers.set('cf-aig-retry-delay', String(milliseconds(delay)))
  if (backoff !== undefined) headers.set('cf-aig-backoff', backoff)
  if (step.cache !== undefined)
    headers.set('cf-aig-cache-ttl', String(step.cache === 'off' ? 0 : seconds(step.cache.ttl)))
  return { ...splitModel(step.model), headers: [...headers].sort(([a], [b]) => (a < b ? -1 : 1)) }
}
