// A count and a seed in, the YAML of that many gateways out: what a company with many teams writes. A few fragments that all build on,
// two to four providers each, routes, limits, tokens, headers. The same seed gives the same bytes, on any machine.

import { createHash } from 'node:crypto'
import { type Chance, chanceOf } from './scale/chance.ts'

/** What a folder of gateways is made of. */
export interface Generated {
  /** YAML by file name, as they would lie in `gateways/`. */
  readonly yamls: { readonly [name: string]: string }
  /** Of the gateways, in the order of the files. */
  readonly ids: readonly string[]
}

/** What to make of them. */
export interface GenerateOptions {
  readonly seed?: number
  /** They differ in their ids, their tokens and a header: each does the same work for a request, and only finding it is another matter. */
  readonly isAlike?: boolean
}

/** Opens a gateway: its first token, of which the YAML has the hash. */
export function tokenOf(id: string): string {
  return `token-1-of-${id}`
}

const TIERS = ['bronze', 'silver', 'gold'] as const
const PRODUCTS = ['search', 'support', 'mail', 'sales', 'billing', 'docs', 'legal', 'games'] as const
const REGIONS = ['eu', 'us', 'ap'] as const
const TEAMS = 200
const MODEL_SERVERS = 40
const COST_CENTERS = 50

/** Gateways, numbered, and the fragments they build on. */
export function generate(count: number, { seed = 1, isAlike = false }: GenerateOptions = {}): Generated {
  const gateways = Array.from({ length: count }, (_, index) => {
    // Each has a chance of its own: the first hundred of a thousand are the hundred.
    const chance = chanceOf(seed * 1_000_003 + index)
    const id = `${chance.oneOf(PRODUCTS)}-${chance.oneOf(REGIONS)}-${String(index).padStart(5, '0')}`
    return { id, text: isAlike ? alike(id, chance) : gateway(id, chance) }
  })
  const tiers = TIERS.filter((tier) => gateways.some(({ text }) => text.startsWith(`extends: _${tier}\n`)))
  return {
    yamls: {
      '_common.yaml': common,
      ...Object.fromEntries(tiers.map((tier) => [`_${tier}.yaml`, fragments[tier]])),
      '_worker.yaml': 'name: many\ncompatibility_date: "2026-11-01"\n',
      ...Object.fromEntries(gateways.map(({ id, text }) => [`${id}.yaml`, text])),
    },
    ids: gateways.map(({ id }) => id),
  }
}

const common = `timeout: 60s
idle_timeout: 2m
retries: { attempts: 3, delay: 200ms, backoff: exponential }
providers:
  echo: {}
  openai: { key: { secret: OPENAI_API_KEY } }
`

/** Half of a gateway is its tier's, and half of a tier is everyone's. */
const fragments = {
  bronze: 'extends: _common\nrate_limit: { requests: 60, per: 1m }\n',
  silver: `extends: _common
rate_limit: { requests: 600, per: 1m }
providers:
  anthropic: { key: { secret: ANTHROPIC_API_KEY }, timeout: 5m }
`,
  gold: `extends: _common
deadline: 10m
cache: { ttl: 60 }
providers:
  anthropic:
    keys: { default: { secret: ANTHROPIC_API_KEY }, batch: { secret: ANTHROPIC_BATCH_KEY } }
  google-ai-studio: { key: { secret: GOOGLE_API_KEY } }
`,
}

function gateway(id: string, { oneOf, below }: Chance): string {
  const tier = oneOf(TIERS)
  const team = `team-${below(TEAMS)}`
  const providers = [
    ...(below(2) === 0 ? [`  openai: { headers: { x-team: ${team} } }\n`] : []),
    ...(below(4) === 0 ? [modelServer(below(MODEL_SERVERS))] : []),
    ...(below(3) === 0 ? ['  groq: { key: { secret: GROQ_API_KEY } }\n'] : []),
  ]
  const fallback = tier === 'bronze' ? 'echo/echo-1' : 'anthropic/claude-sonnet-4-5'
  const routes = [
    ...(below(2) === 0
      ? [`  chat: [{ model: openai/gpt-4o-mini, timeout: ${oneOf([5, 10, 20])}s }, ${fallback}]\n`]
      : []),
    ...(below(5) === 0 ? ['  cheap: [openai/gpt-4o-mini, echo/echo-1]\n'] : []),
  ]
  return [
    `extends: _${tier}\ndescription: Gateway ${id} of ${team}\n`,
    tokens(id, 1 + below(2)),
    section('providers', providers),
    section('routes', routes),
    below(10) === 0 ? `headers: { x-cost-center: "${1000 + below(COST_CENTERS)}" }\n` : '',
  ].join('')
}

function alike(id: string, { below }: Chance): string {
  return `extends: _common\n${tokens(id, 1)}providers:\n  openai: { headers: { x-team: team-${below(TEAMS)} } }\n`
}

function section(name: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${name}:\n${lines.join('')}`
}

function tokens(id: string, count: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const hash = createHash('sha256')
      .update(tokenOf(id).replace('1', String(index + 1)))
      .digest('hex')
    return `    - { name: bot-${index + 1}, sha256: ${hash} }\n`
  })
  return `authentication:\n  tokens:\n${lines.join('')}`
}

/** Some team's own. */
function modelServer(number: number): string {
  return `  custom-vllm: { dialect: openai, url: "https://vllm-${number}.example.com/v1", key: { secret: VLLM_API_KEY } }\n`
}
