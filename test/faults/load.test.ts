// Hundreds of requests at once to providers that fail at random: each gets one answer, its own, and every provider was asked as often
// as steps and attempts have it, no more. A model that knows what each provider was going to do says what must come out.

import { expect, it } from 'vitest'
import { type Answer, cut, garbage, hang, reply, reset } from '../support/answers.ts'
import { call } from '../support/call.ts'
import { setScene } from '../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
cache: off
timeout: 3s
retries: { attempts: 2, delay: 5, backoff: constant }
providers:
  custom-one: { dialect: openai, url: "${url}/one" }
  custom-two: { dialect: openai, url: "${url}/two", retries: { attempts: 3 } }
routes: { chain: [custom-one/a, custom-two/b] }
`,
}))

const REQUESTS = 300
const AT_ONCE = 25

/** What a provider does with one attempt, and what comes of it. */
interface Fate {
  readonly name: string
  readonly ends: 'taken' | 'broken' | 'tried again' | 'left to the next'
  readonly answer: (said: string) => Answer
}
const sse = { 'content-type': 'text/event-stream' }
const fates: readonly Fate[] = [
  { name: 'json', ends: 'taken', answer: (said) => reply({ body: { said } }) },
  { name: 'stream', ends: 'taken', answer: (said) => reply({ headers: sse, body: `data: {"said":"${said}"}\n\n` }) },
  { name: 'half a stream', ends: 'broken', answer: (said) => cut('chunked', `data: {"said":"${said}"}\n\n`) },
  { name: '503', ends: 'tried again', answer: (said) => reply({ status: 503, body: { said } }) },
  { name: '429', ends: 'tried again', answer: (said) => reply({ status: 429, body: { said } }) },
  { name: '401', ends: 'left to the next', answer: (said) => reply({ status: 401, body: { said } }) },
  {
    name: 'error event',
    ends: 'tried again',
    answer: (said) => reply({ headers: sse, body: `event: error\ndata: "${said}"\n\n` }),
  },
  { name: 'reset', ends: 'tried again', answer: () => reset() },
  { name: 'garbage', ends: 'tried again', answer: () => garbage() },
  { name: 'hang', ends: 'tried again', answer: () => hang() },
]
/** One in a hundred hangs: waiting is what makes this test slow. */
const usual = fates.filter(({ name }) => name !== 'hang')

/** The same for the same request, step and attempt, and different for any other. */
function fateOf(id: number, step: string, attempt: number): Fate {
  let hash = Math.imul(id + 1, 0x9e3779b1) ^ Math.imul(attempt + 1, 0x85ebca6b) ^ Math.imul(step.length, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  const chance = (hash ^ (hash >>> 15)) >>> 0
  const hanging = chance % 100 === 0
  return (hanging ? fates.at(-1) : usual[(chance >>> 8) % usual.length]) ?? fates[0] ?? unreachable()
}

function unreachable(): never {
  throw new Error('there are fates')
}

interface Ending {
  /** What was asked of whom, in order. */
  readonly asked: readonly string[]
  readonly last: Fate
  readonly said: string
}

/** The whole promise: attempts of a step, then the next step, until something is taken or there is nothing left. */
function expected(id: number, steps: readonly (readonly [name: string, attempts: number])[]): Ending {
  const asked: string[] = []
  let ending: Ending | null = null
  for (const [name, attempts] of steps) {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const last = fateOf(id, name, attempt)
      const said = `${id} ${name} ${attempt}`
      asked.push(said)
      ending = { asked, last, said }
      if (last.ends === 'taken' || last.ends === 'broken') return ending
      if (last.ends === 'left to the next') break
    }
  }
  return ending ?? unreachable()
}

const doors = [
  ['native', '/custom-two/x', [['two', 3]]],
  [
    'universal',
    '',
    [
      ['one', 2],
      ['two', 3],
    ],
  ],
  [
    'route',
    '/dynamic/chain/x',
    [
      ['one', 2],
      ['two', 3],
    ],
  ],
] as const

it(`${REQUESTS} requests, ${AT_ONCE} at a time`, async () => {
  const asked = new Map<number, string[]>()
  upstream.answer(async (request, response) => {
    const { id } = JSON.parse((await request.complete).toString()) as { id: number }
    const step = request.target.split('/')[1] ?? ''
    const before = asked.get(id) ?? []
    asked.set(id, before)
    const attempt = before.filter((said) => said.split(' ')[1] === step).length
    const said = `${id} ${step} ${attempt}`
    before.push(said)
    await fateOf(id, step, attempt).answer(said)(request, response)
  })

  const seen = new Set<string>()
  const one = async (id: number) => {
    const [door, target, steps] = doors[id % doors.length] ?? doors[0]
    const query = { id, filler: 'x'.repeat((id * 37) % 5000) }
    const body =
      door === 'universal' ? steps.map(([name]) => ({ provider: `custom-${name}`, endpoint: 'x', query })) : query
    const ending = expected(id, steps)
    const outcome = await call(gateway.base('demo') + target, { body: JSON.stringify(body) }).then(
      ({ status, text }) => ({ status, text }),
      () => 'broken' as const,
    )
    expect([id, asked.get(id)]).toEqual([id, ending.asked])
    expectOutcome(outcome, ending)
    seen.add(`${door}: ${ending.last.name}`)
  }
  const ids = Array.from({ length: REQUESTS }, (_, id) => id)
  const worker = async () => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) await one(id)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))

  expect(asked.size).toBe(REQUESTS)
  const total = upstream.requests.length
  expect(total).toBe([...asked.values()].flat().length)
  // Nothing goes on behind the answers, and the gateway is as it was.
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(upstream.requests.length).toBe(total)
  expect(seen.size).toBeGreaterThan(15)
  // The platform logs answers that break off. Anything else there is a mistake of the gateway's.
  expect(gateway.stderr()).not.toMatch(/unexpected|hung/)
}, 60_000)

function expectOutcome(
  outcome: { readonly status: number; readonly text: string } | 'broken',
  { last, said }: Ending,
): void {
  const context = `${said}: ${last.name}`
  expect([context, outcome === 'broken']).toEqual([context, last.ends === 'broken'])
  if (outcome === 'broken') return
  const statuses: { readonly [name: string]: number } = {
    503: 503,
    429: 429,
    401: 401,
    reset: 502,
    garbage: 502,
    hang: 504,
  }
  expect([context, outcome.status]).toEqual([context, statuses[last.name] ?? 200])
  // A failure of the network has the gateway's words.
  if (outcome.status !== 502 && outcome.status !== 504) expect(outcome.text).toContain(`"${said}"`)
}
