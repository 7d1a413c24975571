// The body of a request in, a model's inputs out: a JSON object, or a file as the one input that its type tells.

import { streamPayload, wholeOf } from '../attempts/payload.ts'
import type { JsonObject } from '../dialects/chat.ts'
import { parseObject } from '../endpoints/asked.ts'
import type { Body } from '../exchange.ts'
import type { GatewayRecord } from '../records.ts'
import type { Run } from './workers-ai-run.ts'

/** A request as it would have gone out. */
export interface Asking {
  readonly method: string
  readonly headers: Headers
  readonly body: Body
}

/** A request whose JSON body names its model. */
export interface JsonCall {
  /** Its `model` as Workers AI has it, without the provider's name in front. */
  readonly body: JsonObject
  readonly run: Run
  readonly unsupported: GatewayRecord['unsupported']
}

/** The input's name of a file: `audio/wav` is `audio`. Source: the models' schemas. */
const FILE = /^(audio|image|multipart)\//i

/** Throws `invalidRequest` for what is neither. */
export async function inputsOf(request: Asking): Promise<JsonObject> {
  const contentType = request.headers.get('content-type') ?? ''
  const [, name] = FILE.exec(contentType) ?? []
  if (name === undefined) return readJson(request)
  return { [name.toLowerCase()]: { body: new Response(request.body).body, contentType } }
}

/** Throws `invalidRequest`, or `tooLarge` for a body over 25 MB. */
export async function jsonCall(request: Asking, run: Run, unsupported: JsonCall['unsupported']): Promise<JsonCall> {
  const { model, ...inputs } = await readJson(request)
  const name = typeof model === 'string' ? model.replace(/^workers-ai\//, '') : model
  return { body: { ...inputs, model: name }, run, unsupported }
}

async function readJson({ body, headers }: Asking): Promise<JsonObject> {
  const payload = streamPayload(new Response(body).body, headers.get('content-length'))
  return parseObject(new TextDecoder().decode(await wholeOf(payload, 'The body may take 25 MB at most.')))
}
