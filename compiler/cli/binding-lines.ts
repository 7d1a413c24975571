// What a user pastes elsewhere so that other Workers have the gateways as `env.AI`: a way for each place that they run in.

import type { Plan } from '../3-plan/ir.ts'
import { paint, type Terminal } from './io.ts'

/** Empty where no gateway offers the binding. Names no secret's value. */
export function bindingLines(terminal: Terminal, { worker, features, gateways }: Plan): string {
  if (features.binding.length === 0) return ''
  const ids = gateways.flatMap(({ record }) => (record.endpoints.binding === 'off' ? [] : [record.id]))
  const shown =
    ids.length > MOST_IDS ? `${ids.slice(0, MOST_IDS).join(', ')} and ${ids.length - MOST_IDS} more` : ids.join(', ')
  const service = (binding: string) =>
    `"services": [{ "binding": "${binding}", "service": "${worker.name}", "entrypoint": "AI" }]`
  const ways = [
    ['In the wrangler.json of another Worker, for its methods by RPC:', service('AI')],
    [
      'The same with all that env.AI has (properties, signals, WebSockets):',
      `${service('GATEWAY')}\nimport { Ai } from 'gatewright/binding'   // new Ai(env.GATEWAY)`,
    ],
    [
      "In the capnp of a Worker beside this one, for workerd's own env.AI:",
      wrapped('(name = "gateway", entrypoint = "AI")'),
    ],
    ...(features.publicBinding.length === 0
      ? []
      : [['The same with this one elsewhere:', `${ELSEWHERE}\n${wrapped('"ai-gateway"')}`]]),
  ]
  const text = ways.map(([title, lines = '']) => `  ${title}\n${lines.replace(/^/gm, '    ')}`)
  return `Bound Workers reach ${shown} as env.AI:\n${paint(terminal, 'dim', text.join('\n'))}\n`
}

const MOST_IDS = 5

function wrapped(service: string): string {
  return `(name = "AI", wrapped = (moduleName = "cloudflare-internal:ai-api",
  innerBindings = [(name = "fetcher", service = ${service})])),`
}

/** A token of the gateway's stands in its place: workerd reads none from its environment there. */
const ELSEWHERE = `(name = "ai-gateway", external = (address = "HOST:PORT", http = (
  injectRequestHeaders = [(name = "cf-aig-authorization", value = "Bearer TOKEN")]))),`
