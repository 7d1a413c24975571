// `ai.gateway(id)`: a gateway's universal endpoint, its URLs and its log, as the platform's binding has them. Source: the wire contract,
// "bindings".

import { AiGatewayInternalError, AiGatewayLogNotFound, gatewayFailure } from './errors.ts'
import { type Fetcher, ORIGIN } from './fetcher.ts'
import { gatewayHeaders, type UniversalGatewayOptions } from './options.ts'

/** A step: a provider, a path below it, and a body in its own words. */
export interface UniversalRequest {
  provider: string
  endpoint: string
  headers: { [name: string]: string | number | boolean | object }
  query: unknown
}

/** What `run` takes beside the steps. */
export interface UniversalOptions {
  gateway?: UniversalGatewayOptions
  /** These win over what `gateway` says. */
  extraHeaders?: object
  signal?: AbortSignal
}

/** What can be said of a log row. `null` takes back what was said. */
export interface LogPatch {
  score?: number | null
  feedback?: -1 | 1 | null
  metadata?: Record<string, number | string | boolean | null | bigint> | null
}

/** A row of the log, as the gateway's API has it. */
export interface GatewayLog {
  id: string
  created_at: Date
  [field: string]: unknown
}

/** One gateway. */
export class AiGateway {
  readonly #fetcher: Fetcher
  readonly #id: string

  constructor(fetcher: Fetcher, id: string) {
    this.#fetcher = fetcher
    this.#id = id
  }

  /** Asks the steps in order until one succeeds. The answer is as it came, an error too. */
  run(data: UniversalRequest | UniversalRequest[], options: UniversalOptions = {}): Promise<Response> {
    const { gateway, extraHeaders = {}, signal } = options
    const headers = new Headers([['content-type', 'application/json'], ...gatewayHeaders(gateway)])
    for (const [name, value] of Object.entries(extraHeaders)) headers.set(name, value)
    const steps = Array.isArray(data) ? data : [data]
    for (const step of steps) spell(step)
    return this.#fetcher.fetch(`${ORIGIN}/ai-gateway/universal/run/${this.#id}`, {
      method: 'POST',
      body: JSON.stringify(steps),
      headers,
      ...(signal ? { signal } : {}),
    })
  }

  /** Where a provider is reached through this gateway; without one, the universal endpoint. */
  async getUrl(provider?: string): Promise<string> {
    const response = await this.#fetcher.fetch(this.#below(`url/${provider ?? 'universal'}`), { method: 'GET' })
    if (!response.ok) throw await this.#failure(response)
    const { result } = (await response.json()) as { result: { url: string } }
    return result.url
  }

  /** Throws `AiGatewayLogNotFound`. */
  async getLog(logId: string): Promise<GatewayLog> {
    const response = await this.#fetcher.fetch(this.#below(`logs/${logId}`), { method: 'GET' })
    if (response.status !== 200) throw await this.#failure(response, true)
    const { result } = (await response.json()) as { result: GatewayLog }
    return { ...result, created_at: new Date(result.created_at) }
  }

  /** Throws `AiGatewayLogNotFound`. */
  async patchLog(logId: string, data: LogPatch): Promise<void> {
    const response = await this.#fetcher.fetch(this.#below(`logs/${logId}`), {
      method: 'PATCH',
      body: JSON.stringify(data),
      headers: { 'content-type': 'application/json' },
    })
    if (response.status !== 200) throw await this.#failure(response, true)
  }

  #below(path: string): string {
    return `${ORIGIN}/ai-gateway/gateways/${this.#id}/${path}`
  }

  async #failure(response: Response, isOfLog = false): Promise<Error> {
    const text = await response.text()
    return isOfLog && response.status === 404
      ? gatewayFailure(text, AiGatewayLogNotFound, 'Log Not Found')
      : gatewayFailure(text, AiGatewayInternalError, 'Internal Error')
  }
}

/** Headers are strings. The step is changed in place, as with the platform's binding. */
function spell({ headers }: UniversalRequest): void {
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'number' || typeof value === 'boolean') headers[name] = String(value)
    else if (typeof value === 'object' && value !== null) headers[name] = JSON.stringify(value)
  }
}
