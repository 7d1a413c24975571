// The gateways of these tests, and how clients and operators ask for them.

import type { Yamls } from '../support/gateway.ts'
import type { Upstream } from '../support/upstream.ts'

/** What an answer came to. */
export interface Asked {
  readonly status: number
  readonly logId: string
  readonly cache: string | null
  /** Of the limit; `null`: nobody counted. */
  readonly remaining: string | null
  /** How long its head and all of it took. */
  readonly headMs: number
  readonly allMs: number
}

/** One for each thing that is kept. */
export function yamls(upstream: Pick<Upstream, 'url'>): Yamls {
  const openai = `authentication: off\nproviders: { openai: { url: "${upstream.url}/v1" } }\n`
  const ops = 'admin: { tokens: [{ name: ops, secret: OPS }] }\nendpoints: { management: on }\n'
  return {
    'limited.yaml': `${openai}cache: off\nrate_limit: { requests: 5, per: 1h }\n`,
    'strict.yaml': `${openai}cache: off\nrate_limit: { requests: 5000, per: 1h, on_failure: deny }\n`,
    'lenient.yaml': `${openai}cache: off\nrate_limit: { requests: 5000, per: 1h }\n`,
    'budgeted.yaml': `${openai}cache: off\nprices: { openai/gpt-4o-mini: { input: 1000, output: 1000 } }\nbudgets: [{ usd: 0.01, per: 1d }]\n`,
    'kept.yaml': `${openai}cache: off\nlogs: { durability: strict }\n${ops}`,
    'cached.yaml': `${openai}cache: { ttl: 1h, store: durable }\n`,
  }
}

/** A chat completion, through a process. */
export async function ask(base: string, text: string): Promise<Asked> {
  const beganAtMs = Date.now()
  const response = await fetch(`${base}/openai/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: text }] }),
  })
  const headMs = Date.now() - beganAtMs
  await response.text()
  const { status, headers } = response
  return {
    status,
    logId: headers.get('cf-aig-log-id') ?? '',
    cache: headers.get('cf-aig-cache-status'),
    remaining: headers.get('ratelimit-remaining'),
    headMs,
    allMs: Date.now() - beganAtMs,
  }
}

/** What the management API says. */
export async function managed(url: string, path: string): Promise<unknown> {
  const headers = { authorization: 'Bearer ops-token' }
  return (await fetch(`${url}/client/v4/accounts/acct/ai-gateway/${path}`, { headers })).json()
}

/** The rows of a gateway's log, fifty at most. */
export async function loggedRows(url: string, gateway: string): Promise<readonly { readonly id: string }[]> {
  const answer = (await managed(url, `gateways/${gateway}/logs?per_page=50`)) as {
    readonly result: { id: string }[] | null
  }
  return answer.result ?? []
}

/** How many rows a gateway's log has. */
export async function logLength(url: string, gateway: string): Promise<number | null> {
  const answer = (await managed(url, `gateways/${gateway}/logs?per_page=1`)) as {
    readonly result_info?: { readonly total_count: number }
  }
  return answer.result_info?.total_count ?? null
}
