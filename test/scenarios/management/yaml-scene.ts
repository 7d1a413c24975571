// A gateway that states much, one that states little, and a caller who may manage both.

import type { Answered, Call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import { manage, resultOf } from './call.ts'

/** When anything of the YAML was made: nobody told. */
export const NEVER = '1970-01-01T00:00:00.000Z'

/** What a test needs. */
export interface YamlScene {
  readonly ask: (path: string, options?: Call) => Promise<Answered>
  /** Of an answer that has one. */
  readonly result: (path: string) => Promise<unknown>
}

/** Gateways `default`, from a file `default.yml`, and `plain`, from `plain.yaml`. */
export async function setYamlScene(): Promise<YamlScene> {
  const { gateway } = await setScene(
    ({ url }) => ({
      'plain.yaml': `
authentication: off
providers: { echo: {} }
admin: { tokens: [{ name: ops, secret: OPS }] }
endpoints: { management: on }
`,
      'default.yml': `
hostname: ai.example.com
authentication: { tokens: [{ name: caller, secret: CALLER }] }
cache: { ttl: 1h, invalidate_on_deploy: true }
retries: { attempts: 3, delay: 200ms, backoff: linear }
rate_limit: { requests: 600, per: 1m, technique: sliding, by: token }
logs: { collect: off, keep: 20000, when_full: stop_inserting }
budgets: [{ usd: 50, per: 1d }, { usd: 1.5, per: 1h, by: metadata.team, technique: sliding }, { usd: 2, per: 1h, by: model }]
otel:
  - url: http://127.0.0.1:4318/v1/traces?stream=in-the-query
    headers: { x-plain: plain, x-key: { secret: OTEL } }
    content_type: protobuf
providers:
  openai:
    url: "${url}"
    keys: { default: { secret: OPENAI }, second: { secret: OPENAI_2 } }
    rate_limit: { requests: 10, per: 1m }
    timeout: 7s
    cache: off
  anthropic: { url: "${url}", key: { secret: ANTHROPIC } }
  custom-vllm: { dialect: openai, url: "${url}/vllm", headers: { x-custom: shown-to-nobody } }
routes:
  chat:
    - openai/gpt-4o-mini
    - { model: anthropic/claude-sonnet-4-5, timeout: 2s, retries: { attempts: 5 } }
  alone: [openai/gpt-4o]
admin: { tokens: [{ name: ops, secret: OPS }] }
endpoints: { management: on }
`,
    }),
    { env: { OPS: 'ops', CALLER: 'c', OTEL: 'otel-key', OPENAI: 'k1', OPENAI_2: 'k2', ANTHROPIC: 'k3' } },
  )
  const ask = (path: string, options: Call = {}) => manage(gateway.url, path, 'ops', options)
  return { ask, result: async (path) => resultOf(await ask(path)) }
}
