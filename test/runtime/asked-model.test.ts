// The model that a call asks for, before anybody made it: by name, by its body, by its path; and calls that ask for none.

import { expect, it } from 'vitest'
import { askedModel } from '../../runtime/cost/asked-model.ts'

it.each([
  ['v1beta/models/gemini-2.5-flash:generateContent', 'gemini-2.5-flash'],
  ['v1/projects/p/locations/l/publishers/google/models/gemini-2.5-pro:streamGenerateContent', 'gemini-2.5-pro'],
  [
    'v1/projects/p/locations/l/publishers/anthropic/models/claude-sonnet-4@20250514:rawPredict',
    'claude-sonnet-4@20250514',
  ],
  ['model/anthropic.claude-3-5-sonnet-20240620-v1:0/converse', 'anthropic.claude-3-5-sonnet-20240620-v1:0'],
  ['bedrock-runtime/us-east-1/model/amazon.nova-lite-v1%3A0/invoke', 'amazon.nova-lite-v1:0'],
  ['model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aprofile%2Fx/converse-stream', 'arn:aws:bedrock:us-east-1:1:profile/x'],
  ['openai/deployments/my-gpt/chat/completions', 'my-gpt'],
  ['@cf/meta/llama-3.1-8b-instruct', '@cf/meta/llama-3.1-8b-instruct'],
  ['run/@hf/thebloke/neural-chat-7b-v3-1-awq', '@hf/thebloke/neural-chat-7b-v3-1-awq'],
  // What is asked about a model is not asked of it.
  ['v1/models/gpt-4o', null],
  ['v1/models', null],
  ['openai/deployments', null],
  ['model/%zz/converse', null],
  ['chat/completions', null],
])('%s asks for %s', (path, model) => {
  expect(askedModel({ model: null, path }, null)).toBe(model)
  expect(askedModel({ model: null, path }, 'no JSON')).toBe(model)
})

it('takes the name that callers ask by, then the body, then the path', () => {
  const path = 'openai/deployments/mine/chat/completions'
  expect(askedModel({ model: 'named', path }, '{"model":"said"}')).toBe('named')
  expect(askedModel({ model: null, path }, '{"model":"said"}')).toBe('said')
  for (const body of ['{}', '{"model":7}', 'null', '[]', ''])
    expect(askedModel({ model: null, path }, body)).toBe('mine')
})
