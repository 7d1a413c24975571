// Pages of a log of 100,000 rows, asked of the management API as the official SDK asks it. The rows are put into the gateway's own log store
// by a Worker that stands before the gateway: to make them of requests would take minutes.

import { compiled, folderWith } from '../support/folders.ts'
import { takeTurns } from '../support/rounds.ts'
import { median } from '../support/statistics.ts'
import { token, tokenSha256 } from '../support/token.ts'
import { startWorkerd } from '../support/workerd.ts'
import type { Experiment } from './experiment.ts'
import { batchesOf } from './pages-rows.ts'

const ROWS = 100_000
const ASKED = 5

const YAML = `authentication: off
cache: off
logs: on
endpoints: { management: on }
admin: { tokens: [{ name: bench, sha256: ${tokenSha256} }] }
providers: { echo: {} }
`

const FILLER = `export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname !== '/fill') return env.GATEWAY.fetch(request)
    await env.LOG_STORE.getByName('demo').put(await request.json())
    return new Response()
  },
}`

const SERVICE = `(name = "filler", worker = (
      modules = [(name = "filler.js", esModule = embed "filler.js")],
      compatibilityDate = "2026-11-01",
      bindings = [
        (name = "GATEWAY", service = "gateway"),
        (name = "LOG_STORE", durableObjectNamespace = (className = "LogStore", serviceName = "gateway")),
      ],
    )),`

const by = (key: string, operator: string, value: unknown) =>
  `filters=${encodeURIComponent(JSON.stringify([{ key, operator, value: [value] }]))}`

/** What is asked; the first is as good as `SELECT 1`. */
const QUESTIONS: { readonly [name: string]: string } = {
  'nothing: an id that no row has': by('id', 'eq', '00000000-0000-7000-8000-000000000000'),
  'the newest': '',
  'page 2,500 of 5,000': 'page=2500',
  'a provider': by('provider', 'eq', 'openai'),
  'a model in 5,000 rows': by('model', 'eq', 'rare'),
  'a part of a model': by('model', 'contains', 'sonnet'),
  'a status': by('status_code', 'eq', 429),
  'a cost above': by('cost', 'gt', 0.009),
  'an entry of metadata': by('metadata.key.user', 'eq', 'user-17'),
  'a value of metadata': by('metadata.value', 'eq', 'user-17'),
  'a number in metadata above': by('metadata.key.attempt', 'gt', 8),
  'a search': 'search=rare',
  'a search that finds nothing': 'search=nothing',
  'a search, of a provider': `search=gpt&${by('provider', 'eq', 'openai')}`,
  'by cost': 'order_by=cost',
  'by duration, of a provider': `order_by=duration&${by('provider', 'eq', 'openai')}`,
  'by cost, page 2,500 of 5,000': 'order_by=cost&page=2500',
}

/** Milliseconds to a page's last byte: the middle of several askings. */
export const pages: Experiment = {
  name: 'log-pages',
  group: 'logs',
  says: `A page of 20 of a log of ${ROWS.toLocaleString('en')} rows, by the management API: the middle of ${ASKED} askings a round.`,
  baseline: Object.keys(QUESTIONS)[0] ?? null,
  budgeted: true,
  run: async (_, { quick, rounds }) => {
    const { url, stop } = await startWorkerd(await folder())
    for (const batch of batchesOf(ROWS)) await told(await fetch(`${url}/fill`, { method: 'POST', body: batch }))
    const samples = await takeTurns(Object.keys(QUESTIONS), quick ? 1 : rounds, async (name) => {
      const taken: number[] = []
      for (let asked = 0; asked < ASKED; asked++) taken.push(await ask(url, QUESTIONS[name] ?? ''))
      return { ms: median(taken) }
    })
    await stop()
    return samples
  },
}

async function folder(): Promise<string> {
  const outputs = await compiled({ 'demo.yaml': YAML })
  const files = outputs.map(({ path, bytes }) => {
    if (path !== 'workerd.capnp') return { path, bytes }
    const text = Buffer.from(bytes).toString()
    return { path, bytes: Buffer.from(before(text)) }
  })
  return folderWith([...files, { path: 'filler.js', bytes: Buffer.from(FILLER) }])
}

/** Has the filler stand before the gateway. */
function before(capnp: string): string {
  const [socket, services] = ['"127.0.0.1:8080", service = "gateway"', 'services = [']
  if (!capnp.includes(socket) || !capnp.includes(services)) throw new Error('The emitted workerd.capnp has changed.')
  return capnp.replace(socket, '"127.0.0.1:8080", service = "filler"').replace(services, `${services}\n    ${SERVICE}`)
}

async function ask(url: string, question: string): Promise<number> {
  const path = `/client/v4/accounts/account/ai-gateway/gateways/demo/logs?per_page=20&${question}`
  const startedAt = performance.now()
  await told(await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } }))
  return performance.now() - startedAt
}

async function told(response: Response): Promise<void> {
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 500)}`)
}
