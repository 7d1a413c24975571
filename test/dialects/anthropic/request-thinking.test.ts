// What the upstream side writes of thinking, sampling and limits, as each generation of models takes them.

import { describe, expect, it } from 'vitest'
import type { ChatRequest, Message, Reasoning } from '../../../runtime/dialects/chat.ts'
import { calling, result, said, weather, written } from './requests.ts'

const think: Reasoning = { enabled: null, effort: 'medium', budgetTokens: null }

describe('thinking', () => {
  const shown = (changes: Partial<ChatRequest>) => {
    const { body, lost } = written({ reasoning: think, ...changes })
    const { max_tokens, thinking, output_config, tool_choice, temperature, top_p } = body
    const shape = { max_tokens, thinking, output_config, tool_choice, temperature, top_p }
    return { ...Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)), lost }
  }
  const adaptive = { type: 'adaptive', display: 'summarized' }

  it.each([
    [
      'claude-3-7-sonnet-latest',
      {},
      { max_tokens: 32_000, thinking: { type: 'enabled', budget_tokens: 16_000 }, lost: [] },
    ],
    [
      'claude-opus-4-5-20251101',
      { maxTokens: 10_000 },
      { max_tokens: 10_000, thinking: { type: 'enabled', budget_tokens: 5000 }, lost: [] },
    ],
    ['claude-opus-4-5', { maxTokens: 1024 }, { max_tokens: 1024, lost: ['reasoning_effort'] }],
    [
      'claude-sonnet-4-6',
      {},
      { max_tokens: 32_000, thinking: adaptive, output_config: { effort: 'medium' }, lost: [] },
    ],
    [
      'claude-sonnet-4-6',
      { reasoning: { ...think, effort: 'xhigh' } },
      { max_tokens: 32_000, thinking: adaptive, output_config: { effort: 'max' }, lost: [] },
    ],
    [
      'claude-opus-4.7',
      { reasoning: { enabled: true, effort: null, budgetTokens: 2000 }, maxTokens: 10_000 },
      { max_tokens: 10_000, thinking: adaptive, lost: ['thinking.budget_tokens'] },
    ],
    [
      'claude-haiku-5-5',
      { reasoning: { ...think, effort: 'minimal' } },
      { max_tokens: 32_000, thinking: adaptive, output_config: { effort: 'low' }, lost: [] },
    ],
    [
      'claude-haiku-4-5',
      { reasoning: { enabled: true, effort: null, budgetTokens: 9000 }, maxTokens: 8000 },
      { max_tokens: 8000, thinking: { type: 'enabled', budget_tokens: 6400 }, lost: ['thinking.budget_tokens'] },
    ],
  ] as const)('is asked of %s with %o as it takes it', (model, changes, expected) => {
    expect(shown({ model, ...changes })).toEqual(expected)
  })

  it.each([
    ['claude-sonnet-4-5', { thinking: { type: 'disabled' }, lost: [] }],
    ['claude-opus-5', { thinking: { type: 'disabled' }, lost: [] }],
    ['claude-sonnet-5-5', { thinking: { type: 'between_tools' }, lost: ['reasoning_effort'] }],
    ['claude-opus-5-5', { output_config: { effort: 'low' }, lost: ['reasoning_effort'] }],
    ['claude-mythos-preview', { output_config: { effort: 'low' }, lost: ['reasoning_effort'] }],
  ])('is switched off for %s as far as it goes', (model, expected) => {
    expect(shown({ model, reasoning: { ...think, enabled: false, effort: null } })).toMatchObject(expected)
    expect(shown({ model, reasoning: { ...think, effort: 'none' } })).toMatchObject(expected)
  })

  it('gives way to a tool that must be called', () => {
    const forced = { tools: [weather], toolChoice: { kind: 'required' } } as const
    const found = { tool_choice: { type: 'any' }, lost: ['reasoning_effort'] }
    expect(shown({ model: 'claude-sonnet-4-6', ...forced })).toEqual({ max_tokens: 32_000, ...found })
    expect(shown({ model: 'claude-sonnet-5', ...forced })).toMatchObject({ ...found, thinking: { type: 'disabled' } })
  })

  it('does without in the middle of a turn that began with no thought, where it has a budget', () => {
    const messages = [said('Hi'), calling('a'), result('a')]
    expect(shown({ messages })).toEqual({ max_tokens: 32_000, lost: ['reasoning_effort'] })
    expect(shown({ messages, model: 'claude-opus-4-7' })).toMatchObject({ thinking: adaptive, lost: [] })
    const thought = { kind: 'reasoning', text: 'Hm', signature: 'c2ln' } as const
    expect(shown({ messages: [said('Hi'), calling('a', [thought]), result('a')] })).toMatchObject({ lost: [] })
    expect(shown({ messages: [...messages, said('Thanks. And now?')] })).toMatchObject({ lost: ['reasoning_effort'] })
    const done: Message = { role: 'assistant', content: [{ kind: 'text', text: '7°', cacheControl: null }], name: null }
    expect(shown({ messages: [...messages, done, said('And now?')] })).toMatchObject({ lost: [] })
  })

  it('leaves sampling at its defaults', () => {
    const found = shown({ temperature: 0, topP: 0.5, topK: 5 })
    expect(found).toMatchObject({ lost: ['temperature', 'top_p', 'top_k'] })
    expect(found).not.toHaveProperty('temperature')
    expect(shown({ temperature: 1, topP: 1 })).toMatchObject({ lost: [] })
  })
})

it.each([
  ['claude-3-5-haiku-20241022', 0.5, 0.9, { temperature: 0.5, top_p: 0.9 }, []],
  ['claude-sonnet-4-5', 0.5, 0.9, { temperature: 0.5 }, ['top_p']],
  ['claude-sonnet-4-5', 1, 0.9, { top_p: 0.9 }, []],
  ['claude-sonnet-4-5', 0.5, 1, { temperature: 0.5 }, []],
  ['claude-opus-4-20250514', 0.5, 0.9, { temperature: 0.5, top_p: 0.9 }, []],
  ['claude-opus-4-8', 0.5, 0.9, {}, ['temperature', 'top_p']],
  ['claude-opus-4-8', 1, 1, {}, []],
])('samples %s at %d and %d as it takes it', (model, temperature, topP, expected, names) => {
  const { body, lost } = written({ model, temperature, topP })
  const { temperature: warmth, top_p } = body
  expect(JSON.parse(JSON.stringify({ temperature: warmth, top_p }))).toEqual(expected)
  expect(lost).toEqual(names)
})

it.each([
  ['claude-3-haiku-20240307', 4096],
  ['MiniMax-M2', 4096],
  ['claude-opus-4-20250514', 32_000],
  ['claude-haiku-5-5', 32_000],
])('%s may answer with %d tokens where nobody says', (model, tokens) => {
  expect(written({ model }).body.max_tokens).toBe(tokens)
})
