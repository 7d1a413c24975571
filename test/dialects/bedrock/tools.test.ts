// Tools and formats at Bedrock: what can be chosen, what cannot, and what stands in for it.

import { expect, test } from 'vitest'
import { bedrock } from '../../../runtime/dialects/bedrock/upstream.ts'
import type { ChatRequest, Format } from '../../../runtime/dialects/chat.ts'
import { call, calls, result, text, tool, user, written } from './requests.ts'

const write = (request: Partial<ChatRequest>) => written(bedrock, request)
const spec = (name: string, json: unknown = { type: 'object', properties: { city: { type: 'string' } } }) => ({
  toolSpec: { name, inputSchema: { json } },
})
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const format: Format = { kind: 'schema', name: 'place', description: null, schema, strict: true }

test('every choice of tools', () => {
  const tools = [tool('a'), tool('b')]
  const both = [spec('a'), spec('b')]
  expect(write({ tools }).toolConfig).toEqual({ tools: both })
  expect(write({ tools, toolChoice: { kind: 'auto' } }).toolConfig).toEqual({ tools: both, toolChoice: { auto: {} } })
  expect(write({ tools, toolChoice: { kind: 'required' } }).toolConfig).toEqual({
    tools: both,
    toolChoice: { any: {} },
  })
  expect(write({ tools, toolChoice: { kind: 'tool', name: 'b' } }).toolConfig).toEqual({
    tools: both,
    toolChoice: { tool: { name: 'b' } },
  })
  expect(write({ tools, toolChoice: { kind: 'none' } })).not.toHaveProperty('toolConfig')
  const forced = write({ model: 'global.anthropic.claude-opus-5-5', tools, toolChoice: { kind: 'required' } })
  expect(forced).toMatchObject({ toolConfig: { tools: both }, lost: ['tool_choice'] })
  expect(forced.toolConfig).not.toHaveProperty('toolChoice')
})

test('a conversation with calls keeps a toolConfig, though its tools are gone', () => {
  const messages = [user(text('?')), calls(call('call_1', 'a', '{}'), call('call_2', 'b', '{}')), result('call_1')]
  const gone = (name: string) => ({
    toolSpec: {
      name,
      description: 'No longer available. Do not call it.',
      inputSchema: { json: { type: 'object', properties: {} } },
    },
  })
  expect(write({ messages })).toMatchObject({ toolConfig: { tools: [gone('a'), gone('b')] }, lost: [] })
  expect(write({ messages, tools: [tool('b')] })).toMatchObject({
    toolConfig: { tools: [spec('b'), gone('a')] },
    lost: [],
  })
  expect(write({ messages, tools: [tool('a')], toolChoice: { kind: 'none' } })).toMatchObject({
    toolConfig: { tools: [gone('a'), gone('b')] },
    lost: ['tool_choice'],
  })
})

test('a format is a forced tool', () => {
  const answer = {
    toolSpec: {
      name: 'place',
      description: 'Answer with this tool: its input is the whole answer.',
      inputSchema: { json: schema },
    },
  }
  expect(write({ format })).toMatchObject({
    toolConfig: { tools: [answer], toolChoice: { tool: { name: 'place' } } },
    lost: [],
  })
  expect(write({ format, tools: [tool('a')] }).toolConfig).toEqual({
    tools: [spec('a'), answer],
    toolChoice: { any: {} },
  })
  expect(write({ format, tools: [tool('place')] })).toMatchObject({
    toolConfig: { tools: [spec('place'), { toolSpec: { name: 'place_answer' } }] },
  })
  // The caller wants a call: there will be no text of any format.
  expect(write({ format, tools: [tool('a')], toolChoice: { kind: 'required' } })).toMatchObject({
    toolConfig: { tools: [spec('a')], toolChoice: { any: {} } },
    lost: [],
  })
})

test('where no tool can be forced it is Bedrock’s own format, else words, which are named', () => {
  const reasoning = { enabled: true, effort: null, budgetTokens: 2048 }
  const native = write({ format, reasoning })
  expect(native).toMatchObject({
    outputConfig: {
      textFormat: { type: 'json_schema', structure: { jsonSchema: { name: 'place', schema: JSON.stringify(schema) } } },
    },
    additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 2048 } },
    lost: [],
  })
  expect(native).not.toHaveProperty('toolConfig')
  for (const words of [
    write({ format, model: 'us.anthropic.claude-opus-5-5' }),
    write({ format: { kind: 'json' } }),
    write({ format, reasoning, model: 'anthropic.claude-3-7-sonnet-20250219-v1:0' }),
  ]) {
    expect(words.lost).toEqual(['response_format'])
    expect(words).not.toHaveProperty('outputConfig')
    expect(JSON.stringify(words.system)).toContain('Answer with one JSON object and nothing else')
  }
})

test('one tool at a time, where the model can be told', () => {
  const request = { tools: [tool('a')], parallelToolCalls: false }
  expect(write(request)).toMatchObject({
    additionalModelRequestFields: { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
    lost: [],
  })
  // Its `type` is refused beside Converse's own choice.
  expect(write({ ...request, toolChoice: { kind: 'required' } }).additionalModelRequestFields).toEqual({
    tool_choice: { disable_parallel_tool_use: true },
  })
  expect(write({ ...request, model: 'meta.llama3-3-70b-instruct-v1:0' }).lost).toEqual(['parallel_tool_calls'])
  expect(write({ ...request, tools: [] })).not.toHaveProperty('additionalModelRequestFields')
})
