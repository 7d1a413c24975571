// What a session's messages say of usage, in whatever shape they come.

import { describe, expect, it } from 'vitest'
import { usageReader } from '../../runtime/endpoints/realtime-usage.ts'

const paths = ['response.usage', 'usage']

function totalOf(...messages: readonly (string | ArrayBuffer)[]) {
  const { read, total } = usageReader(paths)
  for (const message of messages) read(message)
  return total()
}

const said = (usage: unknown) => JSON.stringify({ type: 'response.done', response: { usage } })

describe('usage', () => {
  it('adds up number by number, as deep as they are', () => {
    const first = said({ total: 3, details: { audio: 1, cached: { text: 2 } }, kind: 'tokens', list: [1], none: null })
    expect(totalOf(first, said({ total: 4, details: { audio: 5 }, more: 1 }))).toEqual({
      total: 7,
      details: { audio: 6, cached: { text: 2 } },
      more: 1,
    })
  })

  it('adds up what stands in lists by what it is of', () => {
    const turn = (audio: number, text: number) => {
      const tokens = [
        { modality: 'AUDIO', tokenCount: audio },
        { modality: 'TEXT', tokenCount: text },
      ]
      return said({ promptTokensDetails: tokens, list: ['AUDIO', { modality: 5, tokenCount: 1 }] })
    }
    expect(totalOf(turn(100, 50), turn(20, 3))).toEqual({ promptTokensDetails: { AUDIO: 120, TEXT: 53 } })
  })

  it('is read from bytes as from text, and at the first path that leads anywhere', () => {
    const both = JSON.stringify({ usage: { total: 100 }, response: { usage: { total: 1 } } })
    const bytes = new TextEncoder().encode(JSON.stringify({ usage: { total: 2 } })).buffer as ArrayBuffer
    expect(totalOf(both, bytes)).toEqual({ total: 3 })
  })

  it.each([
    ['nothing'],
    ['{"type":"response.created","response":{"usage":null}}'],
    ['{"delta":"her \\"usage\\" of words"}'],
    ['not JSON, but "usage" is in it'],
    ['["usage"]'],
    ['"usage"'],
    [`{"response":${'{"usage":'.repeat(30_000)}1${'}'.repeat(30_000)}}`],
    [`{"usage":{"total":1},"audio":"${'A'.repeat(256 * 1024)}"}`],
  ])('is not in %.60s', (message) => {
    expect(totalOf(message)).toBeNull()
  })

  it('cannot be made to change anything else', () => {
    const total = totalOf('{"usage":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"total":1}}')
    expect(total).toMatchObject({ total: 1 })
    expect({}).not.toHaveProperty('polluted')
  })

  it('of a provider that says nothing costs no look', () => {
    const { read, total } = usageReader([])
    read(said({ total: 1 }))
    expect(total()).toBeNull()
  })
})
