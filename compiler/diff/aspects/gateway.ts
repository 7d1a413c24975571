// One gateway before and after -> what is to say of it, most important first.

import type { Behaviour, GatewayBehaviour, ManagedBehaviour } from '../behaviour.ts'
import { type Finding, finding } from '../change.ts'
import { cacheWords, duration, named, retryWords } from '../words.ts'
import { admins, callers, endpoints } from './access.ts'
import { type Aspects, compareKeys, type Scene } from './aspect.ts'
import { budgets, limit } from './limits.ts'
import { collectors, dataset, logs, prices } from './observation.ts'
import { providers } from './providers.ts'
import { routes } from './routes.ts'

/** In the order in which a reviewer asks. */
const aspects: Aspects<GatewayBehaviour> = {
  hostname: (before, after) => [finding('hostname', before ?? null, after ?? null)],
  callers,
  admins,
  endpoints,
  limit,
  budgets,
  providers,
  routes,
  models,
  deadlineMs: (before, after) => [finding('deadline', milliseconds(before), milliseconds(after))],
  logs,
  collectors,
  dataset,
  prices,
  unsupported: (before, after) => [
    finding('fields that a provider cannot take', unsupportedWords(before), unsupportedWords(after)),
  ],
  cacheVersion: (before, after) =>
    before === undefined || after === undefined
      ? []
      : [finding('cached answers', 'kept', 'dropped once', 'neutral', 'the YAML changed')],
  address: (before, after) => [finding('address that bound Workers are told', before ?? null, after ?? null)],
  managed,
}

/** Nothing for a gateway that is the same. */
export function compareGateway(
  before: GatewayBehaviour | undefined,
  after: GatewayBehaviour | undefined,
  rows: Scene['rows'],
): readonly Finding[] {
  if (before !== undefined && after !== undefined) {
    return withoutEchoes(compareKeys(aspects, before, after, { before, after, rows }))
  }
  if (after === undefined) return before === undefined ? [] : [finding('gateway', summary(before), null)]
  const found = compareKeys(aspects, NOTHING, after, { before: null, after, rows })
  // A gateway that was not there is not the safer for its limits.
  const calm = found.map((it): Finding => (it.effect === 'strengthens' ? { ...it, effect: 'neutral' } : it))
  return [finding('gateway', null, summary(after)), ...calm.filter(({ after: is }) => is !== '')]
}

const NOTHING: GatewayBehaviour = { endpoints: [], models: [], providers: {}, routes: {} }

function summary({ providers }: GatewayBehaviour): string {
  return named(Object.keys(providers))
}

/** What callers are told of models, as far as neither routes nor endpoints say it already. */
function models(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  { before: was, after: is }: Scene,
): readonly Finding[] {
  if (was === null || is === null || listsModels(was) !== listsModels(is)) return []
  const [left, right] = [new Set(before), new Set(after)]
  const [asked, asks] = [stepModels(was), stepModels(is)]
  const more = [...right].filter((name) => !left.has(name) && !asks.has(name))
  const fewer = [...left].filter((name) => !right.has(name) && !asked.has(name))
  return [
    ...(more.length === 0 ? [] : [finding('models that are listed', null, named(more, 10))]),
    ...(fewer.length === 0 ? [] : [finding('models that are listed', named(fewer, 10), null)]),
  ]
}

function listsModels({ endpoints }: GatewayBehaviour): boolean {
  return endpoints.includes('compat') || endpoints.includes('rest')
}

function stepModels({ routes }: GatewayBehaviour): ReadonlySet<string> {
  return new Set(
    Object.entries(routes).flatMap(([name, { steps }]) => [`dynamic/${name}`, ...steps.map(({ model }) => model)]),
  )
}

const managedAspects: Aspects<ManagedBehaviour> = {
  file: (before, after) => [finding(told('file'), before ?? null, after ?? null)],
  cache: (before, after) => [finding(told('cache'), cacheWords(before), cacheWords(after))],
  retries: (before, after) => [finding(told('retries'), retryWords(before), retryWords(after))],
}

/** That the management API opens or closes is the endpoint's to tell. */
function managed(
  before: ManagedBehaviour | undefined,
  after: ManagedBehaviour | undefined,
  scene: Scene,
): readonly Finding[] {
  return before === undefined || after === undefined ? [] : compareKeys(managedAspects, before, after, scene)
}

function told(what: string): string {
  return `${what} as the management API tells it`
}

/** A gateway's default that providers have too is told of them. */
function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const isEcho = (it: Finding) =>
    ['cache', 'retries'].some(
      (what) =>
        it.subject === told(what) &&
        findings.some((other) => other.subject.startsWith(`${what} of `) && other.after === it.after),
    )
  return findings.filter((it) => !isEcho(it))
}

function milliseconds(value: number | undefined): string | null {
  return value === undefined ? null : `${duration(value)} at most`
}

function unsupportedWords(value: 'error' | 'drop' | undefined): string {
  if (value === undefined) return 'named in cf-aig-dropped'
  return value === 'error' ? 'refused' : 'dropped without a word'
}

/** The secrets that a gateway's tokens, keys and collectors are. */
export function secretsOf(gateway: Behaviour['gateways'][string]): ReadonlySet<string> {
  const tokens = [gateway.callers === 'anyone' ? {} : gateway.callers, gateway.admins].flatMap((it) =>
    Object.values(it ?? {}),
  )
  const headers = (gateway.collectors ?? []).flatMap(({ headers }) => Object.values(headers))
  const named = [...tokens, ...headers].flatMap((it) => (it.startsWith('secret ') ? [it.slice('secret '.length)] : []))
  return new Set([...named, ...Object.values(gateway.providers).flatMap(({ keys }) => Object.values(keys ?? {}))])
}
