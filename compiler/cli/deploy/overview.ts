// What is about to be deployed, in a few lines: the Worker, its bindings as wrangler.json has them, and its size.

import { gzipSync } from 'node:zlib'
import type { Plan } from '../../3-plan/ir.ts'
import type { Output } from '../../compile.ts'
import { count } from '../../diagnostics/words.ts'
import { isUploaded } from './mark.ts'

/** Cloudflare's limit for a Worker's modules, uncompressed; source maps do not count. developers.cloudflare.com/workers/platform/limits */
export const LARGEST_BYTES = 64 * 1024 * 1024

/** Ends in a line break. `env`: the environment, where there is one; `out`: where the build lies. */
export function overview(plan: Plan, outputs: readonly Output[], env: string | null, out: string): string {
  const { name, account } = plan.worker
  const rows = [
    ['Worker', `${name}${env === null ? '' : `, environment ${env}`}${account === null ? '' : `, account ${account}`}`],
    ['Gateways', `${count(plan.gateways.length, 'gateway')}, built to ${out}/`],
    ['Bindings', bindingsOf(plan).join(', ') || 'none'],
    ['Size', sizeLine(outputs)],
  ]
  return rows.map(([label = '', text]) => `${label.padEnd(10)}${text}\n`).join('')
}

/** Each with its kind: `LIMITER (Durable Object Limiter)`. Secrets have lines of their own. */
function bindingsOf({ state, features }: Plan): readonly string[] {
  return [
    ...state
      .filter(({ onCloudflare }) => onCloudflare)
      .map(({ binding, className }) => `${binding} (Durable Object ${className})`),
    ...(features.stores.some(({ name }) => name === 'kv') ? ['CACHE_KV (KV namespace)'] : []),
    ...features.bindings.map(({ name }) => `${name} (Workers AI)`),
    ...features.datasets.map(({ binding, name }) => `${binding} (Analytics Engine dataset ${name})`),
  ]
}

function sizeLine(outputs: readonly Output[]): string {
  const modules = outputs.filter(({ path }) => isUploaded(path) && path !== 'wrangler.json').map(({ bytes }) => bytes)
  const bytes = modules.reduce((sum, module) => sum + module.byteLength, 0)
  const packed = gzipSync(Buffer.concat(modules), { level: 9 }).byteLength
  const share = (bytes / LARGEST_BYTES) * 100
  const shown = `${amount(bytes)} B, gzip ${amount(packed)} B`
  const limit = `${amount(LARGEST_BYTES)} B that Cloudflare takes`
  return bytes > LARGEST_BYTES
    ? `${shown}: more than the ${limit}`
    : `${shown}: ${share < 0.1 ? 'less than 0.1' : share.toFixed(1)} % of the ${limit}`
}

function amount(value: number): string {
  return value.toLocaleString('en-US')
}
