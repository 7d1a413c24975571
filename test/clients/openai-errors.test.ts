// What the openai SDK makes of errors, the provider's and the gateway's: the right class, the right fields, and retries
// where a retry helps.

import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { hang, inTurn, reply, reset } from '../support/answers.ts'
import { closedPort } from '../support/closed-port.ts'
import { setScene } from '../support/scene.ts'

const closed = await closedPort()
const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
providers:
  openai: { url: "${url}/v1" }
  mistral: { url: "${url}/v1", timeout: 200ms }
  groq: { url: "http://127.0.0.1:${closed}" }
`,
  }),
  { env: { TOKEN: 'token' } },
)
const client = (slug = 'openai', maxRetries = 0, authorization = 'Bearer token') =>
  new OpenAI({
    baseURL: `${gateway.base('demo')}/${slug}`,
    apiKey: 'sk-mine',
    maxRetries,
    defaultHeaders: { 'cf-aig-authorization': authorization },
  })
const ask = (asked: OpenAI) =>
  asked.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'hi' }] })
const thrown = async (asked: OpenAI): Promise<unknown> =>
  ask(asked).then(
    () => null,
    (error: unknown) => error,
  )

const completion = reply({ body: { object: 'chat.completion', choices: [{ message: { content: 'at last' } }] } })
/** The SDK waits as long as this header says, and half a second without it. */
const soon = { 'retry-after-ms': '1' }

describe("the provider's errors", () => {
  it.each([
    [400, OpenAI.BadRequestError],
    [401, OpenAI.AuthenticationError],
    [403, OpenAI.PermissionDeniedError],
    [404, OpenAI.NotFoundError],
    [409, OpenAI.ConflictError],
    [422, OpenAI.UnprocessableEntityError],
    [429, OpenAI.RateLimitError],
    [500, OpenAI.InternalServerError],
  ])('%i', async (status, kind) => {
    const error = { message: `said ${status}`, type: 'some_error', code: 'some_code', param: 'p' }
    upstream.answer(reply({ status, body: { error }, headers: { 'x-request-id': 'req_1' } }))
    const caught = await thrown(client())
    expect(caught).toBeInstanceOf(kind)
    expect(caught).toMatchObject({ status, message: `${status} said ${status}`, code: 'some_code', requestID: 'req_1' })
  })
})

describe("the gateway's errors", () => {
  it('a token that is wrong', async () => {
    const caught = await thrown(client('openai', 0, 'Bearer wrong'))
    expect(caught).toBeInstanceOf(OpenAI.AuthenticationError)
    expect((caught as Error).message).toContain('2009')
  })

  it('a provider that cannot be reached', async () => {
    const caught = await thrown(client('groq'))
    expect(caught).toBeInstanceOf(OpenAI.InternalServerError)
    expect(caught).toMatchObject({ status: 502 })
    expect((caught as InstanceType<typeof OpenAI.APIError>).headers?.get('cf-aig-error')).toBe('unreachable')
  })

  it('a provider that takes too long', async () => {
    upstream.answer(hang())
    expect(await thrown(client('mistral'))).toMatchObject({ status: 504 })
  })
})

describe('retries', () => {
  it.each([
    ['an error of the provider', reply({ status: 502, headers: soon, body: 'bad gateway' })],
    ['a limit', reply({ status: 429, headers: soon, body: { error: { message: 'slow down' } } })],
  ] as const)('after %s', async (_, first) => {
    upstream.answer(inTurn(first, completion))
    expect((await ask(client('openai', 1))).choices[0]?.message.content).toBe('at last')
    expect(upstream.requests.map(({ headers }) => headers['x-stainless-retry-count'])).toEqual(['0', '1'])
  })

  it('after a connection that was reset, which the gateway makes a 502', { timeout: 10_000 }, async () => {
    upstream.answer(inTurn(reset(), completion))
    expect((await ask(client('openai', 1))).choices[0]?.message.content).toBe('at last')
    expect(upstream.requests).toHaveLength(2)
  })
})
