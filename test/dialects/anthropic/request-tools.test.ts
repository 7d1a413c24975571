// What the upstream side writes of tools and formats, as each generation of models takes them.

import { describe, expect, it } from 'vitest'
import type { ChatRequest, JsonObject, Reasoning } from '../../../runtime/dialects/chat.ts'
import { schema, weather, written } from './requests.ts'

const format = { kind: 'schema', name: 'place', description: 'Where', schema, strict: true } as const
const think: Reasoning = { enabled: null, effort: 'medium', budgetTokens: null }

describe('tools', () => {
  it('have schemas of objects, and are strict where the model takes it', () => {
    const bare = { ...weather, parameters: null }
    const strict = { ...weather, strict: true }
    expect(written({ tools: [bare, strict] }).body.tools).toEqual([
      { name: 'weather', input_schema: { type: 'object', properties: {} } },
      { name: 'weather', input_schema: schema, strict: true },
    ])
    const old = written({ model: 'claude-3-5-sonnet-latest', tools: [strict] })
    expect(old.body.tools).toEqual([{ name: 'weather', input_schema: schema }])
    expect(old.lost).toEqual(['tools.strict'])
  })

  it('are chosen as the API has it', () => {
    const choice = (changes: Partial<ChatRequest>) => written({ tools: [weather], ...changes }).body.tool_choice
    const one = { disable_parallel_tool_use: true }
    expect(choice({})).toBeUndefined()
    expect(choice({ parallelToolCalls: false })).toEqual({ type: 'auto', ...one })
    expect(choice({ toolChoice: { kind: 'required' }, parallelToolCalls: false })).toEqual({ type: 'any', ...one })
    expect(choice({ toolChoice: { kind: 'tool', name: 'weather' } })).toEqual({ type: 'tool', name: 'weather' })
    expect(choice({ toolChoice: { kind: 'none' }, parallelToolCalls: false })).toEqual({ type: 'none' })
    expect(choice({ tools: [], toolChoice: { kind: 'auto' } })).toBeUndefined()
  })

  it('cannot be forced on the newest models', () => {
    const forced = { model: 'claude-opus-5-5', tools: [weather], toolChoice: { kind: 'required' } } as const
    expect(written(forced)).toMatchObject({ body: { tool_choice: { type: 'auto' } }, lost: ['tool_choice'] })
    expect(written({ ...forced, model: 'claude-haiku-5-5' }).body.tool_choice).toEqual({ type: 'any' })
  })
})

describe('a format', () => {
  it("is the API's own where the model takes it, beside thinking and tools", () => {
    const { body, lost, answerTool } = written({ format, tools: [weather], reasoning: think, model: 'claude-opus-5-5' })
    expect(body).toMatchObject({
      tools: [{ name: 'weather' }],
      thinking: { type: 'adaptive' },
      output_config: {
        effort: 'medium',
        format: { type: 'json_schema', schema: { title: 'place', description: 'Where', ...schema } },
      },
    })
    expect(body).not.toHaveProperty('tool_choice')
    expect({ lost, answerTool }).toEqual({ lost: [], answerTool: null })
  })

  it('is closed, and holds to nothing that decoding cannot', () => {
    const open = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        age: { type: ['integer', 'null'], minimum: 0, description: 'In years' },
        tags: { oneOf: [{ type: 'array', items: { type: 'object', properties: {} }, minItems: 1 }] },
        at: { type: 'string', format: 'date' },
        some: { type: 'array', minItems: 0 },
        many: { type: 'array', minItems: 5 },
        zip: { $ref: '#/$defs/zip' },
      },
      $defs: { zip: { type: 'string', pattern: '^\\d{5}$', format: 'zip' } },
    }
    const { body, lost } = written({ format: { ...format, description: null, schema: open } })
    expect((body.output_config as JsonObject).format).toEqual({
      type: 'json_schema',
      schema: {
        title: 'place',
        type: 'object',
        properties: {
          age: { type: ['integer', 'null'], description: 'In years' },
          tags: {
            anyOf: [
              { type: 'array', items: { type: 'object', properties: {}, additionalProperties: false }, minItems: 1 },
            ],
          },
          at: { type: 'string', format: 'date' },
          some: { type: 'array', minItems: 0 },
          many: { type: 'array' },
          zip: { $ref: '#/$defs/zip' },
        },
        $defs: { zip: { type: 'string' } },
        additionalProperties: false,
      },
    })
    expect(lost).toEqual(['response_format.json_schema.schema'])
  })

  it('is a tool that must be called for an older model', () => {
    const { body, answerTool, lost } = written({ model: 'claude-3-7-sonnet-latest', format, reasoning: think })
    expect(body.tools).toMatchObject([{ name: 'place', input_schema: schema }])
    expect(body.tool_choice).toEqual({ type: 'tool', name: 'place', disable_parallel_tool_use: true })
    expect({ answerTool, lost }).toEqual({ answerTool: 'place', lost: ['reasoning_effort'] })
  })

  it("is one tool among the caller's, unless the caller forces one of them", () => {
    const changes = { model: 'claude-3-5-haiku-latest', format: { ...format, name: 'weather' }, tools: [weather] }
    const { body, answerTool } = written(changes)
    expect(body.tool_choice).toEqual({ type: 'any', disable_parallel_tool_use: true })
    expect(answerTool).toBe('weather_')
    const forced = written({ ...changes, toolChoice: { kind: 'tool', name: 'weather' } })
    expect(forced.body).toMatchObject({ tools: [{ name: 'weather' }], tool_choice: { type: 'tool', name: 'weather' } })
    expect(forced.answerTool).toBeNull()
  })

  it('of any JSON is asked for in words', () => {
    const { body, lost } = written({ format: { kind: 'json' } })
    expect(body.system).toMatchObject([{ type: 'text', text: expect.stringContaining('one JSON object') }])
    expect(lost).toEqual(['response_format'])
  })
})
