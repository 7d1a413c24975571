// The compiled thing against an interpreter: for random gateways and requests, what the Worker finds in its table and decides
// from it is what a reading of the YAML values gives: the same attempts in the same order, step over request over provider over gateway,
// and a value that is present wins.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tableText } from '../../compiler/4-emit/table.ts'
import { checkSources } from '../../compiler/compile.ts'
import { textPayload } from '../../runtime/attempts/payload.ts'
import type { Translate } from '../../runtime/endpoints/ask.ts'
import { compat } from '../../runtime/endpoints/compat.ts'
import type { Attempt, Rows } from '../../runtime/exchange.ts'
import { type Located, locate, locateByHostname } from '../../runtime/locate.ts'
import { GatewayError } from '../../runtime/problem.ts'
import { settingsOf } from '../../runtime/settings.ts'
import { openTable } from '../../runtime/table.ts'
import { ALIAS, aliases, type Folder, folders, sourcesOf, styles, TIMEOUT } from './configs.ts'
import { interpreted, type Sent } from './interpreter.ts'

/** A request that is for one of the folder's gateways, or nearly: a part of it in a few is another than it should be. */
const requestTo = (folder: Folder): fc.Arbitrary<Sent> => {
  const gateways = Object.entries(folder).filter(([name]) => !name.startsWith('_'))
  const hostnames = gateways.flatMap(([, { hostname }]) => (hostname === undefined ? [] : [`${hostname}`]))
  const slugs = ['openai', 'echo', 'aws-bedrock', 'workers-ai', 'custom-one']
  const host = usually(
    ['localhost:8787', ...hostnames, ...hostnames.map((name) => `${name.toUpperCase()}.:443`)],
    ['127.0.0.1'],
  )
  const version = usually(['v1'], ['v2', ''])
  const account = usually(['acme'], ['other', ''])
  const id = usually(
    gateways.map(([id]) => id),
    ['absent', '', '_base', '__proto__', '@a'],
  )
  const slug = usually(slugs, ['absent', '', 'constructor'])
  const below = fc.constantFrom('', '/', '/chat/completions', '/a%2Fb/', '//x')
  const routed = fc
    .tuple(version, account, id, slug, below)
    .map(([version, account, id, slug, below]) => `/${version}/${account}/${id}/${slug}${below}`)
  const short = fc.tuple(slug, below).map(([slug, below]) => `/${slug}${below}`)
  const unified = fc
    .tuple(account, id, fc.boolean(), usually(['chat/completions'], ['chat', '']))
    .map(([account, id, isShort, path]) => `${isShort ? '' : `/v1/${account}/${id}`}/compat/${path}`)
  const model = fc.oneof(
    {
      weight: 3,
      arbitrary: usually(['dynamic/chat', 'dynamic/constructor'], ['dynamic/', 'dynamic/toString', 'dynamic']),
    },
    { weight: 3, arbitrary: slug.map((slug) => `${slug}/some/model`) },
    fc.constantFrom('', 'gpt', '/gpt'),
  )
  const path = fc.oneof(
    { weight: 6, arbitrary: unified },
    { weight: 6, arbitrary: routed },
    { weight: 3, arbitrary: short },
    fc.constantFrom('', '/', '/v1', '/v1/acme'),
  )
  const query = fc.constantFrom('', '?', '?a=b/c?d')
  return fc.record({
    url: fc.tuple(host, path, query).map(([host, path, query]) => `https://${host}${path}${path === '' ? '' : query}`),
    headers: fc.record(
      {
        [TIMEOUT]: usually(['0', '1', '20000', '3600000'], ['3600001', '-1', '1.5', 'soon', '']),
        [ALIAS]: usually(aliases, ['absent']),
      },
      { requiredKeys: [] },
    ),
    model,
  })
}

function usually(right: readonly string[], wrong: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  )
}

const cases = folders.chain((folder) =>
  fc.record({
    folder: fc.constant(folder),
    style: styles,
    requests: fc.array(requestTo(folder), { minLength: 5, maxLength: 30 }),
  }),
)

it('finds and decides what an interpreter of the YAML does', async () => {
  const outcomes = new Set<string>()
  await fc.assert(
    fc.asyncProperty(cases, async ({ folder, style, requests }) => {
      const { plan, diagnostics } = checkSources(sourcesOf(folder, style))
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      if (plan === null) throw new Error('no plan without an error')
      const lookUp = openTable(tableText(plan.gateways))
      const find = plan.features.hostnames.length === 0 ? locate : locateByHostname
      const rows = new Map(plan.rows.map(({ name, row }) => [name, row]))
      for (const sent of requests) {
        const found = await outcome(() => compiled(find(lookUp, sent.url), sent, rows))
        expect(found).toEqual(await outcome(() => interpreted(folder, sent)))
        outcomes.add(kindOf(found))
      }
    }),
    { numRuns: 200 },
  )
  expect([...outcomes].sort()).toEqual([
    'a chain',
    'an attempt',
    'invalidProvider',
    'invalidRequest',
    'no provider',
    'noSuchGateway',
    'notFound',
    'settings',
  ])
})

/** What the runtime's own functions make of the table. */
async function compiled(located: Located, sent: Sent, rows: Rows) {
  const { gateway, segment, path, query, account } = located
  const { id } = gateway
  if (segment === 'compat') return { id, ...(await unified(located, sent, rows)) }
  const provider = Object.hasOwn(gateway.providers, segment) ? gateway.providers[segment] : undefined
  if (provider === undefined) return null
  return { id, account, path, query, ...decided({ slug: segment, headers: new Headers(sent.headers), provider }) }
}

// Which fields come across is test/dialects/; here it counts that somebody is asked.
const translate: Translate = () => ({
  payload: textPayload('translated'),
  translation: { dropped: () => [], answer: async (response) => response },
})
const door = compat({ chats: translate, embeddings: translate })

async function unified(located: Located, { headers, model }: Sent, rows: Rows) {
  const body = JSON.stringify({ model })
  const request = new Request('https://gateway.example.com/', { method: 'POST', headers, body })
  const course = await door(located, { caller: null, spent: [], query: located.query }, request, rows)
  if (course instanceof Response) throw new Error('the gateway has answered itself')
  const attempts = course.attempts.map((attempt) => ({
    step: attempt.step,
    model: attempt.model,
    isTranslated: attempt.payload.take() === 'translated',
    said: [attempt.headers.get('x-a'), attempt.headers.get('x-b')],
    ...decided(attempt),
  }))
  return { attempts, deadlineMs: course.deadlineMs }
}

function decided({ slug, headers, provider }: Pick<Attempt, 'slug' | 'headers' | 'provider'>) {
  const { alias, timeoutMs } = settingsOf({ headers, provider })
  const { row, url, values, keys } = provider
  return { slug, row, url, values, alias, key: keys[alias], headers: Object.fromEntries(provider.headers), timeoutMs }
}

function kindOf(found: unknown): string {
  if (typeof found === 'string' || found === null) return found ?? 'no provider'
  const { attempts } = found as { readonly attempts?: readonly unknown[] }
  return attempts === undefined ? 'settings' : attempts.length > 1 ? 'a chain' : 'an attempt'
}

/** A GatewayError by its name; anything else that is thrown is nobody's answer. */
async function outcome<T>(answer: () => T | Promise<T>): Promise<T | string> {
  try {
    return await answer()
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown.problem
    throw thrown
  }
}
