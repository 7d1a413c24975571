// `gatewright dev` and WebSockets: they pass through what stands in front of workerd, and outlive a new build.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSocket } from '../scenarios/websocket/client.ts'
import { demo, folderWith } from './command-line.ts'
import { startDev } from './dev-session.ts'

const request = {
  provider: 'echo',
  endpoint: 'chat/completions',
  query: { messages: [{ role: 'user', content: 'Hi' }] },
}
const created = [{ type: 'universal.created', response: { choices: [{ message: { content: 'Hi' } }] } }]

it('serves a socket, shows it, and keeps it while newer ones meet a new build', async () => {
  const folder = folderWith({ 'gateways/demo.yaml': demo })
  const dev = await startDev(folder)
  const socket = await openSocket(`${dev.url}/v1/local/demo/`)
  await dev.hear(/GET \/v1\/local\/demo\/ {2}101 {2}\d+ ms\n/)
  expect(await socket.ask('a', request)).toMatchObject(created)

  const [old] = dev.workers()
  writeFileSync(join(folder, 'gateways/demo.yaml'), `endpoints: { websocket: off }\n${demo}`)
  await expect.poll(() => attempt(`${dev.url}/v1/local/demo/`), { timeout: 20_000 }).toMatch(/ 404$/)
  expect(await socket.ask('b', request)).toMatchObject(created)
  expect(dev.workers()).toContain(old)

  socket.socket.close()
  await expect.poll(() => dev.workers(), { timeout: 20_000 }).not.toContain(old)
})

/** What comes of opening a socket, which is closed at once. */
async function attempt(base: string): Promise<string> {
  try {
    const { socket } = await openSocket(base)
    socket.close()
    return 'opened'
  } catch (error) {
    return String(error)
  }
}
