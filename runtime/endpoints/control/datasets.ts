// Datasets: filters that people save under a name. Source: the wire contract, "management", and the `cloudflare` SDK's types.

import type { Dataset, DatasetInput } from '../../logs/datasets.ts'
import { checkFilters } from '../../logs/read-filters.ts'
import { GatewayError } from '../../problem.ts'
import type { Shape } from '../shape.ts'
import { found, listedOf } from './envelope.ts'
import type { ForGateway } from './management.ts'
import { bodyOf, booleanIn, pageIn } from './parameters.ts'
import { logStoreOf } from './stores.ts'

/** All three are always said: a dataset is replaced, not patched. */
const INPUT: Shape = {
  required: ['name', 'enable', 'filters'],
  properties: {
    name: { type: 'string', pattern: '^[^]{1,200}$' },
    enable: { type: 'boolean' },
    filters: { type: 'array', maxItems: 50 },
  },
}

/** `name` is all of one, `search` a part of an id, a name or a filter. */
export async function listDatasets(asked: ForGateway): Promise<Response> {
  const { searchParams } = asked.url
  const enable = booleanIn(searchParams, 'enable')
  const name = searchParams.get('name')
  const search = searchParams.get('search')?.toLowerCase() ?? ''
  const page = pageIn(searchParams)
  const sought = (await logStoreOf(asked).datasets()).filter(
    (dataset) =>
      (enable === null || dataset.enable === enable) &&
      (name === null || dataset.name === name) &&
      `${dataset.id}\n${dataset.name}\n${JSON.stringify(dataset.filters)}`.toLowerCase().includes(search),
  )
  return listedOf(sought, page, (dataset) => datasetObject(dataset, asked))
}

/** Answers with it. */
export async function createDataset(asked: ForGateway): Promise<Response> {
  const dataset = await logStoreOf(asked).createDataset(await inputOf(asked))
  if ('refused' in dataset) throw new GatewayError('invalidRequest', dataset.refused)
  return answer(asked, dataset)
}

/** One. */
export async function getDataset(asked: ForGateway): Promise<Response> {
  return answer(asked, await logStoreOf(asked).dataset(asked.ids[0] ?? ''))
}

/** Answers with what it is now. */
export async function updateDataset(asked: ForGateway): Promise<Response> {
  return answer(asked, await logStoreOf(asked).updateDataset(asked.ids[0] ?? '', await inputOf(asked)))
}

/** Answers with what it was. */
export async function deleteDataset(asked: ForGateway): Promise<Response> {
  return answer(asked, await logStoreOf(asked).deleteDataset(asked.ids[0] ?? ''))
}

/** As the API has it. */
export function datasetObject(dataset: Dataset, { gateway }: Pick<ForGateway, 'gateway'>) {
  return {
    id: dataset.id,
    name: dataset.name,
    enable: dataset.enable,
    filters: dataset.filters,
    gateway_id: gateway.id,
    created_at: new Date(dataset.createdAtMs).toISOString(),
    modified_at: new Date(dataset.modifiedAtMs).toISOString(),
  }
}

async function inputOf({ request }: ForGateway): Promise<DatasetInput> {
  const input = await bodyOf<DatasetInput>(request, INPUT)
  return { ...input, filters: checkFilters(input.filters) }
}

function answer(asked: ForGateway, dataset: Dataset | null): Response {
  if (dataset !== null) return found(datasetObject(dataset, asked))
  throw new GatewayError('notFound', `There is no dataset '${asked.ids[0]}' in gateway '${asked.gateway.id}'.`)
}
