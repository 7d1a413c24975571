// The management API: `/client/v4/accounts/{account_id}/ai-gateway/…`, as the hosted service has it, so that the `cloudflare` SDK works with
// `baseURL` alone. Logs and what is made of them can be read and written, all that the YAML says read. Source: the wire contract, "management".

import { controlPlaneResponse, GatewayError } from '../../problem.ts'
import type { GatewayRecord } from '../../records.ts'
import type { ControlDoor, ControlRequest } from './control-plane.ts'
import { createDataset, deleteDataset, getDataset, listDatasets, updateDataset } from './datasets.ts'
import {
  createEvaluation,
  deleteEvaluation,
  getEvaluation,
  listEvaluations,
  listEvaluationTypes,
} from './evaluations.ts'
import { getGateway, getUrl, inSomeYaml, inYaml, listGateways, newGateway } from './gateways.ts'
import { deleteLogs, getAnalytics, getRequest, getResponse, listLogs } from './logs.ts'
import { editLog, getLog } from './one-log.ts'
import { getCustomProvider, listCustomProviders, listProviderConfigs } from './providers.ts'
import { getRoute, getVersion, listDeployments, listRoutes, listVersions } from './routes.ts'

/** What is asked of an account: of those of its gateways that the token opens. */
export interface ForAccount extends Omit<ControlRequest, 'ids' | 'gateway'> {
  /** Of the path. */
  readonly account: string
  /** The gateways' ids. */
  readonly opened: readonly string[]
  /** What it is about: the segment behind the account's, or behind the gateway's id. */
  readonly collection: string
  /** The ids behind that, decoded. */
  readonly ids: readonly string[]
}

/** What is asked of one gateway. */
export interface ForGateway extends ForAccount {
  readonly gateway: GatewayRecord
}

type Methods<Asked> = { readonly [method: string]: (asked: Asked) => Promise<Response> }

const PATHS = /^\/client\/v4\/accounts\/([^/]*)\/ai-gateway(?:\/|$)/

/** By path below the account, `*` for an id. */
const ofAccounts: { readonly [path: string]: Methods<ForAccount> } = {
  gateways: { GET: listGateways, POST: newGateway },
  'evaluation-types': { GET: listEvaluationTypes },
  'custom-providers': { GET: listCustomProviders, POST: inSomeYaml },
  'custom-providers/*': { GET: getCustomProvider, PATCH: inSomeYaml, PUT: inSomeYaml, DELETE: inSomeYaml },
}

/** By path below a gateway. */
const ofGateways: { readonly [path: string]: Methods<ForGateway> } = {
  '': { GET: getGateway, PUT: inYaml, PATCH: inYaml, DELETE: inYaml },
  'url/*': { GET: getUrl },
  logs: { GET: listLogs, DELETE: deleteLogs },
  'logs/*': { GET: getLog, PATCH: editLog },
  'logs/*/request': { GET: getRequest },
  'logs/*/response': { GET: getResponse },
  analytics: { GET: getAnalytics },
  datasets: { GET: listDatasets, POST: createDataset },
  'datasets/*': { GET: getDataset, PUT: updateDataset, DELETE: deleteDataset },
  evaluations: { GET: listEvaluations, POST: createEvaluation },
  'evaluations/*': { GET: getEvaluation, DELETE: deleteEvaluation },
  provider_configs: { GET: listProviderConfigs, POST: inYaml },
  routes: { GET: listRoutes, POST: inYaml },
  'routes/*': { GET: getRoute, PATCH: inYaml, DELETE: inYaml },
  'routes/*/versions': { GET: listVersions, POST: inYaml },
  'routes/*/versions/*': { GET: getVersion },
  'routes/*/deployments': { GET: listDeployments, POST: inYaml },
}

/** The {@link ControlDoor} of it. Who has no token hears nothing, not even whether a path is one. */
export const management: ControlDoor = {
  key: '*management',
  paths: PATHS,
  problem: controlPlaneResponse,

  async answer(asked) {
    const [prefix = '', account = ''] = PATHS.exec(asked.path) ?? []
    const [collection = '', ...rest] = segmentsOf(asked.path.slice(prefix.length))
    const [id, below = '', ...ids] = rest
    if (collection !== 'gateways' || id === undefined) {
      const opened = await asked.ids(account)
      return answer(ofAccounts, [collection, ...rest], { ...asked, account, opened, collection, ids: idsIn(rest) })
    }
    const gateway = await asked.gateway(id, account)
    const forGateway = { ...asked, account, opened: [gateway.id], gateway, collection: below, ids: idsIn(ids) }
    return answer(ofGateways, rest.slice(1), forGateway)
  },
}

/** A slash at the end says nothing. What is not percent-encoded as it should be stays as it is, and names nothing. */
function segmentsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/').map(decoded)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Ids and names take turns. */
function idsIn(segments: readonly string[]): readonly string[] {
  return segments.filter((_, index) => index % 2 === 0)
}

async function answer<Asked extends ForAccount>(
  resources: { readonly [path: string]: Methods<Asked> },
  segments: readonly string[],
  asked: Asked,
): Promise<Response> {
  const { method } = asked.request
  const path = segments.map((segment, index) => (index % 2 === 0 ? segment : '*')).join('/')
  const methods = Object.hasOwn(resources, path) ? resources[path] : undefined
  if (methods === undefined) throw new GatewayError('notFound', unknownPath(segments))
  const name = method === 'HEAD' ? 'GET' : method
  const act = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (act !== undefined) return act(asked)
  const allowed = Object.keys(methods).join(', ')
  throw new GatewayError('notAllowed', `${path} takes ${allowed}, not ${method}.`, null, { allow: allowed })
}

function unknownPath([name = '']: readonly string[]): string {
  if (name === 'billing') return 'There is no billing here: each provider bills whose key it is.'
  return `Nothing is served at this path. There are: ${Object.keys(ofAccounts).join(', ')}; below gateways/{id}: ${Object.keys(ofGateways).join(', ')}.`
}
