// Paths that try to leave a provider's base, written to the socket as they stand. Refused with a clear error or kept below
// the base; never a crash, never another host.

import { afterEach, describe, expect, it } from 'vitest'
import { get } from '../../support/raw.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `authentication: off\nproviders:
  openai: { key: { secret: KEY } }
  mistral: { url: "${url}/base/v1", key: { secret: KEY } }
  azure-openai: { key: { secret: KEY } }
  workers-ai: { key: { secret: KEY } }
`,
  }),
  { env: { KEY: 'stored-key' }, capture: true },
)
const prefix = '/v1/acct/demo'
const send = (target: string) => get(gateway.url, target)

afterEach(() => expect(gateway.stderr()).toBe(''))

describe('refused', () => {
  it.each([
    '/../x',
    '/..',
    '/./x',
    '/.',
    '/a/../../x',
    '/a/..',
    '/a/.',
    '/%2e%2e/x',
    '/%2E%2e/x',
    '/%2E./x',
    '/.%2e/x',
    '/%2e/x',
    '/..%2fx',
    '/..%2Fx',
    '/a%2f..%2fx',
    '/a%2f../x',
    '/..%5cx',
    '/..\\x',
    '/a\\..\\x',
    '/a%5c..%5cx',
    '/%252e%252e/x',
    '/%252e%252e%252fx',
    '/%25252e%25252e/x',
    '/..;/x',
    '/..;a=b/x',
    '/a%0d%0aX-Evil:%201',
    '/a%0D%0a%0d%0aGET / HTTP/1.1',
    '/a%00',
    '/%00',
    '/a%0a',
    '/a%7f',
    '/a%1b',
    '/a%250d%250a',
    '/a%2500',
    '/v1/%2e%2e/x',
    '/v1/../../x',
    '\\x',
  ])('%s', async (below) => {
    for (const slug of ['openai', 'mistral', 'workers-ai']) {
      const answer = await send(`${prefix}/${slug}${below.replaceAll(' ', '%20')}`)
      expect([answer.status, answer.text.includes('"httpCode":400')]).toEqual([400, true])
    }
    expect(upstream.requests).toHaveLength(0)
  })

  it.each(['/res/..', '/res/../x', '/res/dep/../../../x', '/res/%2e%2e/x', '/../dep/x', '/res/dep%2f..%2fx/y'])(
    'azure-openai%s',
    async (below) => {
      expect((await send(`${prefix}/azure-openai${below}`)).status).toBe(400)
      expect(upstream.requests).toHaveLength(0)
    },
  )
})

describe('kept below the base', () => {
  it.each([
    ['//evil.example/x', 'https://api.openai.com/v1/evil.example/x'],
    ['///evil.example/x', 'https://api.openai.com/v1/evil.example/x'],
    ['/@evil.example/x', 'https://api.openai.com/v1/@evil.example/x'],
    ['/:80@evil.example/x', 'https://api.openai.com/v1/:80@evil.example/x'],
    ['/http://evil.example/x', 'https://api.openai.com/v1/http://evil.example/x'],
    ['/https:evil.example', 'https://api.openai.com/v1/https:evil.example'],
    ['/a//b', 'https://api.openai.com/v1/a//b'],
    ['/a%2fb', 'https://api.openai.com/v1/a%2fb'],
    ['/%2fx', 'https://api.openai.com/v1/%2fx'],
    ['/a%40b%3A0', 'https://api.openai.com/v1/a%40b%3A0'],
    ['/...', 'https://api.openai.com/v1/...'],
    ['/a..b', 'https://api.openai.com/v1/a..b'],
    ['/..a', 'https://api.openai.com/v1/..a'],
    ['/a..', 'https://api.openai.com/v1/a..'],
    ['/%61?x=../..&y=%2e%2e/&z=%0d%0a', 'https://api.openai.com/v1/%61?x=../..&y=%2e%2e/&z=%0d%0a'],
    ['/x?a=1?b=2', 'https://api.openai.com/v1/x?a=1?b=2'],
    ['/v1/v1/x', 'https://api.openai.com/v1/v1/x'],
  ])('%s', async (below, url) => {
    expect((await send(`${prefix}/openai${below}`)).status).toBe(200)
    expect(upstream.requests.map(({ target }) => target)).toEqual([url])
  })

  it.each(['//evil.example/x', '/@evil.example/x', '/https://evil.example/x'])(
    'a url of the YAML: %s',
    async (below) => {
      expect((await send(`${prefix}/mistral${below}`)).status).toBe(200)
      const [arrival] = upstream.requests
      expect(arrival?.target.startsWith(`${upstream.url}/base/v1/`)).toBe(true)
    },
  )
})

describe('before the provider', () => {
  it.each([
    '//v1/acct/demo/openai/x',
    '/v1/../v1/acct/demo/openai/x',
    '/v1/acct/../demo/openai/x',
    '/v1/acct/demo/../demo/openai/x',
    '/v1/acct/demo/%6fpenai/x',
    '/v1/acct/demo/openai%2fx',
    '/v1/acct/demo//openai/x',
    '/v1/acct/demo\\openai\\x',
  ])('%s is no way in', async (target) => {
    const answer = await send(target)
    expect([400, 404]).toContain(answer.status)
    expect(upstream.requests).toHaveLength(0)
  })
})

it('a target that is a whole URL is read as its path', async () => {
  expect((await send(`http://evil.example${prefix}/openai/x`)).status).toBe(200)
  expect(upstream.requests.map(({ target }) => target)).toEqual(['https://api.openai.com/v1/x'])
})

it('a fragment goes nowhere', async () => {
  expect((await send(`${prefix}/openai/x#y`)).status).toBe(200)
  expect(upstream.requests.map(({ target }) => target)).toEqual(['https://api.openai.com/v1/x'])
})

it.each([8_000, 60_000])('a path of %i characters arrives, or is refused in a word', async (length) => {
  const path = 'a'.repeat(length)
  const answer = await send(`${prefix}/openai/${path}?q=${path}`)
  if (answer.status === 200) expect(upstream.requests[0]?.target).toBe(`https://api.openai.com/v1/${path}?q=${path}`)
  else expect(answer.status).toBeGreaterThanOrEqual(400)
})
