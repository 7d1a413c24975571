// Filters as people write them: what each key takes, in which forms, and the words for what it does not.

import { describe, expect, it } from 'vitest'
import { filterKeys, kinds, meaningOf } from '../../../runtime/logs/filter-keys.ts'
import { checkFilters } from '../../../runtime/logs/read-filters.ts'

function taken(key: string, operator: string, ...value: readonly unknown[]): readonly unknown[] {
  return checkFilters([{ key, operator, value }])[0]?.value ?? []
}

function refused(filters: unknown): string {
  try {
    checkFilters(filters)
  } catch (thrown) {
    return `${(thrown as { problem: string }).problem}: ${(thrown as Error).message}`
  }
  return 'taken'
}

describe('what is taken', () => {
  it.each<[string, string, readonly unknown[], readonly unknown[]]>([
    ['provider', 'eq', ['openai', '', null], ['openai', '', null]],
    ['model', 'contains', ['%', ''], ['%', '']],
    ['id', 'gt', ['0190'], ['0190']],
    ['cost', 'gt', [0.5, '0.5', '-1e-3', '2E+2'], [0.5, 0.5, -0.001, 200]],
    ['feedback', 'eq', [1, '-1', null, ''], [1, -1, null, null]],
    ['success', 'neq', [true, 'false', null, ''], [true, false, null, null]],
    ['created_at', 'lt', [1_767_225_600_000, '1767225600000'], [1_767_225_600_000, 1_767_225_600_000]],
    ['created_at', 'gt', ['2026-01-01', '2026-01-01T00:00:00Z'], [1_767_225_600_000, 1_767_225_600_000]],
    ['created_at', 'gt', ['2026-01-01T02:00:00.001+02:00', '2026-01-01T00:00'], [1_767_225_600_001, 1_767_225_600_000]],
    ['created_at', 'eq', ['', null], [null, null]],
    ['metadata.key', 'eq', ['team', ''], ['team', '']],
    ['metadata.value', 'eq', [1, '1', true, ''], ['1', '1', 'true', '']],
    ['metadata.value', 'lt', [1, '1.5'], [1, 1.5]],
    ['metadata.key.team', 'eq', ['red', 7, null], ['red', '7', null]],
    ['metadata.key.', 'gt', ['7'], [7]],
  ])('%s %s %o', (key, operator, value, expected) => {
    expect(taken(key, operator, ...value)).toEqual(expected)
  })

  it('is each key with each operator of its kind, and with no other', () => {
    const examples = { text: 'x', id: 'x', number: 1, boolean: true, date: 1, name: 'x', entry: 1 }
    const keys = [...filterKeys(), 'metadata.key.x']
    expect(keys.length).toBeGreaterThan(30)
    for (const key of keys) {
      const { kind } = meaningOf(key) ?? { kind: 'text' }
      const operators: readonly string[] = kinds[kind].operators
      for (const operator of ['eq', 'neq', 'contains', 'lt', 'gt', 'like']) {
        const said = refused([{ key, operator, value: [examples[kind]] }])
        expect([key, operator, said === 'taken']).toEqual([key, operator, operators.includes(operator)])
      }
    }
  })

  it('says no more than what was asked', () => {
    const filter = { key: 'provider', operator: 'eq', value: ['x'], more: 'of it' }
    expect(checkFilters([filter])).toEqual([{ key: 'provider', operator: 'eq', value: ['x'] }])
    expect(checkFilters([])).toEqual([])
  })
})

describe('what is refused', () => {
  it.each<[unknown, string]>([
    [{}, 'Filters take a list of {"key", "operator", "value": […]}.'],
    ['[]', 'Filters take a list of {"key", "operator", "value": […]}.'],
    [[null], 'Filter 1 has no key that there is: nothing. Keys are: '],
    [[7], 'Filter 1 has no key that there is: nothing. Keys are: '],
    [[{ key: 'modle', operator: 'eq', value: ['x'] }], 'Filter 1 has no key that there is: "modle". Keys are: model, '],
    [[{ key: 'Provider', operator: 'eq', value: ['x'] }], 'has no key that there is: "Provider". Keys are: provider, '],
    [[{ key: '__proto__', operator: 'eq', value: ['x'] }], 'has no key that there is: "__proto__".'],
    [[{ key: 'constructor', operator: 'eq', value: ['x'] }], 'has no key that there is: "constructor".'],
    [[{ key: ['id'], operator: 'eq', value: ['x'] }], 'has no key that there is: ["id"].'],
    [
      [{ key: 'cost', operator: 'contains', value: [1] }],
      'Filter 1 cannot ask \'cost\' by "contains": eq, neq, lt, gt.',
    ],
    [[{ key: 'cost', value: [1] }], "Filter 1 cannot ask 'cost' by nothing: eq, neq, lt, gt."],
    [[{ key: 'cost', operator: 'eq', value: 1 }], 'Filter 1 needs a list of one or more values under "value", not 1.'],
    [
      [{ key: 'cost', operator: 'eq', value: [] }],
      'Filter 1 needs a list of one or more values under "value", not [].',
    ],
    [[{ key: 'cost', operator: 'eq' }], 'under "value", not nothing.'],
    [[{ key: 'cost', operator: 'eq', value: [1, 'much'] }], 'Filter 1 takes numbers for \'cost eq\', not "much".'],
    [[{ key: 'cost', operator: 'gt', value: [null] }], "takes numbers for 'cost gt', not null."],
    [[{ key: 'cost', operator: 'gt', value: ['0x10'] }], 'takes numbers for \'cost gt\', not "0x10".'],
    [[{ key: 'cost', operator: 'gt', value: ['1e999'] }], 'takes numbers for \'cost gt\', not "1e999".'],
    [[{ key: 'cached', operator: 'eq', value: ['yes'] }], 'takes true and false for \'cached eq\', not "yes".'],
    [[{ key: 'created_at', operator: 'gt', value: ['yesterday'] }], 'takes dates as ISO 8601 has them'],
    [[{ key: 'created_at', operator: 'gt', value: ['2026-13-01'] }], 'not "2026-13-01".'],
    [[{ key: 'model', operator: 'eq', value: [5] }], "takes texts for 'model eq', not 5."],
    [[{ key: 'model', operator: 'contains', value: [null] }], "takes texts for 'model contains', not null."],
    [[{ key: 'metadata.key', operator: 'eq', value: [null] }], "takes texts for 'metadata.key eq', not null."],
    [[{ key: 'metadata.value', operator: 'neq', value: [null] }], "for 'metadata.value neq', not null."],
    [[{ key: 'metadata.key.a', operator: 'lt', value: ['x'] }], 'takes numbers for \'metadata.key.a lt\', not "x".'],
    [
      [
        { key: 'id', operator: 'eq', value: ['x'] },
        { key: 'id', operator: 'eq', value: [{}] },
      ],
      'Filter 2 takes ids',
    ],
    [
      [{ key: 'id', operator: 'eq', value: Array.from({ length: 31 }, () => 'x') }],
      'Filters take 30 values in all, and here are 31. Ask in parts.',
    ],
  ])('%j', (filters, message) => {
    expect(refused(filters)).toContain(message)
    expect(refused(filters)).toMatch(/^invalidRequest: /)
  })

  it('is told without all of a long value', () => {
    const said = refused([{ key: 'cost', operator: 'eq', value: [`${'9'.repeat(5000)}x`] }])
    expect(said.length).toBeLessThan(300)
  })
})
