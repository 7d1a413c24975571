// Whose prices hold for which provider row: no row is forgotten, none stands in two lists, and what the lists say is so in the data.

import { findProvider } from '@pydantic/genai-prices'
import { describe, expect, it } from 'vitest'
import { customProviders, providers } from '../../compiler/3-plan/providers.ts'
import { free, notFree, unpriced, vendors } from '../../compiler/prices/vendors.ts'

const rows = [...Object.keys(providers), ...Object.keys(customProviders).map((dialect) => `custom ${dialect}`)]

it('says of every provider row whose prices are its own, that it is free, or that nobody knows', () => {
  expect([...Object.keys(vendors), ...free, ...unpriced].sort()).toEqual(rows.sort())
})

it('has nothing free but what asks nobody', () => {
  expect([...free]).toEqual(rows.filter((row) => (providers[row]?.row.builtin ?? null) !== null))
})

it.each(Object.entries(vendors))('%s is at an address of %s, as the data has it', (row, id) => {
  expect(findProvider({ providerApiUrl: baseOf(row) })?.id).toBe(id)
})

it.each(unpriced.filter((row) => !row.startsWith('custom ')))('%s is not in the data yet', (row) => {
  expect(findProvider({ providerApiUrl: baseOf(row) })).toBeUndefined()
})

describe('models that the data has for nothing and that are not free', () => {
  const models = Object.values(vendors).flatMap((id) => findProvider({ providerId: id })?.models ?? [])
  it.each(notFree)('%s', (id) => {
    expect(models.filter((model) => model.id === id).map(({ prices }) => prices)).toEqual([{}])
  })
})

function baseOf(row: string): string {
  return providers[row]?.row.base.replace(/\{\w+\}/g, 'x') ?? ''
}
