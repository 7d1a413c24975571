// What bound Workers cost a bundle: exactly these modules, and not one of them where the binding is off.

import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { built, closureOf, parts } from './built.ts'

const TOKENS = 'authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }] }\n'
const pared = (binding: string) =>
  `${TOKENS}cache: off\nendpoints: { universal: off, compat: off, rest: off, realtime: off, binding: ${binding} }\nproviders: { openai: {} }\n`

const off = await built(pared('off'))
const bound = await built(pared('bound'))
const on = await built(pared('on'))
const modulesOf = ({ manifest }: typeof off) => parts(manifest.bytes.modules)
const added = (path: string, all = modulesOf(off)) => closureOf(`runtime/${path}`, all)
const calls = [
  'endpoints/binding/binding.ts',
  'endpoints/binding/entrypoint.ts',
  'endpoints/complete.ts',
  'ready.ts',
  'state/run-store.ts',
  // A model by its name, at a provider that speaks another dialect than its caller.
  'translation/chats.ts',
  'dialects/anthropic/caller.ts',
  'dialects/openai/upstream.ts',
]

describe('endpoints.binding', () => {
  it('off: nothing of it', () => {
    expect(modulesOf(off).filter((path) => /binding|run-|\/ask/.test(path))).toEqual([])
  })

  it('bound: its calls, the entrypoint, and where runs are kept', () => {
    const expected = new Set([...modulesOf(off), ...calls.flatMap((path) => added(path))])
    expect(modulesOf(bound)).toEqual([...expected].sort())
    expect(gzipSync(bound.worker).length).toBeLessThanOrEqual(30 * 1024)
  })

  it('bound, with logs: their rows too', async () => {
    const without = modulesOf(await built(`${pared('off')}logs: on\n`))
    const logging = modulesOf(await built(`${pared('bound')}logs: on\n`))
    // Models by name may be asked for in OpenAI's other API, which says its usage in its own words.
    const more = [...calls, 'endpoints/binding/log.ts', 'dialects/responses/usage.ts'].flatMap((path) =>
      added(path, without),
    )
    expect(logging).toEqual([...new Set([...without, ...more])].sort())
    expect(modulesOf(bound).filter((path) => path.includes('log'))).toEqual([])
  })

  it('on: the public address too', () => {
    const more = added('endpoints/binding/public-socket.ts', modulesOf(bound))
    expect(modulesOf(on)).toEqual([...modulesOf(bound), ...more].sort())
  })
})
