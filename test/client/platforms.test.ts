// The same client on every platform there is here: in Node, in a Worker under workerd, and in a browser. Needs Chromium, at the path in CHROMIUM or
// where Debian has it; without one its test is skipped and says so.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { reply, streamed } from '../support/answers.ts'
import { startWorker } from '../support/worker.ts'
import { chunk, completion, setClientScene, token } from './scene.ts'
import { tour } from './tour.ts'

const scene = await setClientScene()
const { upstream, gateway } = scene
const left: Promise<string>[] = []

async function* endless() {
  for (;;) {
    yield `data: ${JSON.stringify(chunk({ content: 'a' }))}\n\n`
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

beforeEach(() => {
  left.length = 0
  upstream.answer(async (request, response) => {
    const { model } = JSON.parse(String(await request.complete))
    if (model === 'endless') left.push(request.over)
    const isGroq = request.target.includes('/groq/')
    const answer = isGroq ? reply({ body: completion('From the second') }) : reply({ status: 503 })
    return model === 'endless' ? streamed(endless())(request, response) : answer(request, response)
  })
})

const expected = {
  chat: ['Hello there', 'echo', 'tour'],
  stream: ['Hello there', true, 'Hello there'],
  left: 2,
  reason: 'taken back',
  route: ['From the second', 'groq', 1],
  failure: [true, 503, 'openai'],
  refusal: [true, 401, 2009],
  socket: ['Hello there', 'Hello there'],
}

/** The tour with the client in it, as one module. */
const module = `
import * as client from '${join(gateway.folder, 'client.ts')}'
import { tour } from '${join(import.meta.dirname, 'tour.ts')}'
`

it('Node', async () => {
  expect(await tour(scene, gateway.url, token)).toEqual(expected)
  expect(await Promise.all(left)).toEqual(['aborted', 'aborted'])
})

it('workerd', async () => {
  const worker = await startWorker(`${module}
export default {
  fetch: async () => Response.json(await tour(client, '${gateway.url}', '${token}').catch((thrown) => String(thrown.stack))),
}`)
  try {
    const response = await fetch(worker.url())
    expect(await response.json()).toEqual(expected)
    expect(await Promise.all(left)).toEqual(['aborted', 'aborted'])
    expect(worker.stderr()).toBe('')
  } finally {
    await worker.stop()
  }
})

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
)
const missing = executablePath === undefined ? ': SKIPPED, for there is no Chromium; state its path in CHROMIUM' : ''

it.skipIf(executablePath === undefined)(`Chromium${missing}`, async () => {
  const options = { contents: `${module}globalThis.tour = (...place) => tour(client, ...place)`, resolveDir: '/' }
  const { outputFiles } = await build({
    stdin: { ...options, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
  })
  const browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    // A page of the gateway's own origin: elsewhere a browser asks for leave first, and a gateway gives none.
    await page.goto(`${gateway.base('demo')}/compat/models`)
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
    const told = await page.evaluate(
      ([url, token]) => (globalThis as unknown as { tour: (...place: unknown[]) => unknown }).tour(url, token),
      [gateway.url, token],
    )
    expect(told).toEqual(expected)
    expect(await Promise.all(left)).toEqual(['aborted', 'aborted'])
  } finally {
    await browser.close()
  }
})

afterAll(() => expect(gateway.stderr()).toBe(''))
