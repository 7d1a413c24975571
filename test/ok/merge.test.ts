// What `extends` and YAML's own aliases and merge keys come to, and where phase 2 says that each thing was written.

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesOf, run, sourcesIn } from '../diagnostics/folder.ts'

const here = import.meta.dirname

async function gateways(folder: string) {
  const { config } = run(await sourcesIn(join(here, folder)))
  return new Map((config?.gateways ?? []).map((gateway) => [gateway.id, gateway]))
}

test('maps merge key by key, lists and scalars replace, null deletes', async () => {
  const support = (await gateways('fragments')).get('support')
  expect(support?.value).toEqual({
    extends: '_team',
    authentication: { tokens: [{ name: 'support-bot', secret: 'SUPPORT_BOT_TOKEN' }] },
    headers: { 'x-company': 'example', 'x-team': 'support' },
    providers: {
      openai: {
        key: { secret: 'OPENAI_API_KEY' },
        headers: { 'openai-organization': 'org-1', 'openai-project': 'proj-1' },
      },
      echo: {},
    },
  })
})

test('what comes from a fragment is placed in the fragment', async () => {
  const support = (await gateways('fragments')).get('support')
  expect(support?.place).toEqual({ file: 'gateways/support.yaml', line: 1, column: 1 })
  expect(support?.providerPlaces).toEqual({
    openai: { file: 'gateways/support.yaml', line: 9, column: 3 },
    echo: { file: 'gateways/support.yaml', line: 12, column: 3 },
  })
  expect(support?.secretPlaces).toEqual([
    { name: 'SUPPORT_BOT_TOKEN', place: { file: 'gateways/support.yaml', line: 4, column: 36 } },
    { name: 'OPENAI_API_KEY', place: { file: 'gateways/_company.yaml', line: 10, column: 20 } },
  ])
})

test('every mention of a secret is placed: tokens, `key`, `keys` and collectors’ headers', async () => {
  const everything = (await gateways('everything')).get('support')
  const tokens = ['SUPPORT_BOT_TOKEN', 'OPS_TOKEN']
  const keys = ['OPENAI_API_KEY', 'OPENAI_BATCH_KEY', 'AWS_KEY', 'AZURE_KEY', 'VERTEX_KEY', 'CLOUDFLARE_API_TOKEN']
  expect(everything?.secretPlaces.map(({ name }) => name)).toEqual([...tokens, ...keys, 'HONEYCOMB_KEY'])
})

test('a map’s own entries win over merged ones, and the first merged over the second', async () => {
  const providers = (await gateways('yaml-features')).get('anchors')?.value.providers
  expect(providers).toEqual({
    anthropic: { timeout: '2m', headers: { 'x-a': 'one', 'x-b': 'one' } },
    cohere: { headers: { 'x-label': 'yes' } },
    openai: { timeout: '2m', headers: { 'x-a': 'two' } },
    groq: { timeout: '2m', headers: { 'x-label': 'yes' } },
    mistral: { timeout: '2m', headers: { 'x-a': 'one', 'x-b': 'one' } },
  })
})

test('gateways come sorted by id, whatever the order of the files', async () => {
  const plain = 'authentication: off\nproviders: { echo: {} }\n'
  const files = filesOf({ 'b.yaml': plain, 'a-1.yaml': plain, 'B.yaml': plain, 'a.yaml': plain })
  const ids = (sources: typeof files) => run(sources).config?.gateways.map(({ id }) => id)
  expect(ids(files)).toEqual(['B', 'a', 'a-1', 'b'])
  expect(ids(files.toReversed())).toEqual(ids(files))
})

test('a header called __proto__ is a header', () => {
  const { config } = run(
    filesOf('authentication: off\nheaders: { __proto__: a, constructor: b }\nproviders: { echo: {} }\n'),
  )
  expect(Object.entries(config?.gateways[0]?.value.headers ?? {})).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ])
})

test('deleting what a fragment does not have is a mistake', () => {
  const { diagnostics } = run(
    filesOf({
      '_defaults.yaml': 'authentication: off\n',
      'support.yaml': 'extends: _defaults\ntimeout: null\nproviders: { echo: {} }\n',
    }),
  )
  expect(diagnostics.map(({ code }) => code)).toEqual(['wrong-type'])
})

test('what a shared fragment gets wrong is said once', () => {
  const support = 'extends: _defaults\nproviders: { echo: {} }\n'
  const { diagnostics } = run(
    filesOf({
      '_defaults.yaml': 'authentication: off\ntimeout: 2h\ntiemout: 1s\n',
      'a.yaml': support,
      'b.yaml': support,
    }),
  )
  expect(diagnostics.map(({ code }) => code).toSorted()).toEqual(['timeout-range', 'unknown-key'])
})

test('a broken fragment is not missed a second time', () => {
  const { diagnostics, config } = run(
    filesOf({ '_defaults.yaml': 'authentication: [\n', 'a.yaml': 'extends: _defaults\ntimeout: 2h\n' }),
  )
  expect(diagnostics.map(({ code }) => code).toSorted()).toEqual(['timeout-range', 'yaml-syntax'])
  expect(config).toBeNull()
})

test('settings, limits and routes merge like everything else', () => {
  const { config, diagnostics } = run(
    filesOf({
      '_base.yaml': `authentication: off
deadline: 5m
idle_timeout: 60s
retries: { attempts: 3, delay: 1s }
cache: { ttl: 1h, store: durable }
rate_limit: { requests: 60, per: 1m }
providers:
  openai: { retries: { backoff: linear }, cache: { ttl: 1d } }
  groq: { cache: off }
  echo: {}
routes:
  chat: [openai/gpt-4o-mini, groq/llama-3.3-70b-versatile]
  gone: [openai/gpt-4o-mini]
  slow: { deadline: 1m, steps: [openai/gpt-4o-mini] }
`,
      'support.yaml': `extends: _base
idle_timeout: null
retries: { attempts: 2 }
cache: { ttl: 2h }
rate_limit: { requests: 30 }
providers:
  openai: { cache: off }
  groq: { cache: { ttl: 5m } }
routes:
  chat: [groq/llama-3.3-70b-versatile]
  gone: null
  slow: { deadline: 2m }
  own: [echo/echo]
endpoints: { universal: off }
`,
    }),
  )
  expect(diagnostics).toEqual([])
  expect(config?.gateways[0]?.value).toEqual({
    extends: '_base',
    authentication: 'off',
    deadline: '5m',
    retries: { attempts: 2, delay: '1s' },
    cache: { ttl: '2h', store: 'durable' },
    rate_limit: { requests: 30, per: '1m' },
    providers: {
      openai: { retries: { backoff: 'linear' }, cache: 'off' },
      groq: { cache: { ttl: '5m' } },
      echo: {},
    },
    routes: {
      chat: ['groq/llama-3.3-70b-versatile'],
      slow: { deadline: '2m', steps: ['openai/gpt-4o-mini'] },
      own: ['echo/echo'],
    },
    endpoints: { universal: 'off' },
  })
})

test('a mistake in a fragment’s route is shown in the fragment', () => {
  const { diagnostics } = run(
    filesOf({
      '_base.yaml': 'routes:\n  chat: [opnai/gpt-4o]\n',
      'support.yaml': 'extends: _base\nauthentication: off\nproviders: { openai: {} }\n',
    }),
  )
  expect(diagnostics.map(({ code, span }) => [code, span?.file, span?.start])).toEqual([
    ['step-provider', 'gateways/_base.yaml', 17],
  ])
})
