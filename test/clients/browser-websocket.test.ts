// A real browser, which can send no headers with a WebSocket: it authenticates by subprotocol, and needs just that one told back. Needs
// Chromium, at the path in CHROMIUM or where Debian has it; without one the tests are skipped and say so.

import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway } from '../support/gateway.ts'

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
)
const gateway = await startGateway(
  { 'demo.yaml': 'authentication: { tokens: [{ name: t, secret: TOKEN }] }\nproviders: { echo: {} }\n' },
  { env: { TOKEN: 'browser-token' } },
)
const url = gateway.base('demo').replace('http', 'ws')
afterAll(() => gateway.stop())

/** What the page saw: the protocol it got and the frames, or the code its socket was closed with. */
interface Seen {
  readonly protocol: string
  readonly types: readonly string[]
  readonly said: string
  readonly closedWith: number | null
}

const missing = executablePath === undefined ? ': SKIPPED, for there is no Chromium; state its path in CHROMIUM' : ''
describe.skipIf(executablePath === undefined)(`Chromium${missing}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
  })
  afterAll(() => browser.close())

  async function opened(protocols: readonly string[]): Promise<Seen> {
    const page = await browser.newPage()
    try {
      return await page.evaluate(
        ([url, ...protocols]) =>
          new Promise<Seen>((resolve) => {
            const socket = new WebSocket(url ?? '', protocols)
            const types: string[] = []
            let said = ''
            const seen = (closedWith: number | null) => resolve({ protocol: socket.protocol, types, said, closedWith })
            socket.onclose = ({ code }) => seen(code)
            socket.onmessage = ({ data }) => {
              const { type, response } = JSON.parse(data)
              types.push(type)
              said += response?.choices?.[0]?.delta.content ?? ''
              if (type === 'universal.done' || type === 'universal.error') seen(null)
            }
            socket.onopen = () => {
              const query = { model: 'm', stream: true, messages: [{ role: 'user', content: 'grüß dich' }] }
              const request = { eventId: 'a', provider: 'echo', endpoint: 'chat/completions', query }
              socket.send(JSON.stringify({ type: 'universal.create', request }))
            }
          }),
        [url, ...protocols],
      )
    } finally {
      await page.close()
    }
  }

  it.each([[['cf-aig-authorization.browser-token']], [['chat', 'cf-aig-authorization.browser-token']]])(
    'is let in with %j, and streams',
    async (protocols) => {
      const { types, ...seen } = await opened(protocols)
      expect(seen).toEqual({ protocol: 'cf-aig-authorization.browser-token', said: 'grüß dich', closedWith: null })
      expect([types[0], types.at(-1)]).toEqual(['universal.created', 'universal.done'])
    },
  )

  it.each([[[]], [['cf-aig-authorization.another']], [['browser-token']]])(
    'is not let in with %j',
    async (protocols) => {
      expect(await opened(protocols)).toEqual({ protocol: '', types: [], said: '', closedWith: 1006 })
    },
  )
})
