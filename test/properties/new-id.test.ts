// Ids sort by when they were made, hold that time, and are no others'.

import { afterEach, expect, it, vi } from 'vitest'
import { newId } from '../../runtime/new-id.ts'

afterEach(() => {
  vi.useRealTimers()
})

it('is a UUID of version 7', () => {
  for (let made = 0; made < 1000; made++) {
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
})

it('rises, and never repeats: through a burst in one millisecond, and when the clock goes back', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 })
  const ids: string[] = []
  for (let made = 0; made < 20_000; made++) {
    if (made === 15_000) vi.setSystemTime(1_799_999_999_000)
    ids.push(newId())
  }
  expect(ids).toEqual([...new Set(ids)].sort())
})

it('begins with the time in milliseconds', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_900_000_000_123 })
  expect(Number.parseInt(newId().replaceAll('-', '').slice(0, 12), 16)).toBe(1_900_000_000_123)
})
