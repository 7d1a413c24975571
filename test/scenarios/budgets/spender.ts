// Gateways with budgets in real workerd, in front of a scripted upstream that says what calls used.

import { scheduler } from 'node:timers/promises'
import { type Answer, reply } from '../../support/answers.ts'
import { type Answered, type Call, call } from '../../support/call.ts'
import type { Yamls } from '../../support/gateway.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'
import { startDurably, type TestWorker } from '../../support/worker.ts'

/** A running one. */
export interface Spender {
  readonly upstream: Upstream
  readonly worker: TestWorker
  /** `{url}/v1/acct/demo` */
  base(): string
  /** A chat with a provider, `custom-up` and `gpt` unless told otherwise. */
  ask(options?: Call & { readonly provider?: string; readonly model?: string }): Promise<Answered>
  stop(): Promise<void>
}

/** `yaml` is the gateway `demo`, given the upstream's URL; `more` are others. */
export async function startSpender(
  yaml: (url: string) => string,
  env: { readonly [name: string]: string } = {},
  more: (url: string) => Yamls = () => ({}),
): Promise<Spender> {
  const upstream = await startUpstream(used(10, 20))
  const worker = await startDurably({ 'demo.yaml': yaml(upstream.url), ...more(upstream.url) }, env)
  const base = () => `${worker.url()}/v1/acct/demo`
  return {
    upstream,
    worker,
    base,
    ask: ({ provider = 'custom-up', model = 'gpt', ...options } = {}) =>
      call(`${base()}/${provider}/chat/completions`, {
        method: 'POST',
        body: JSON.stringify({ model, max_tokens: 20 }),
        ...options,
      }),
    stop: async () => {
      await worker.stop()
      await upstream.stop()
    },
  }
}

/** A chat completion that says what it used, after a while. */
export function used(promptTokens: number, completionTokens: number, afterMs = 0): Answer {
  const usage = { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: 0 }
  const answer = reply({ body: { id: 'x', object: 'chat.completion', model: 'gpt', choices: [], usage } })
  return async (request, response) => {
    if (afterMs > 0) await scheduler.wait(afterMs)
    await answer(request, response)
  }
}

/** Until calls that are over are settled: a flush, and the rest that the observation of an answer may take. */
export function settled(): Promise<void> {
  return scheduler.wait(400)
}

/** How many of some answers have each status. */
export function tally(answers: readonly Answered[]): { readonly [status: string]: number } {
  const counts: { [status: string]: number } = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
