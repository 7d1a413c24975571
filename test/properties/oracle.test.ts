// The compiled thing against an interpreter: for random gateways and requests, what the Worker finds in its table and decides
// from it is what a reading of the YAML values gives, request over provider over gateway, and a value that is present wins.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tableText } from '../../compiler/4-emit/table.ts'
import { checkSources } from '../../compiler/compile.ts'
import { locate, locateByHostname } from '../../runtime/locate.ts'
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
  const path = fc.oneof(
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

it('finds and decides what an interpreter of the YAML does', () => {
  const outcomes = new Set<string>()
  fc.assert(
    fc.property(cases, ({ folder, style, requests }) => {
      const { plan, diagnostics } = checkSources(sourcesOf(folder, style))
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      if (plan === null) throw new Error('no plan without an error')
      const lookUp = openTable(tableText(plan.gateways))
      const find = plan.features.hostnames.length === 0 ? locate : locateByHostname
      for (const sent of requests) {
        const found = outcome(() => compiled(find(lookUp, sent.url), sent))
        expect(found).toEqual(outcome(() => interpreted(folder, sent)))
        outcomes.add(typeof found === 'string' ? found : found === null ? 'no provider' : 'settings')
      }
    }),
    { numRuns: 200 },
  )
  expect([...outcomes].sort()).toEqual(['invalidRequest', 'no provider', 'noSuchGateway', 'notFound', 'settings'])
})

/** What the runtime's own functions make of the table. */
function compiled({ gateway, segment, path, query, account }: ReturnType<typeof locate>, sent: Sent) {
  const provider = Object.hasOwn(gateway.providers, segment) ? gateway.providers[segment] : undefined
  if (provider === undefined) return null
  const { alias, timeoutMs } = settingsOf({ headers: new Headers(sent.headers), provider })
  const { row, url, values, keys, headers } = provider
  return {
    id: gateway.id,
    account,
    slug: segment,
    path,
    query,
    row,
    url,
    values,
    alias,
    key: keys[alias],
    headers: Object.fromEntries(headers),
    timeoutMs,
  }
}

/** A GatewayError by its name; anything else that is thrown is nobody's answer. */
function outcome<T>(answer: () => T): T | string {
  try {
    return answer()
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown.problem
    throw thrown
  }
}
