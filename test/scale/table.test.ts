// What many gateways cost, in counts that are the same on any machine: bytes of the table for each, and characters parsed to find one.

import { afterEach, describe, expect, it, vi } from 'vitest'
import { routingTable, sharedTableText, tableText } from '../../compiler/4-emit/table.ts'
import { openSharedTable } from '../../runtime/shared-table.ts'
import { openTable } from '../../runtime/table.ts'
import { many } from './many.ts'

afterEach(() => vi.restoreAllMocks())

const thousand = many(1000)
const shared = sharedTableText(thousand.gateways)

describe('the table of many gateways', () => {
  it('says the same as whole lines would', () => {
    const [lookUp, plainly] = [openSharedTable(shared), openTable(tableText(thousand.gateways))]
    for (const id of thousand.ids) expect(lookUp(id)).toEqual(plainly(id))
  })

  it('has at most 320 bytes for each of 1,000 gateways, of which a token alone has 96, and less for each of more', () => {
    expect(shared.length / 1000).toBeLessThanOrEqual(320)
    expect(tableText(thousand.gateways).length / 1000).toBeGreaterThan(2_000)
    const half = many(500)
    expect(shared.length / 1000).toBeLessThan(sharedTableText(half.gateways).length / 500)
  })

  it('has at most 220 bytes for each of alike ones', () => {
    expect(sharedTableText(many(1000, { isAlike: true }).gateways).length / 1000).toBeLessThanOrEqual(220)
  })

  it('is whole lines up to 64 KiB, which people read', () => {
    const few = many(20)
    expect(routingTable(few.gateways)).toEqual({ text: tableText(few.gateways), isShared: false })
    expect(routingTable(thousand.gateways)).toEqual({ text: shared, isShared: true })
  })

  it('is sorted, and has nothing that no line refers to', () => {
    const lines = shared.slice(1, -1).split('\n')
    const keys = lines.map((line) => line.slice(0, line.indexOf('\t')))
    expect(keys).toEqual([...keys].sort())
    const said = lines.map((line) => line.slice(line.indexOf('\t'))).join('\n')
    const references = new Set([...said.matchAll(/\[(\d+)(?=[\],])/g)].map(([, number]) => `#${number}`))
    expect(new Set(keys.filter((key) => key.startsWith('#')))).toEqual(references)
  })
})

describe('finding one of many', () => {
  it('parses nothing before it is asked', () => {
    const parsed = vi.spyOn(JSON, 'parse')
    openSharedTable(shared)
    expect(parsed).not.toHaveBeenCalled()
  })

  it('parses its line and what that refers to: 4,000 characters at first, 600 when the others are known', () => {
    const parsed = vi.spyOn(JSON, 'parse')
    const lookUp = openSharedTable(shared)
    const [first = '', ...others] = thousand.ids
    lookUp(first)
    expect(charactersIn(parsed)).toBeLessThanOrEqual(4_000)
    parsed.mockClear()
    for (const id of others) lookUp(id)
    expect(charactersIn(parsed) / others.length).toBeLessThanOrEqual(600)
  })

  it('parses nothing again', () => {
    const lookUp = openSharedTable(shared)
    for (const id of thousand.ids) lookUp(id)
    const parsed = vi.spyOn(JSON, 'parse')
    for (const id of thousand.ids) expect(lookUp(id)).toBeDefined()
    expect(parsed).not.toHaveBeenCalled()
  })

  it('looks at as many keys as halving takes', () => {
    const sliced = vi.spyOn(String.prototype, 'slice')
    openTable(tableText(thousand.gateways))(thousand.ids[500] ?? '')
    expect(sliced.mock.calls.length).toBeLessThanOrEqual(2 + 2 * Math.ceil(Math.log2(1000)))
  })
})

function charactersIn(parsed: { readonly mock: { readonly calls: readonly (readonly unknown[])[] } }): number {
  return parsed.mock.calls.reduce((sum, [text]) => sum + String(text).length, 0)
}
