// Evaluations: what a gateway's rows came to, at one moment and for good. Source: the wire contract, "management" and "traffic" 5.17, and the
// `cloudflare` SDK's types.

import type { Evaluation, EvaluationInput } from '../../logs/datasets.ts'
import { evaluationTypes } from '../../logs/evaluation-types.ts'
import { GatewayError } from '../../problem.ts'
import type { Shape } from '../shape.ts'
import { datasetObject } from './datasets.ts'
import { found, listedOf } from './envelope.ts'
import { NEVER } from './gateway-object.ts'
import type { ForAccount, ForGateway } from './management.ts'
import { bodyOf, booleanIn, pageIn } from './parameters.ts'
import { logStoreOf } from './stores.ts'

const IDS: Shape = { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 50 }
const INPUT: Shape = {
  required: ['name', 'dataset_ids', 'evaluation_type_ids'],
  properties: { name: { type: 'string', pattern: '^[^]{1,200}$' }, dataset_ids: IDS, evaluation_type_ids: IDS },
}

/** What there is to evaluate by, the same for all. */
export async function listEvaluationTypes({ url }: ForAccount): Promise<Response> {
  const types = evaluationTypes.map((type) => ({
    ...type,
    type: type.id,
    enable: true,
    mandatory: false,
    created_at: NEVER,
    modified_at: NEVER,
  }))
  return listedOf(types, pageIn(url.searchParams))
}

/** `name` is all of one, `search` a part of an id or a name. All are `processed`. */
export async function listEvaluations(asked: ForGateway): Promise<Response> {
  const { searchParams } = asked.url
  const name = searchParams.get('name')
  const search = searchParams.get('search')?.toLowerCase() ?? ''
  const page = pageIn(searchParams)
  const isNone = booleanIn(searchParams, 'processed') === false
  const sought = (await logStoreOf(asked).evaluations()).filter(
    (evaluation) =>
      !isNone &&
      (name === null || evaluation.name === name) &&
      `${evaluation.id}\n${evaluation.name}`.toLowerCase().includes(search),
  )
  return listedOf(sought, page, (evaluation) => evaluationObject(evaluation, asked))
}

/** Is done when it is answered. */
export async function createEvaluation(asked: ForGateway): Promise<Response> {
  const input = await bodyOf<{ name: string; dataset_ids: string[]; evaluation_type_ids: string[] }>(
    asked.request,
    INPUT,
  )
  const { name, dataset_ids: datasetIds, evaluation_type_ids: evaluationTypeIds } = input
  const wanted: EvaluationInput = { name, datasetIds, evaluationTypeIds }
  const evaluation = await logStoreOf(asked).createEvaluation(wanted)
  if ('refused' in evaluation) throw new GatewayError('invalidRequest', evaluation.refused)
  return answer(asked, evaluation)
}

/** One. */
export async function getEvaluation(asked: ForGateway): Promise<Response> {
  return answer(asked, await logStoreOf(asked).evaluation(asked.ids[0] ?? ''))
}

/** Answers with what it was. */
export async function deleteEvaluation(asked: ForGateway): Promise<Response> {
  return answer(asked, await logStoreOf(asked).deleteEvaluation(asked.ids[0] ?? ''))
}

function answer(asked: ForGateway, evaluation: Evaluation | null): Response {
  if (evaluation !== null) return found(evaluationObject(evaluation, asked))
  throw new GatewayError('notFound', `There is no evaluation '${asked.ids[0]}' in gateway '${asked.gateway.id}'.`)
}

/** A result is a number in a text; an empty one, where no row told anything, says so in its `status_description`. */
function evaluationObject({ id, name, createdAtMs, datasets, results, totalLogs }: Evaluation, asked: ForGateway) {
  const at = new Date(createdAtMs).toISOString()
  const times = { created_at: at, modified_at: at }
  const { account, gateway } = asked
  return {
    id,
    name,
    gateway_id: gateway.id,
    ...times,
    processed: true,
    total_logs: totalLogs,
    datasets: datasets.map((dataset) => ({
      account_id: account,
      account_tag: account,
      ...datasetObject(dataset, asked),
    })),
    results: results.map(({ evaluationTypeId, result, totalLogs: told }) => ({
      id: `${id}-${evaluationTypeId}`,
      evaluation_id: id,
      evaluation_type_id: evaluationTypeId,
      ...times,
      result,
      status: 1,
      status_description: result === '' ? 'No log tells anything of it.' : 'Processed.',
      total_logs: told,
    })),
  }
}
