// Frames of all kinds, good and bad, whatever they say: each request gets exactly one last frame, each bad frame one error, and the
// socket and the gateway serve on.

import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { setScene } from '../../support/scene.ts'
import { isLast, openSocket, type SocketClient } from './client.ts'

const { gateway } = await setScene(({ url }) => ({
  'demo.yaml': `authentication: off\nproviders: { echo: {}, custom-one: { dialect: openai, url: "${url}" } }\n`,
}))
let client: SocketClient
beforeAll(async () => {
  client = await openSocket(gateway.base('demo'))
})
afterAll(() => client.socket.close())

const json = fc.jsonValue({ maxDepth: 4 })
const step = fc.record(
  {
    eventId: fc.oneof(fc.string({ maxLength: 8 }), json),
    provider: fc.oneof(fc.constantFrom('echo', 'custom-one', 'compat', 'openai'), json),
    endpoint: fc.oneof(fc.constantFrom('chat/completions', 'models', '../x', 'a?b'), json),
    headers: fc.oneof(fc.dictionary(fc.string({ maxLength: 8 }), json, { maxKeys: 3 }), json),
    config: json,
    query: fc.oneof(fc.record({ model: fc.constant('echo/echo'), stream: fc.boolean() }), json),
  },
  { requiredKeys: [] },
)
const frame = fc
  .record(
    {
      type: fc.oneof({ arbitrary: fc.constantFrom('universal.create', 'universal.cancel'), weight: 4 }, json),
      eventId: fc.oneof(fc.string({ maxLength: 8 }), json),
      request: fc.oneof({ arbitrary: step, weight: 4 }, fc.array(step, { maxLength: 3 }), json),
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.stringify(value))
/** JSON that something happened to. */
const damaged = fc.tuple(frame, fc.nat(), fc.string({ maxLength: 3 })).map(([text, at, more]) => {
  const place = at % (text.length + 1)
  return text.slice(0, place) + more + text.slice(place + 1)
})
const anything = fc.oneof(
  { arbitrary: frame, weight: 4 },
  damaged,
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 64 }),
)

it('every frame is answered once', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 12 }), async (said) => {
      const before = client.frames.length
      for (const one of said) client.socket.send(one)
      await client.until((frames) => frames.slice(before).filter(isLast).length >= said.length)
      const [after] = await client.ask(`after ${before}`, { provider: 'echo', endpoint: 'chat/completions', query: {} })
      expect(after?.metadata.eventId).toBe(`after ${before}`)
      expect(client.frames.slice(before).filter(isLast)).toHaveLength(said.length + 1)
    }),
    { numRuns: 300 },
  )
  expect(gateway.stderr()).toBe('')
})
