// What bound Workers see: the binding's HTTP calls by `fetch`, and its methods by RPC, both by one code. RPC has no properties that are
// there at once, no signals and no WebSockets: for those there is `gatewright/binding`. Source: the wire contract, "bindings".

import { RpcTarget, WorkerEntrypoint } from 'cloudflare:workers'
import { Ai, type ModelsSearch } from '../../binding/ai.ts'
import type { AiGateway, LogPatch, UniversalOptions, UniversalRequest } from '../../binding/ai-gateway.ts'
import type { AiOptions } from '../../binding/options.ts'
import type { Inputs } from '../../binding/run-request.ts'
import type { Environment } from '../../exchange.ts'
import { type Binding, unknownCall } from './binding.ts'

/** Makes the class that the emitted entry exports as `AI`. */
export function entrypoint(binding: Binding) {
  return class AI extends WorkerEntrypoint<Environment> {
    override async fetch(request: Request): Promise<Response> {
      return (await binding(request, this.env, this.ctx, true)) ?? unknownCall()
    }

    run(model: string, inputs: Inputs, options?: AiOptions): Promise<unknown> {
      return this.#ai().run(model, inputs, options)
    }

    gateway(id: string): Gateway {
      return new Gateway(this.#ai().gateway(id))
    }

    models(params?: ModelsSearch): Promise<unknown> {
      return this.#ai().models(params)
    }

    #ai(): Ai {
      return new Ai({ fetch: (input, init) => this.fetch(new Request(input, init)) })
    }
  }
}

/** One gateway, for as long as the caller holds it. */
class Gateway extends RpcTarget {
  readonly #gateway: AiGateway

  constructor(gateway: AiGateway) {
    super()
    this.#gateway = gateway
  }

  run(data: UniversalRequest | UniversalRequest[], options?: UniversalOptions): Promise<Response> {
    return this.#gateway.run(data, options)
  }

  getUrl(provider?: string): Promise<string> {
    return this.#gateway.getUrl(provider)
  }

  getLog(logId: string): Promise<unknown> {
    return this.#gateway.getLog(logId)
  }

  patchLog(logId: string, data: LogPatch): Promise<void> {
    return this.#gateway.patchLog(logId, data)
  }
}
