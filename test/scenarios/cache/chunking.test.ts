// A property, in the real runtime: however a stream was cut on its way in, the client gets its bytes, and so does whoever gets it again.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { setCacheScene } from './scene.ts'

const { upstream, ask } = await setCacheScene(
  ({ url }) => `
authentication: off
cache: { ttl: 1h }
providers: { openai: { url: "${url}/v1" } }
`,
)

const event = fc.oneof(
  fc.json().map((json) => `data: {"delta":${json}}`),
  fc.stringMatching(/^[^\r\n]*$/).map((text) => `data: ${text}`),
  fc.constantFrom('event: x\ndata: 1\ndata: 2', ': ping', `data: ${'é😀'.repeat(9000)}`),
)
const cuts = fc.array(
  fc.record({ size: fc.integer({ min: 1, max: 40_000 }), pauseMs: fc.constantFrom(0, 0, 0, 1, 20) }),
  {
    maxLength: 12,
  },
)

it('gives a stream again as it came', async () => {
  let nonce = 0
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 12 }), cuts, async (events, chunks) => {
      const bytes = Buffer.from([...events, 'data: [DONE]'].map((text) => `${text}\n\n`).join(''))
      upstream.answer(async (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        let at = 0
        for (const { size, pauseMs } of chunks) {
          response.write(bytes.subarray(at, at + size))
          at += size
          if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
        }
        response.end(bytes.subarray(at))
      })
      const body = { nonce: ++nonce, stream: true }
      const first = await ask('openai/x', body)
      expect(first.body.equals(bytes)).toBe(true)
      expect(first.headers['cf-aig-cache-status']).toBe('MISS')
      const again = await ask('openai/x', body)
      expect(again.headers['cf-aig-cache-status']).toBe('HIT')
      expect(again.headers['content-type']).toBe('text/event-stream')
      expect(again.body.equals(bytes)).toBe(true)
    }),
    { numRuns: 60 },
  )
})
