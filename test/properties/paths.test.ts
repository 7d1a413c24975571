// Paths below a provider never leave its base, whatever is encoded in them how often, and what is let through is sent as it
// came. The path rules are held to a model that reads them as regular expressions.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { customProviders, providers } from '../../compiler/3-plan/providers.ts'
import { namedTarget } from '../../runtime/attempts/named-target.ts'
import { targetOf } from '../../runtime/attempts/target.ts'
import type { Attempt } from '../../runtime/exchange.ts'
import { GatewayError } from '../../runtime/problem.ts'
import type { ProviderRow } from '../../runtime/records.ts'
import { leadOf, model, percent, staysBelow } from './path-model.ts'
import { attempt, providerRecord } from './records.ts'

const VALUES = { account: 'acct-1', deployment: 'dep.1', project: 'proj', region: 'eu-west-1', resource: 'res' }
const URL_BASE = 'https://proxy.example.com/some/base'

/** What a request line can carry of a path: `?` ends it, and the platform passes on anything else. */
const encodable = ['.', '/', '\\', '\0', '\n', '\r', '\t', '\x7f', ';', '@', ':', '%', '?', '#', ' ', 'a']
const encodings = [
  (character: string) => character,
  percent,
  (character: string) => percent(character).toLowerCase(),
  (character: string) => percent(character).replaceAll('%', '%25'),
  (character: string) => percent(character).replaceAll('%', '%2525'),
  (character: string) => percent(percent(character)),
]
const encoded = fc
  .tuple(fc.constantFrom(...encodable), fc.constantFrom(...encodings))
  .map(([character, encode]) => encode(character))
  .filter((text) => text !== '?')
const dots = fc.tuple(encoded, encoded).map(([a, b]) => a + b)
const word = fc.constantFrom(
  '..',
  '.',
  '',
  'v1',
  'models',
  'é',
  '．．',
  '\u2025',
  '%c0%ae',
  '@evil.example',
  '..;',
  '..%3b',
  '%zz',
  '\x85',
)
const part = fc.oneof(
  encoded,
  dots,
  word,
  fc.stringMatching(/^[!-~]{0,6}$/).map((text) => text.replaceAll('?', '')),
)
const segments = fc.array(part, { maxLength: 8 }).chain((parts) => fc.constantFrom(parts.join(''), parts.join('/')))
const query = fc.constantFrom('', '?', '?a=b', '?a=../..&b=%2e%2e', '?u=https://evil.example/@')

/** What each row's own rules lead to: otherwise hardly a random path would come so far. */
const rows = [
  ...Object.entries(providers),
  ...Object.entries(customProviders).map(([name, it]) => [`custom-${name}`, it] as const),
]
  .filter(([, { row }]) => row.builtin === null)
  .map(([slug, { row, takes }]) => ({
    slug,
    row,
    takes,
    leads: row.paths.flatMap((rule) => [leadOf(rule, VALUES), leadOf(rule, {})]),
  }))

describe.each(rows)('$slug', ({ slug, row, takes, leads }) => {
  const lead = fc.constantFrom('', ...leads)
  const values = fc
    .subarray([...takes])
    .map((names) => Object.fromEntries(names.map((name) => [name, VALUES[name as keyof typeof VALUES]])))
  const url = row.base === '' ? fc.constant(URL_BASE) : fc.option(fc.constant(URL_BASE))
  const account = fc.option(fc.constantFrom('acct-1', 'other', '..', 'a/b'))

  it('sends a path below the base exactly as it came, or refuses it', () => {
    let accepted = 0
    fc.assert(
      fc.property(lead, segments, query, values, url, account, (lead, path, query, values, url, account) => {
        const attempt = attemptOf(slug, row, lead + path, query, values, url)
        const target = targetOrRefusal(attempt, account)
        if (target === null) return
        accepted += 1
        const expected = model(attempt, account)
        expect(target.url).toBe(`${expected.base}${expected.below === '' ? '' : '/'}${expected.below}${query}`)
        expect(staysBelow(target.url, expected.base)).toBe(true)
        expect(expected.known).toMatchObject(values)
      }),
      { numRuns: 1000 },
    )
    expect(accepted).toBeGreaterThan(20)
  })
})

it.each([
  '..',
  'v1/../../x',
  'a/%2e%2e/b',
  '%252e%252e',
  '%25252e.',
  '..%2fx',
  'a%5c..%5cb',
  'a\\b',
  '..;/x',
  '..%3b/x',
  '.%00./',
  'a%0d%0ab',
  '.. ',
  'a/..  ',
  '..%20',
])('refuses %j', (path) => {
  const { row } = providers.openai ?? { row: null }
  expect(row && targetOrRefusal(attemptOf('openai', row, path, '', {}, null), null)).toBeNull()
})

it.each(['a..b', '...', 'v1/models/m%3A0', '%2E.a', 'b%20c', 'a;b=c', '@cf/meta/x', 'é', 'a%2Fb', '//x'])(
  'lets %j through',
  (path) => {
    const { row } = providers.cohere ?? { row: null }
    const target = row && targetOrRefusal(attemptOf('cohere', row, path, '?x', {}, null), null)
    expect(target?.url).toBe(`https://api.cohere.com/${path.replace(/^\/+/, '')}?x`)
  },
)

describe('a pin that the path rules hold', () => {
  const { row } = providers['google-vertex-ai'] ?? { row: null }
  const rest = 'publishers/google/models/m:rawPredict'
  const sent = (path: string) =>
    row &&
    targetOrRefusal(attemptOf('google-vertex-ai', row, path, '', { project: 'p', region: 'eu-west-1' }, null), null)

  it('lets its own value through', () => {
    const path = `v1/projects/p/locations/eu-west-1/${rest}`
    expect(sent(path)?.url).toBe(`https://eu-west-1-aiplatform.googleapis.com/${path}`)
  })

  it.each([
    `v1/projects/other/locations/eu-west-1/${rest}`,
    `v1/projects/p/locations/other/${rest}`,
    // What a server that decodes or merges slashes would read as another project or region.
    `v1/%70rojects/other/locations/eu-west-1/${rest}`,
    `v1//projects/other/locations/eu-west-1/${rest}`,
    `v1/projects/p/%6cocations/other/${rest}`,
    'v1/projects/other/models',
  ])('does not let %s past it', (path) => {
    expect(sent(path)).toBeNull()
  })
})

function attemptOf(
  slug: string,
  row: ProviderRow,
  path: string,
  query: string,
  values: { readonly [name: string]: string },
  url: string | null,
): Attempt {
  return attempt(slug, row, providerRecord({ row: slug, url, values }), { path, query })
}

/** Refusing is the client's mistake, told as such: anything else that is thrown fails the test. */
function targetOrRefusal(attempt: Attempt, account: string | null) {
  try {
    return targetOf(attempt, account, namedTarget)
  } catch (thrown) {
    if (thrown instanceof GatewayError && thrown.problem === 'invalidRequest') return null
    throw thrown
  }
}
