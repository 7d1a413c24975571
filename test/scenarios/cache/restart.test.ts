// What is kept survives a kill, whole or not at all; what is expired is swept; what is too much goes, the oldest first.

import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { reply } from '../../support/answers.ts'
import { setCacheScene } from './scene.ts'

const scene = await setCacheScene(
  ({ url }) => `
authentication: off
cache: { ttl: 1h }
providers:
  openai: { url: "${url}/v1" }
`,
)
const { upstream, ask } = scene
const MB = 1024 * 1024
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** An answer that tells from its request what it must be. */
const deterministic = (sizeBytes: number) =>
  reply({ headers: { 'content-type': 'audio/mpeg' }, body: Buffer.alloc(sizeBytes) })

/** All rows of all objects, read while nobody writes. */
function rows(): readonly { readonly size: number; readonly bytes: number; readonly headers: string }[] {
  return readdirSync(scene.state, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sqlite') && !name.includes('metadata'))
    .flatMap((name) => {
      const database = new DatabaseSync(join(scene.state, name))
      const answers = database
        .prepare(
          `SELECT size, headers, LENGTH(body) + (SELECT COALESCE(SUM(LENGTH(body)), 0) FROM chunks WHERE answer = id) AS bytes FROM answers`,
        )
        .all() as never[]
      const orphans = database
        .prepare('SELECT COUNT(*) AS count FROM chunks WHERE answer NOT IN (SELECT id FROM answers)')
        .get()
      expect(orphans).toEqual({ count: 0 })
      database.close()
      return answers
    })
}

it('answers are there after a kill and a restart', async () => {
  const bytes = Buffer.alloc(3 * MB + 5, 'abc')
  upstream.answer(reply({ headers: { 'content-type': 'audio/mpeg' }, body: bytes }))
  await ask('openai/x', { large: true })
  upstream.answer(reply({ headers: { 'set-cookie': 'of=one', connection: 'keep-alive' } }))
  await ask('openai/x', { small: true })
  await pause(1000)
  await scene.restart()
  const names = rows().flatMap(({ headers }) => JSON.parse(headers).map(([name]: [string]) => name))
  expect(names).toContain('content-type')
  for (const name of ['set-cookie', 'connection', 'content-length']) expect(names).not.toContain(name)
  const small = await ask('openai/x', { small: true })
  expect(small.headers['cf-aig-cache-status']).toBe('HIT')
  expect(Number(small.headers.age)).toBeGreaterThanOrEqual(0)
  const large = await ask('openai/x', { large: true })
  expect(large.headers['cf-aig-cache-status']).toBe('HIT')
  expect(large.body.equals(bytes)).toBe(true)
})

it('a kill amid writes leaves whole answers only', async () => {
  upstream.answer(async (request, response) => {
    const { nonce } = JSON.parse((await request.complete).toString())
    reply({ headers: { 'content-type': 'audio/mpeg' }, body: bodyFor(nonce) })(request, response)
  })
  let nonce = 0
  for (let round = 0; round < 4; round++) {
    let stopped = false
    const load = Array.from({ length: 8 }, async () => {
      while (!stopped) await ask('openai/x', { nonce: ++nonce }).catch(() => pause(10))
    })
    await pause(1000 + 150 * round)
    await scene.restart()
    stopped = true
    await Promise.all(load)
  }
  await scene.restart()
  upstream.answer(reply({ status: 500 }))
  let hits = 0
  for (let asked = 1; asked <= nonce; asked++) {
    const { status, headers, body } = await ask('openai/x', { nonce: asked })
    if (status !== 200) continue
    expect(headers['cf-aig-cache-status']).toBe('HIT')
    expect(sha256(body)).toBe(sha256(bodyFor(asked)))
    hits++
  }
  expect(hits).toBeGreaterThan(10)
  await scene.restart()
  for (const { size, bytes } of rows()) expect(bytes).toBe(size)
}, 60_000)

it('sweeps what is expired', async () => {
  const before = rows().length
  upstream.answer(deterministic(2 * MB))
  for (let nonce = 0; nonce < 8; nonce++)
    await ask('openai/x', { swept: nonce }, { headers: { 'cf-aig-cache-ttl': '1' } })
  await pause(1000)
  await scene.restart()
  expect(rows()).toHaveLength(before + 8)
  // Any use of an object brings its alarm back; so does the platform by itself.
  await pause(13_000)
  await scene.restart()
  expect(rows()).toHaveLength(before)
}, 60_000)

it('keeps no more than it may, the newest', async () => {
  upstream.answer(deterministic(24 * MB))
  const asked = 28
  for (let nonce = 0; nonce < asked; nonce++) await ask('openai/x', { bounded: nonce })
  await pause(1000)
  await scene.restart()
  const kept = rows()
  expect(kept.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(16 * 64 * MB)
  expect(kept.filter(({ size }) => size === 24 * MB).length).toBeLessThan(asked)
  expect((await ask('openai/x', { bounded: asked - 1 })).headers['cf-aig-cache-status']).toBe('HIT')
}, 60_000)

function bodyFor(nonce: number): Buffer {
  return Buffer.alloc(1000 + (nonce % 5) * MB, `${nonce} `)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
