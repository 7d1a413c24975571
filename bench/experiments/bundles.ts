// What a bundle weighs, minified and compressed: the smallest one, what each feature adds to it, and one with everything. No clock is
// looked at: the same sources give the same figures. test/counts holds each to a ceiling.

import { gzipSync } from 'node:zlib'
import { customProviders, providers } from '../../compiler/3-plan/providers.ts'
import { compiled } from '../support/folders.ts'
import type { Samples } from '../support/rounds.ts'
import type { Experiment } from './experiment.ts'

const OPEN = 'authentication: off\n'
const TOKENS = 'authentication: { tokens: [{ name: bench, secret: BENCH_TOKEN }] }\n'
const doors = (on = '') =>
  `endpoints: { ${['universal', 'compat', 'rest', 'realtime'].map((door) => `${door}: ${door === on ? 'on' : 'off'}`).join(', ')} }\n`
const OPENAI = 'providers: { openai: {} }\n'
const pared = OPEN + doors()

/** One feature each beside the smallest gateway, by name. */
export const bundles: { readonly [name: string]: string } = {
  smallest: `${pared}cache: off\n${OPENAI}`,
  authentication: `${TOKENS}${doors()}cache: off\n${OPENAI}`,
  cache: `${pared}cache: { ttl: 1h }\n${OPENAI}`,
  rate_limit: `${pared}cache: off\nrate_limit: { requests: 600, per: 1m }\n${OPENAI}`,
  logs: `${pared}cache: off\nlogs: on\n${OPENAI}`,
  universal: `${OPEN}${doors('universal')}cache: off\n${OPENAI}`,
  compat: `${OPEN}${doors('compat')}cache: off\n${OPENAI}`,
  translation: `${OPEN}${doors('compat')}cache: off\nproviders: { openai: {}, anthropic: {} }\n`,
  rest: `${OPEN}${doors('rest')}cache: off\n${OPENAI}`,
  routes: `${pared}cache: off\nroutes: { chat: [openai/gpt-4o, groq/llama-3.3-70b-versatile] }\nproviders: { openai: {}, groq: {} }\n`,
  retries: `${pared}cache: off\nretries: { attempts: 3 }\n${OPENAI}`,
  sigv4: `${pared}cache: off\nproviders: { openai: {}, aws-bedrock: {} }\n`,
  'all providers and doors': every(''),
  everything: every('logs: on\n', 'websocket: on, realtime: on'),
}

/** Bytes of `worker.js`, compressed as Cloudflare counts them. */
export async function compressedBytes(yaml: string): Promise<number> {
  const outputs = await compiled({ 'demo.yaml': yaml })
  const worker = outputs.find(({ path }) => path === 'worker.js')
  return gzipSync(worker?.bytes ?? '', { level: 9 }).byteLength
}

/** Bytes by bundle. */
export const bundleBytes: Experiment = {
  name: 'bundles',
  group: 'bundles',
  says: '`worker.js`, minified and compressed with gzip: the smallest gateway, the same with one feature, and one with every provider and all that is here.',
  baseline: 'smallest',
  budgeted: true,
  run: async (_, { quick }) => {
    const names = quick ? ['smallest', 'all providers and doors', 'everything'] : Object.keys(bundles)
    const samples: { [name: string]: { [figure: string]: readonly number[] } } = {}
    for (const name of names) samples[name] = { gzipBytes: [await compressedBytes(bundles[name] ?? '')] }
    return samples satisfies Samples
  },
}

/** `more`: beside a cache, a limit, a route and the doors that are on where nobody says otherwise. */
function every(more: string, sockets = 'websocket: off, realtime: off'): string {
  const rows = Object.entries(providers).map(([slug, { takes }]) => {
    return `  ${slug}: {${takes.includes('account') ? ' account: acme, binding: AI ' : ''}}\n`
  })
  const customs = Object.keys(customProviders).map(
    (dialect) => `  custom-${dialect}: { dialect: ${dialect}, url: https://llm.example.com }\n`,
  )
  return `${TOKENS}cache: { ttl: 1h }
rate_limit: { requests: 600, per: 1m }
deadline: 10m
${more}hostname: ai.example.com
routes: { chat: [openai/gpt-4o, groq/llama-3.3-70b-versatile] }
endpoints: { universal: on, compat: on, rest: on, ${sockets} }
providers:
${rows.join('')}${customs.join('')}`
}
