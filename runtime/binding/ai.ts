// `new Ai(env.GATEWAY)`: a service binding to a gateway's `AI` entrypoint in, what the platform gives as `env.AI` out: the same calls, the
// same answers and errors, the same properties. Runs in the caller's Worker. test/scenarios/binding holds the two equal, call by call.

import { AiGateway } from './ai-gateway.ts'
import { AiInternalError, runFailure } from './errors.ts'
import { type Fetcher, ORIGIN } from './fetcher.ts'
import type { AiOptions } from './options.ts'
import { type Inputs, runRequest } from './run-request.ts'

/** Which models are looked for. */
export interface ModelsSearch {
  author?: string
  hide_experimental?: boolean
  page?: number
  per_page?: number
  search?: string
  source?: number
  task?: string
}

/** A model that was found. */
export interface FoundModel {
  id: string
  source: number
  name: string
  description: string
  task: { id: string; name: string; description: string }
  tags: string[]
  properties: { property_id: string; value: string }[]
}

/** The binding. */
export class Ai {
  /** Of the last `run`, as the three below: `null` before the first, and where its answer does not say. */
  aiGatewayLogId: string | null = null
  lastRequestId: string | null = null
  lastRequestHttpStatusCode: number | null = null
  /** Of the last one that failed with a code. */
  lastRequestInternalStatusCode: number | null = null
  readonly #fetcher: Fetcher

  constructor(fetcher: Fetcher) {
    this.#fetcher = fetcher
  }

  /** Asks the gateway over HTTP, for what has no method: a stream that is taken up again. */
  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    return this.#fetcher.fetch(input, init)
  }

  /** A gateway by its id. */
  gateway(gatewayId: string): AiGateway {
    return new AiGateway(this.#fetcher, gatewayId)
  }

  /** Runs a model. JSON comes parsed, anything else as a stream of bytes. Throws `InferenceUpstreamError` or `AiInternalError`. */
  run(model: string, inputs: Inputs, options: AiOptions & { returnRawResponse: true }): Promise<Response>
  run(model: string, inputs: Inputs, options: AiOptions & { websocket: true }): Promise<Response>
  run(model: string, inputs: Inputs & { stream: true }, options?: AiOptions): Promise<ReadableStream<Uint8Array>>
  run(model: string, inputs: Inputs, options?: AiOptions): Promise<Record<string, unknown>>
  async run(model: string, inputs: Inputs, options: AiOptions = {}): Promise<unknown> {
    this.lastRequestId = ''
    const response = await this.#fetcher.fetch(...runRequest(model, inputs, options))
    this.lastRequestId = response.headers.get('cf-ai-req-id')
    this.aiGatewayLogId = response.headers.get('cf-aig-log-id')
    this.lastRequestHttpStatusCode = response.status
    if (options.returnRawResponse || options.websocket) return response
    if (!response.ok || response.body === null) {
      const { error, code } = runFailure(await response.text())
      if (code !== null) this.lastRequestInternalStatusCode = code
      throw error
    }
    return response.headers.get('content-type') === 'application/json' ? response.json() : response.body
  }

  /** The models that the gateways' YAML names. Throws `AiInternalError`. */
  async models(params: ModelsSearch = {}): Promise<FoundModel[]> {
    const url = new URL(`${ORIGIN}/ai-api/models/search`)
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, String(value))
    const response = await this.#fetcher.fetch(url, { method: 'GET' })
    const { result, errors } = (await response.json()) as { result: FoundModel[]; errors: { message?: string }[] }
    if (response.status === 200) return result
    throw new AiInternalError(errors[0]?.message || 'Internal Error')
  }

  /** There are none: as with the platform's binding, for whoever still calls it. */
  getLogs(): never[] {
    return []
  }
}
