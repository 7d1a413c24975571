// What `dev` says when it begins to serve: where each gateway is, what is missing, and a first request to try.

import type { GatewayPlan, Plan, SecretPlan } from '../../3-plan/ir.ts'
import { count, either } from '../../diagnostics/words.ts'
import { paint, type Terminal } from '../io.ts'
import type { Secrets } from '../running/secrets.ts'

/** The address as a URL that works on this machine: `0.0.0.0` listens everywhere, but is nowhere to go to. */
export function baseUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

/** A line for each gateway: its URL, and the providers to put behind it. */
export function gatewayLines(plan: Plan, base: string, terminal: Terminal): string {
  const rows = plan.gateways.map((gateway) => [
    paint(terminal, 'cyan', `${gatewayUrl(gateway, base)}/`),
    `{${Object.keys(gateway.record.providers).join(', ')}}`,
  ])
  return rows.map((row) => `  ${row.join('')}\n`).join('')
}

/** A command line that gets an answer without a key; empty where no open gateway has a provider that is built in. */
export function tryLine(plan: Plan, base: string): string {
  const builtins = new Set(plan.rows.filter(({ row }) => row.builtin !== null).map(({ name }) => name))
  for (const gateway of plan.gateways) {
    if (gateway.record.tokens !== null) continue
    for (const [slug, { row }] of Object.entries(gateway.record.providers)) {
      if (!builtins.has(row)) continue
      const body = JSON.stringify({ model: slug, messages: [{ role: 'user', content: 'Hello' }] })
      return `Try it:\n  curl ${gatewayUrl(gateway, base)}/${slug}/chat/completions -H 'content-type: application/json' -d '${body}'\n`
    }
  }
  return ''
}

/** Where secrets came from and which are missing, with what to do; empty where none is needed. */
export function secretLines({ found, missing }: Secrets, files: readonly string[], terminal: Terminal): string {
  const from = found.map(({ name, source }) => `  ${paint(terminal, 'dim', `${name} from ${source}`)}\n`).join('')
  if (missing.length === 0) return from
  const label = paint(terminal, ['bold', 'yellow'], 'warning')
  const names = missing.map((secret) => `    ${secret.name}${mention(secret)}\n`).join('')
  const advice = `Write ${missing[0]?.name}=… in ${either(files)}, or set it in the environment.`
  return `${from}${label}: ${count(missing.length, 'secret')} missing; requests that need one will fail.\n${names}  ${paint(terminal, 'cyan', 'hint')}: ${advice}\n`
}

function mention({ places }: SecretPlan): string {
  const [first] = places
  return first === undefined ? '' : ` (${first.file}:${first.line})`
}

/** Empty where only this machine can reach it, or every gateway asks for a token. */
export function exposureLine(plan: Plan, host: string, terminal: Terminal): string {
  const open = plan.gateways.filter(({ record }) => record.tokens === null).map(({ record }) => record.id)
  if (open.length === 0 || /^(127\.|::1$|localhost$)/.test(host)) return ''
  const label = paint(terminal, ['bold', 'yellow'], 'warning')
  return `${label}: Whoever can reach ${host} can use ${open.join(', ')}: authentication is off there.\n`
}

// Where no account is stated any will do; `local` says what it is.
function gatewayUrl({ record }: GatewayPlan, base: string): string {
  return `${base}/v1/${record.account ?? 'local'}/${record.id}`
}
