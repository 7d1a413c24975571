// What a Worker sees of its environment in a gateway process: everything as it was, and objects that are somewhere else, whose calls arrive in
// the order in which they were made, as the platform's own do.

import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

type Environment = { readonly [name: string]: unknown }

/** By its path alone: its types are the platform's, which tests do not have. */
const { gatewayProcess } = await import(
  fileURLToPath(new URL('../../runtime/split/gateway-process.ts', import.meta.url))
)

beforeAll(
  () =>
    void vi.stubGlobal('scheduler', { wait: (ms: number) => new Promise((after) => setTimeout(after, ms).unref()) }),
)
afterAll(() => void vi.unstubAllGlobals())

interface Stub {
  [method: string]: (...given: unknown[]) => Promise<unknown>
}

/** The environment that the Worker is given, for this one. */
async function seen(env: Environment): Promise<Environment> {
  let given: Environment = {}
  const worker = {
    fetch: async (_: Request, its: Environment) => {
      given = its
      return new Response()
    },
  }
  const state = { bindings: ['LIMITER', 'RUN_STORE'], nodes: ['state-1'] }
  await gatewayProcess(worker, state).fetch(new Request('http://x'), env, {})
  return given
}

const stubOf = (env: Environment, binding: string, object: string) =>
  (env[binding] as { getByName(name: string): Stub }).getByName(object)

it('is what it was, and the classes that the build has', async () => {
  const env = { KEY: 'value', 'state-1': { call: async () => 'answer' } }
  const given = await seen(env)
  expect(given).toMatchObject({ KEY: 'value' })
  expect(given.LOG_STORE).toBeUndefined()
  expect(await stubOf(given, 'LIMITER', 'x').take?.('key', {})).toBe('answer')
  expect(Object.keys(stubOf(given, 'LIMITER', 'x')).sort()).toEqual(['ping', 'take'])
})

it('is made once, so that what is known of the state is known to all requests', async () => {
  const env = { 'state-1': { call: async () => null } }
  expect(await seen(env)).toBe(await seen(env))
})

it('tells whose call it is', async () => {
  const call = vi.fn(async () => null)
  const stub = stubOf(await seen({ 'state-1': { call } }), 'RUN_STORE', 'demo/3')
  await stub.append?.('run', 0, 'bytes')
  expect(call.mock.calls).toEqual([['RUN_STORE', 'demo/3', 'append', ['run', 0, 'bytes']]])
})

it('has the calls of one stub in order, also behind one that fails, and those of others at once', async () => {
  const order: string[] = []
  const call = async (_: string, object: string, method: string) => {
    order.push(`${object} ${method}`)
    if (method === 'begin') await new Promise((after) => setTimeout(after, 30))
    order.push(`${object} ${method} over`)
    if (method === 'begin') throw new Error('no')
  }
  const env = await seen({ 'state-1': { call } })
  const [one, other] = [stubOf(env, 'RUN_STORE', 'one'), stubOf(env, 'RUN_STORE', 'other')]
  await Promise.allSettled([one.begin?.(), one.append?.(), other.append?.()])
  expect(order.filter((step) => step.startsWith('one'))).toEqual([
    'one begin',
    'one begin over',
    'one append',
    'one append over',
  ])
  expect(order.indexOf('other append over')).toBeLessThan(order.indexOf('one begin over'))
})
