// Each way in which a provider fails, behind each door: the outcome that is documented for it, and how often the provider was asked.

import { describe, expect, it } from 'vitest'
import { type Answer, cut, drip, garbage, hang, inTurn, reply, reset, streamed } from '../support/answers.ts'
import { byTarget } from '../support/by-target.ts'
import { closedPort } from '../support/closed-port.ts'
import { exchange, type RawAnswer } from '../support/raw.ts'
import { setScene } from '../support/scene.ts'

const closed = await closedPort()
const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
cache: off
timeout: 400
idle_timeout: 400ms
providers:
  custom-one: { dialect: openai, url: "${url}/one" }
  custom-two: { dialect: openai, url: "${url}/two" }
  custom-closed: { dialect: openai, url: "http://127.0.0.1:${closed}" }
routes:
  chain: [custom-one/a, custom-two/b]
  chain-closed: [custom-closed/a, custom-two/b]
`,
}))

/** The answer of whoever is asked next. */
const next = reply({ body: { from: 'two' } })
const event = 'data: {"n":0}\n\n'
const json = '{"id":"chatcmpl-1","object":"chat.completion","choices":[]}'
const silent = (text: string): Answer =>
  streamed(
    (async function* () {
      yield text
      await new Promise(() => {})
    })(),
  )
const cutJson =
  (text: string): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write(text, () => setTimeout(() => response.socket?.destroy(), 30))
  }

/** What a client sees: a whole answer, or one that visibly breaks off after this. */
interface Seen {
  readonly status: number
  readonly error?: 'unreachable' | 'reset' | 'timeout'
  readonly text?: string
  readonly whole: boolean
}
interface Fault {
  readonly what: string
  readonly answer: () => Answer
  readonly alone: Seen
  /** Behind a chain: whether the next is asked. Not once something has been said. */
  readonly movesOn: boolean
}

const faults: readonly Fault[] = [
  {
    what: 'hangs before its head',
    answer: () => hang(),
    alone: { status: 504, error: 'timeout', whole: true },
    movesOn: true,
  },
  { what: 'hangs after its head', answer: () => silent(''), alone: { status: 200, whole: false }, movesOn: true },
  {
    what: 'hangs in a stream',
    answer: () => silent(event),
    alone: { status: 200, text: event, whole: false },
    movesOn: false,
  },
  {
    what: 'resets before its head',
    answer: () => reset(),
    alone: { status: 502, error: 'reset', whole: true },
    movesOn: true,
  },
  {
    what: 'breaks its body off',
    answer: () => cutJson(json),
    alone: { status: 200, text: json, whole: false },
    movesOn: false,
  },
  {
    what: 'breaks its body off at once',
    answer: () => cutJson('{'),
    alone: { status: 200, whole: false },
    movesOn: true,
  },
  {
    what: 'truncates its stream',
    answer: () => cut('chunked', event),
    alone: { status: 200, text: event, whole: false },
    movesOn: false,
  },
  {
    what: 'truncates its stream in the first event',
    answer: () => cut('chunked', 'data: {"n'),
    alone: { status: 200, text: 'data: {"n', whole: false },
    movesOn: true,
  },
  {
    what: 'drips slowly',
    answer: () => drip('slowly', 100),
    alone: { status: 200, text: 'slowly', whole: true },
    movesOn: false,
  },
  {
    what: 'says 429 with retry-after',
    answer: () => reply({ status: 429, headers: { 'retry-after': '1' }, body: 'later' }),
    alone: { status: 429, text: 'later', whole: true },
    movesOn: true,
  },
  {
    what: 'says 500, and would say 200 next time',
    answer: () => inTurn(reply({ status: 500, body: 'oops' }), reply()),
    alone: { status: 500, text: 'oops', whole: true },
    movesOn: true,
  },
  {
    what: 'says 200 with an error in its body',
    answer: () => reply({ body: { error: { message: 'no' } } }),
    alone: { status: 200, text: '{"error":{"message":"no"}}', whole: true },
    movesOn: true,
  },
  {
    what: 'says 200 with an error for its first event',
    answer: () => reply({ headers: { 'content-type': 'text/event-stream' }, body: 'event: error\ndata: {}\n\n' }),
    alone: { status: 200, text: 'event: error\ndata: {}\n\n', whole: true },
    movesOn: true,
  },
  {
    what: 'talks garbage',
    answer: () => garbage(),
    alone: { status: 502, error: 'reset', whole: true },
    movesOn: true,
  },
]

const path = new URL(gateway.base('demo')).pathname
const post = (target: string, body: string) => {
  const head = `POST ${path}${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`
  return exchange(gateway.url, head + body)
}
const steps = (...names: readonly string[]) =>
  JSON.stringify(names.map((name) => ({ provider: `custom-${name}`, endpoint: 'x', query: { name } })))
const targets = () => upstream.requests.map(({ target }) => target)

function expectSeen(answer: RawAnswer, { status, error, text = '', whole }: Seen): void {
  const cause = /^cf-aig-error: (\w+)/im.exec(answer.text)?.[1]
  expect({ status: answer.status, cause, whole: answer.whole }).toEqual({ status, cause: error, whole })
  expect(unchunked(answer)).toContain(text)
}

/** The platform logs answers that break off. Anything else there is a mistake of the gateway's. */
function expectNoSurprise(): void {
  expect(gateway.stderr()).not.toMatch(/unexpected|hung/)
}

/** The body without its framing. */
function unchunked({ text, body }: RawAnswer): string {
  return /^transfer-encoding: *chunked/im.test(text) ? body.replace(/(?:^|\r\n)[0-9a-f]+\r\n/gi, '') : body
}

describe.each(faults)('a provider that $what', ({ answer, alone, movesOn }) => {
  it.each([
    ['native', '/custom-one/x', '{}'],
    ['universal, one step', '', steps('one')],
  ])('%s', async (_, target, body) => {
    upstream.answer(byTarget({ '/one': answer() }))
    expectSeen(await post(target, body), alone)
    expect(targets()).toEqual(['/one/x'])
    expectNoSurprise()
  })

  it.each([
    ['universal, two steps', '', steps('one', 'two')],
    ['a route', '/dynamic/chain/x', '{}'],
  ])('%s', async (_, target, body) => {
    upstream.answer(byTarget({ '/one': answer(), '/two': next }))
    const seen = await post(target, body)
    expectSeen(seen, movesOn ? { status: 200, text: '{"from":"two"}', whole: true } : alone)
    expect(targets()).toEqual(movesOn ? ['/one/x', '/two/x'] : ['/one/x'])
    expect(/^cf-aig-step: (\d)/im.exec(seen.text)?.[1]).toBe(movesOn ? '1' : '0')
    expectNoSurprise()
  })
})

describe('a provider that refuses the connection', () => {
  it.each([
    ['native', '/custom-closed/x', '{}'],
    ['universal, one step', '', steps('closed')],
  ])('%s', async (_, target, body) => {
    expectSeen(await post(target, body), { status: 502, error: 'unreachable', whole: true })
  })

  it.each([
    ['universal, two steps', '', steps('closed', 'two')],
    ['a route', '/dynamic/chain-closed/x', '{}'],
  ])('%s', async (_, target, body) => {
    upstream.answer(next)
    expectSeen(await post(target, body), { status: 200, text: '{"from":"two"}', whole: true })
    expect(targets()).toEqual(['/two/x'])
  })
})
