// The generated gateways are what they should be: without a fault, different from each other, and the same each time.

import { expect, it } from 'vitest'
import { generate } from '../../bench/generate.ts'
import { many } from './many.ts'

it.each([1, 2, 7, 100, 300])('%d gateways compile, with nothing to warn of', (count) => {
  const { diagnostics, gateways, ids } = many(count)
  expect(diagnostics).toEqual([])
  expect(gateways.map(({ record }) => record.id)).toEqual([...ids].sort())
  expect(new Set(ids).size).toBe(count)
})

it('alike ones compile too, and differ in nothing but id, tokens and a header', () => {
  const { diagnostics, gateways } = many(20, { isAlike: true })
  expect(diagnostics).toEqual([])
  const rest = gateways.map(({ record: { id, tokens, providers, ...rest } }) => JSON.stringify([rest, providers.echo]))
  expect(new Set(rest).size).toBe(1)
})

it('the same seed gives the same bytes, and another one others', () => {
  expect(generate(50)).toEqual(generate(50))
  expect(generate(50, { seed: 2 })).not.toEqual(generate(50))
})

it('some of many are what fewer are', () => {
  const { yamls } = generate(100)
  const few = generate(10)
  for (const id of few.ids) expect(yamls[`${id}.yaml`]).toBe(few.yamls[`${id}.yaml`])
})

it('a mixture: each thing that gateways have is in some and not in all', () => {
  const { gateways } = many(300)
  const share = (has: (record: (typeof gateways)[number]['record']) => boolean) =>
    gateways.filter(({ record }) => has(record)).length / gateways.length
  const shares = [
    share(({ limit }) => limit !== null),
    share(({ deadlineMs }) => deadlineMs !== null),
    share(({ routes }) => Object.keys(routes).length > 0),
    share(({ tokens }) => tokens?.length === 2),
    share(({ providers }) => Object.hasOwn(providers, 'custom-vllm')),
    share(({ providers }) => Object.keys(providers).length > 3),
  ]
  for (const each of shares) {
    expect(each).toBeGreaterThan(0.05)
    expect(each).toBeLessThan(0.95)
  }
})
