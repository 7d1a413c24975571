// `new Ai(env.GATEWAY)` is the platform's own `env.AI`, call by call: the same values, the same errors with the same names and messages, the
// same properties after each. The platform's binding runs beside it, in the same workerd, against the same gateway and against one elsewhere.

import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { expectGolden } from '../../support/golden.ts'
import { startWebSocketUpstream } from '../../support/websocket-upstream.ts'
import { calls } from './calls.ts'
import { setBindingScene, type Way, ways } from './scene.ts'
import { script, yamls } from './script.ts'

interface Outcome {
  readonly value?: unknown
  readonly error?: unknown
  readonly properties: readonly unknown[]
}

/** What RPC cannot carry: signals, WebSockets, and a method that would answer at once. */
const NOT_BY_RPC = [
  ...['aborted', 'abortedLate', 'universalAborted', 'webSocket', 'webSocketOfRoute', 'webSocketRefused', 'getLogs'],
  // Forms.
  'streamInputs',
]
/** What is said of its surroundings. */
const NOT_ELSEWHERE = ['closedGateway', 'models', 'noGateway', 'universalError', 'unknownPath']

const sockets = await startWebSocketUpstream()
const { url } = await setBindingScene((upstream) => yamls(upstream, sockets.url), script)
const names = Object.keys(calls)
const outcomes = new Map<string, Outcome>()
const outcome = (way: Way, name: string) => outcomes.get(`${way} ${name}`)

beforeAll(async () => {
  // In the same order in each way: properties stay from call to call.
  for (const way of ways) {
    for (const name of names) {
      const { status, text } = await call(`${url}/${way}/call/${name}`)
      outcomes.set(`${way} ${name}`, status === 200 ? JSON.parse(text) : { properties: [], error: text })
    }
  }
}, 60_000)

it('the genuine binding says what it always said', () => {
  const said = Object.fromEntries(names.map((name) => [name, outcome('genuine', name)]))
  expectGolden(join(import.meta.dirname, 'calls.golden.json'), `${JSON.stringify(said, null, 2)}\n`)
})

describe('the class says what the genuine binding says', () => {
  it.each(names)('%s', (name) => expect(outcome('class', name)).toEqual(outcome('genuine', name)))
})

describe('the genuine binding says the same of a gateway elsewhere', () => {
  it.each(names.filter((name) => !NOT_ELSEWHERE.includes(name)))('%s', (name) =>
    expect(outcome('elsewhere', name)).toEqual(outcome('genuine', name)),
  )
})

describe('by RPC the same values and errors come', () => {
  it.each(names.filter((name) => !NOT_BY_RPC.includes(name)))('%s', (name) => {
    const { properties: _, ...said } = outcome('rpc', name) ?? { properties: [] }
    const { properties: __, ...genuine } = outcome('genuine', name) ?? { properties: [] }
    expect(said).toEqual(genuine)
  })
})

it('a WebSocket asks the provider for the model, with its inputs in the query', () => {
  const targets = sockets.knocks.map(({ target }) => target)
  expect(targets).toEqual(Array(ways.length).fill('/run/@cf/deepgram/nova-3?encoding=linear16&rate=8000'))
})
