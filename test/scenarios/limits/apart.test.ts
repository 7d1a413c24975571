// What a limit counts apart: tokens, client addresses, metadata. Those without it are counted together, and what tells people apart
// is not in the files of the state.

import { readdirSync, readFileSync } from 'node:fs'
import { request as open } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, it } from 'vitest'
import { atOnce, type Limited, nextWindow, startLimited, tally } from './limited.ts'

let limited: Limited
afterEach(() => limited.stop())

function gateway(limit: string, authentication = 'off'): (url: string) => string {
  return (url) => `
authentication: ${authentication}
cache: off
rate_limit: ${limit}
providers:
  custom-up: { dialect: openai, url: ${url} }
`
}

it('counts tokens by their names', async () => {
  const tokens = '{ tokens: [{ name: ada, secret: ADA }, { name: bob, secret: BOB }] }'
  limited = await startLimited(gateway('{ requests: 4, per: 30d, by: token }', tokens), {
    env: { ADA: 'token-of-ada', BOB: 'token-of-bob' },
  })
  const as = (token: string) => () => limited.ask({ headers: { 'cf-aig-authorization': `Bearer ${token}` } })
  const [ada, bob] = await Promise.all([atOnce(7, as('token-of-ada')), atOnce(3, as('token-of-bob'))])
  expect(tally(ada)).toEqual({ 200: 4, 429: 3 })
  expect(tally(bob)).toEqual({ 200: 3 })
})

it('counts metadata by its value, and whoever has none together', async () => {
  limited = await startLimited(gateway('{ requests: 3, per: 30d, by: metadata.team.name }'))
  const as = (metadata: string | undefined) =>
    limited.ask(metadata === undefined ? {} : { headers: { 'cf-aig-metadata': metadata } })
  const red = await atOnce(5, () => as('{"team.name":"red"}'))
  const blue = await atOnce(2, () => as('{"team.name":"blue","plan":"free"}'))
  const without = [undefined, '{"plan":"free"}', 'not json', '{"team.name":null}', '{"team.name":{"a":1}}', 'null', '7']
  const none = await atOnce(without.length, (index) => as(without[index]))
  expect(tally(red)).toEqual({ 200: 3, 429: 2 })
  expect(tally(blue)).toEqual({ 200: 2 })
  expect(tally(none)).toEqual({ 200: 3, 429: without.length - 3 })
  // The empty string is a value.
  expect((await as('{"team.name":""}')).status).toBe(200)
})

it('counts addresses by the connection, whatever a header says', async () => {
  limited = await startLimited(gateway('{ requests: 3, per: 30d, by: address }'))
  const [home, away] = [[] as number[], [] as number[]]
  for (let index = 0; index < 5; index++)
    home.push(await statusFrom('127.0.0.1', { 'cf-connecting-ip': `10.0.0.${index}` }))
  for (let index = 0; index < 2; index++) away.push(await statusFrom('127.0.0.2', {}))
  expect(home).toEqual([200, 200, 200, 429, 429])
  expect(away).toEqual([200, 200])
})

it('keeps no values in its files, spreads them over objects, and forgets them when their windows are over', async () => {
  limited = await startLimited(gateway('{ requests: 50, per: 2s, by: metadata.user }'))
  await nextWindow(2000)
  const users = Array.from({ length: 12 }, (_, index) => `someone-${index}@example.com`)
  for (const user of users) await limited.ask({ headers: { 'cf-aig-metadata': JSON.stringify({ user }) } })
  const files = databases()
  expect(files.length).toBeGreaterThan(3)
  const kept = readdirSync(limited.stateFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
  expect(kept.join()).toContain('counts')
  expect(kept.join()).not.toContain('someone')
  expect(rowsIn(files)).toBe(users.length)
  await expect.poll(() => rowsIn(files), { timeout: 10_000, interval: 200 }).toBe(0)
})

function databases(): readonly string[] {
  return readdirSync(limited.stateFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sqlite') && !path.endsWith('metadata.sqlite'))
    .map((path) => join(limited.stateFolder, path))
}

function rowsIn(files: readonly string[]): number {
  return files
    .map((file) => {
      const database = new DatabaseSync(file, { readOnly: true })
      const row = database.prepare('SELECT COUNT(*) AS count FROM counts').get()
      database.close()
      return Number(row?.count)
    })
    .reduce((sum, count) => sum + count, 0)
}

/** The status of a request that comes from another address of this machine. */
function statusFrom(localAddress: string, headers: { readonly [name: string]: string }): Promise<number> {
  const { hostname, port, pathname } = new URL(`${limited.base('demo')}/custom-up/chat/completions`)
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path: pathname, method: 'POST', localAddress, agent: false, headers }
    open(options, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
      .on('error', reject)
      .end('{}')
  })
}
