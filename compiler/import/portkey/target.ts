// From a target to a step: its provider, its key, its model, and what it says about its own calls.

import { addKey, keyPath, secretName } from '../draft/keys.ts'
import { reach } from '../draft/reach.ts'
import { stepProblem } from '../draft/routes.ts'
import { duration } from '../draft/values.ts'
import { type Vendor, vendorNamed } from '../draft/vendors.ts'
import type { Draft, Step } from '../imported.ts'
import { at, textAt } from '../source/fields.ts'
import { headersIn } from '../source/headers.ts'
import { approximated, carried, type Field, leftOut, type Notes } from '../source/notes.ts'
import { impliedSecret, secretFor } from '../source/secrets.ts'
import { cacheTtl, retriesIn, timeoutIn } from './settings.ts'
import type { Target } from './strategy.ts'

/** The step that a target is; `null`: none, and the report says why. Its provider is added to the gateway. */
export function stepOf(notes: Notes, draft: Draft, { field, inherited }: Target): Step | null {
  const named = modelOf(notes, field)
  const model = named?.[0] ?? inherited.model
  const said = textAt(notes, field, 'provider')
  const virtual = textAt(notes, field, 'virtual_key', 'virtualKey')
  // `@openai-prod/gpt-4o`: the integration's name, and its model.
  const [integration, ownModel] = splitIntegration(model)
  const vendor = vendorIn(said?.[0] ?? null) ?? vendorIn(virtual?.[0] ?? null) ?? vendorIn(integration)
  if (vendor === null) {
    const isTop = field.path === '' || field.path === 'config'
    if (!isTop)
      leftOut(
        notes,
        field,
        'It does not say whose models it means: a virtual key or an integration is only known to Portkey. Add the provider, and the step.',
      )
    return null
  }
  const host = textAt(notes, field, 'custom_host', 'customHost')
  const setting = (...keys: readonly string[]) => textAt(notes, field, ...keys)?.[0] ?? null
  const reached = reach(draft, {
    vendor,
    url: host?.[0] ?? null,
    resource: setting('azure_resource_name', 'azureResourceName', 'resource_name', 'resourceName'),
    region: setting('aws_region', 'awsRegion', 'vertex_region', 'vertexRegion'),
    project: setting('vertex_project_id', 'vertexProjectId'),
    account: setting('workers_ai_account_id', 'workersAiAccountId'),
  })
  if ('problem' in reached) {
    leftOut(notes, field, reached.problem)
    return null
  }
  const { slug, provider } = reached
  pinned(notes, field, slug)
  if (host !== null)
    approximated(notes, host[1], `providers.${slug}.url`, reached.change ?? 'It is a custom provider here.')
  if (said !== null) carried(notes, said[1], `providers.${slug}`)
  const alias = keyOf(notes, field, vendor, slug, provider, virtual)
  const deployment = setting('azure_deployment_id', 'azureDeploymentId', 'deployment_id', 'deploymentId')
  const asked = vendor.shape === 'resource' ? (deployment ?? ownModel) : ownModel
  if (named !== null) carried(notes, named[1], 'routes')
  const problem = asked === null ? NO_MODEL(slug) : stepProblem(slug, provider, asked)
  if (asked === null || problem !== null) {
    leftOutAlone(notes, field, problem ?? '')
    draft.comments.push({ path: ['providers', slug], text: problem ?? '' })
    return null
  }
  return withSettings(notes, field, { model: `${slug}/${asked}` }, alias, inherited)
}

const NO_MODEL = (slug: string) =>
  `The target names no model, and a step needs one: add "${slug}/…" to the route, or let clients ask for "${slug}/{model}".`

// Its provider is there all the same, with what else the target says.
function leftOutAlone(notes: Notes, field: Field, why: string): void {
  leftOut(notes, field, why)
  notes.done.delete(field.node)
}

function modelOf(notes: Notes, field: Field) {
  return textAt(notes, at(notes, field, 'override_params', 'overrideParams'), 'model')
}

function splitIntegration(model: string | null): readonly [integration: string | null, model: string | null] {
  const [, integration, rest] = /^@([^/]+)\/(.+)$/.exec(model ?? '') ?? []
  return rest === undefined ? [null, model] : [integration ?? null, rest]
}

/** `openai`, `@openai-prod`, `openai-prod-1f2e3d`: the longest beginning that is known. */
function vendorIn(text: string | null): Vendor | null {
  if (text === null) return null
  const parts = text
    .replace(/^@/, '')
    .toLowerCase()
    .split(/(?=[-_.\s])/)
  for (let length = parts.length; length > 0; length -= 1) {
    const vendor = vendorNamed(parts.slice(0, length).join(''))
    if (vendor !== null) return vendor
  }
  return null
}

function keyOf(
  notes: Notes,
  field: Field,
  vendor: Vendor,
  slug: string,
  provider: Parameters<typeof addKey>[0],
  virtual: readonly [string, Field] | null,
): string | null {
  const key = textAt(notes, field, 'api_key', 'apiKey')
  const wanted = secretName(vendor, slug, provider)
  if (key !== null) return addKey(provider, secretFor(notes, key[1], wanted, keyPath(slug)))
  const aws = textAt(notes, field, 'aws_access_key_id', 'awsAccessKeyId')
  const awsSecret = textAt(notes, field, 'aws_secret_access_key', 'awsSecretAccessKey')
  for (const found of [aws, awsSecret]) {
    if (found !== null)
      approximated(
        notes,
        found[1],
        keyPath(slug),
        `One secret, ${vendor.secret}, holds both as JSON: {"accessKeyId": "…", "secretAccessKey": "…"}.`,
      )
  }
  if (virtual !== null) {
    const why = `Portkey keeps the key behind a virtual key, and it is not in the source: put the provider’s own key as the secret ${wanted}.`
    approximated(notes, virtual[1], keyPath(slug), why)
  }
  return addKey(provider, impliedSecret(notes, aws === null ? wanted : vendor.secret, field))
}

function pinned(notes: Notes, field: Field, slug: string): void {
  const keys = [
    'azure_resource_name',
    'azureResourceName',
    'resource_name',
    'resourceName',
    'aws_region',
    'awsRegion',
    'vertex_region',
    'vertexRegion',
    'vertex_project_id',
    'vertexProjectId',
    'workers_ai_account_id',
    'workersAiAccountId',
    'azure_deployment_id',
    'azureDeploymentId',
    'deployment_id',
    'deploymentId',
  ]
  for (const key of keys) {
    const found = textAt(notes, field, key)
    if (found !== null) carried(notes, found[1], `providers.${slug}`)
  }
}

function withSettings(
  notes: Notes,
  field: Field,
  step: Step,
  alias: string | null,
  inherited: Target['inherited'],
): Step {
  const isTop = field.path === '' || field.path === 'config'
  // The top's are the gateway's.
  const retries = (isTop ? null : retriesIn(notes, field, 'routes')) ?? inherited.retries
  const timeout = (isTop ? null : timeoutIn(notes, field, 'routes')) ?? inherited.timeout
  const ttlSeconds = isTop ? null : cacheTtl(notes, field, 'routes')
  const cache = ttlSeconds === null ? inherited.cache : { ttl: duration(ttlSeconds * 1000) }
  const headers = {
    ...headersIn(notes, at(notes, field, 'headers'), 'routes'),
    ...(alias === null ? {} : { 'cf-aig-byok-alias': alias }),
  }
  if (Object.keys(headers).length > 0) step.headers = headers
  if (retries !== null) step.retries = retries
  if (timeout !== null) step.timeout = timeout
  if (cache !== null) step.cache = cache
  return step
}
