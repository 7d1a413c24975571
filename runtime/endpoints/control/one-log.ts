// One row of a gateway's log, and what people say of it later: for the management API, and for the Workers binding.

import type { LogPatch } from '../../logs/query.ts'
import type { Metadata } from '../../logs/row.ts'
import { GatewayError } from '../../problem.ts'
import type { Shape } from '../shape.ts'
import { found } from './envelope.ts'
import { wholeLogObject } from './log-object.ts'
import type { ForGateway } from './management.ts'
import { bodyOf } from './parameters.ts'
import { logStoreOf } from './stores.ts'

/** What is asked of one row: its id is the first. */
export type ForLog = Pick<ForGateway, 'gateway' | 'env' | 'request' | 'ids'>

/** One, with its bodies' beginnings. */
export async function getLog(asked: ForLog): Promise<Response> {
  const row = await logStoreOf(asked).get(idIn(asked))
  if (row === null) throw noLog(asked)
  return found(wholeLogObject(row))
}

/** What is left out stays as it was. */
export async function editLog(asked: ForLog): Promise<Response> {
  const patch = await bodyOf<LogPatch>(asked.request, PATCH)
  checkMetadata(patch.metadata ?? {})
  const row = await logStoreOf(asked).patch(idIn(asked), patch)
  if (row === null) throw noLog(asked)
  return found(wholeLogObject(row))
}

function idIn({ ids: [id = ''] }: ForLog): string {
  return id
}

function noLog(asked: ForLog): GatewayError {
  return new GatewayError('notFound', `There is no log '${idIn(asked)}' in gateway '${asked.gateway.id}'.`)
}

/** As much as a request may say of itself. Source: the wire contract, "traffic" 5.14. */
function checkMetadata(metadata: Metadata): void {
  const count = Object.keys(metadata).length
  if (count <= MOST_ENTRIES && JSON.stringify(metadata).length <= MOST_METADATA) return
  const description = `'metadata' takes ${MOST_ENTRIES} entries and ${MOST_METADATA} characters at most.`
  throw new GatewayError('invalidRequest', description)
}

const MOST_ENTRIES = 5
const MOST_METADATA = 16_384

/** Source: the wire contract, "management". */
const PATCH: Shape = {
  properties: {
    feedback: { enum: [1, -1, null] },
    score: { type: ['number', 'null'], maximum: Number.MAX_VALUE, minimum: -Number.MAX_VALUE },
    metadata: { type: ['object', 'null'], additionalProperties: { type: ['string', 'number', 'boolean'] } },
  },
}
