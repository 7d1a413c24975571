// Requests to the Responses API: every field arrives, is named as dropped, or is refused with what to do instead.

import { describe, expect, it } from 'vitest'
import type { ChatRequest, JsonObject } from '../../../runtime/dialects/chat.ts'
import { responses } from '../../../runtime/dialects/responses/caller.ts'
import { GatewayError } from '../../../runtime/problem.ts'
import { said } from './chat.ts'

function read(body: JsonObject): { readonly request: ChatRequest; readonly dropped: readonly string[] } {
  const dropped: string[] = []
  const request = responses.read({ model: 'm', input: 'hi', ...body }, { drop: (field) => dropped.push(field) })
  return { request, dropped }
}
const refused = (body: JsonObject): string => {
  try {
    read(body)
  } catch (error) {
    expect(error).toBeInstanceOf(GatewayError)
    expect((error as GatewayError).problem).toBe('invalidRequest')
    return (error as GatewayError).description
  }
  throw new Error('It was taken.')
}

describe('settings', () => {
  it('all have their place, and nothing is lost', () => {
    const { request, dropped } = read({
      instructions: 'Be brief.',
      tools: [{ type: 'function', name: 'f', description: 'd', parameters: { type: 'object' }, strict: true }],
      tool_choice: { type: 'function', name: 'f' },
      parallel_tool_calls: false,
      text: {
        format: { type: 'json_schema', name: 'n', description: 'd', schema: { type: 'object' }, strict: true },
        verbosity: 'low',
      },
      reasoning: { effort: 'high', summary: 'auto' },
      max_output_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      top_logprobs: 3,
      include: ['message.output_text.logprobs', 'reasoning.encrypted_content'],
      user: 'u',
      safety_identifier: 's',
      metadata: { team: 'a' },
      prompt_cache_key: 'k',
      service_tier: 'flex',
      stream: true,
      store: false,
      background: false,
      previous_response_id: null,
      truncation: 'disabled',
      stream_options: { include_obfuscation: false },
      x_unknown: 1,
    })
    expect(dropped).toEqual([])
    expect(request).toEqual({
      model: 'm',
      messages: [
        { role: 'system', content: [said('Be brief.')], name: null },
        { role: 'user', content: [said('hi')], name: null },
      ],
      tools: [{ name: 'f', description: 'd', parameters: { type: 'object' }, strict: true, cacheControl: null }],
      toolChoice: { kind: 'tool', name: 'f' },
      parallelToolCalls: false,
      format: { kind: 'schema', name: 'n', description: 'd', schema: { type: 'object' }, strict: true },
      reasoning: { enabled: null, effort: 'high', budgetTokens: null },
      maxTokens: 100,
      temperature: 0.5,
      topP: 0.9,
      topK: null,
      frequencyPenalty: null,
      presencePenalty: null,
      seed: null,
      stop: [],
      choices: null,
      logprobs: { top: 3 },
      user: 'u',
      stream: true,
      includeUsage: true,
      extras: {
        metadata: { team: 'a' },
        prompt_cache_key: 'k',
        service_tier: 'flex',
        x_unknown: 1,
        verbosity: 'low',
        safety_identifier: 's',
      },
    })
  })

  it('of nothing are nothing', () => {
    const nothing = [
      ...['instructions', 'tools', 'tool_choice', 'parallel_tool_calls', 'text', 'reasoning', 'max_output_tokens'],
      ...['temperature', 'top_p', 'top_logprobs', 'include', 'user', 'safety_identifier', 'metadata', 'stream'],
      ...['store', 'background', 'previous_response_id', 'conversation', 'prompt', 'truncation', 'x_unknown'],
    ]
    expect(read(Object.fromEntries(nothing.map((field) => [field, null])))).toEqual(read({}))
  })

  it.each<[JsonObject, readonly string[]]>([
    [{ store: true }, ['store']],
    [{ truncation: 'auto' }, ['truncation']],
    [{ max_tool_calls: 3 }, ['max_tool_calls']],
    [{ client_metadata: { a: 'b' } }, ['client_metadata']],
    [{ include: ['web_search_call.results'] }, ['include']],
    [{ reasoning: { summary: 'detailed', context: 'all_turns' } }, ['reasoning.summary', 'reasoning.context']],
    [{ text: { format: { type: 'grammar' }, style: 'x' } }, ['text.format', 'text.style']],
    [{ stream_options: { include_obfuscation: true } }, ['stream_options.include_obfuscation']],
    [{ tools: [{ type: 'web_search' }, { type: 'mcp' }] }, ['tools.web_search', 'tools.mcp']],
    [{ tools: [{ type: 'function', name: 'f', defer_loading: true }] }, ['tools.defer_loading']],
    [{ tools: [{ type: 'web_search' }], tool_choice: 'required' }, ['tools.web_search', 'tool_choice']],
    [{ tools: [{ type: 'function', name: 'f' }], tool_choice: { type: 'mcp' } }, ['tool_choice']],
    [{ input: [{ type: 'web_search_call', id: 'ws_1' }] }, ['input.web_search_call']],
    [
      { input: [{ role: 'assistant', content: [{ type: 'output_text', text: 'a', annotations: [{}] }] }] },
      ['messages.annotations'],
    ],
    [
      { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'f', detail: 'low' }] }] },
      ['messages.file.detail'],
    ],
    [
      { input: [{ type: 'function_call', call_id: 'c', name: 'f', arguments: '{}', namespace: 'n' }] },
      ['input.function_call.namespace'],
    ],
    [{ input: [{ role: 'user', content: [{ type: 'input_video' }] }] }, ['messages.input_video']],
    [{ input: [{ role: 'assistant', content: 'a', phase: 'commentary' }] }, ['messages.phase']],
    [{ input: [{ type: 'reasoning', summary: [], encrypted_content: 'gAAA' }] }, ['reasoning.encrypted_content']],
  ])('%j is dropped by name', (body, dropped) => expect(read(body).dropped).toEqual(dropped))

  it.each(['previous_response_id', 'conversation', 'prompt', 'background'])('%s is refused', (field) => {
    const description = refused({ [field]: field === 'background' ? true : 'id' })
    expect(description).toMatch(new RegExp(`^'${field}' stands for what only OpenAI holds`))
    expect(description).toContain("Send the whole conversation in 'input'")
  })

  it.each(['item_reference', 'compaction'])('an item of type %s is refused', (type) => {
    expect(refused({ input: [{ type, id: 'msg_1' }] })).toContain('store: false')
  })

  it.each<[JsonObject, string]>([
    [{ model: undefined }, "'model' must be a text"],
    [{ input: undefined }, "'input' must be"],
    [{ input: 5 }, "'input' must be"],
    [{ input: [{ role: 'wizard', content: 'x' }] }, "'input[0].role' must be one of"],
    [{ input: [{ role: 'user', content: 5 }] }, "'input[0].content' must be a text or a list"],
    [
      { input: [{ role: 'user', content: [{ type: 'input_image' }] }] },
      "'input[0].content' must be made of parts with an address, data or a file id",
    ],
    [
      { input: [{ role: 'user', content: [{ type: 'input_file' }] }] },
      "'input[0].content' must be made of parts with an address, data or a file id",
    ],
    [{ input: [{ type: 'function_call', call_id: 'c', arguments: '{}' }] }, "'input[0].name' must be"],
    [{ temperature: 'hot' }, "'temperature' must be a number"],
    [{ tool_choice: 'maybe' }, "'tool_choice' must be"],
    [{ tools: [{ type: 'function' }] }, "'tools[0].name' must be"],
  ])('%j is refused', (body, part) => expect(refused(body)).toContain(part))

  it('numbers of many digits are numbers', () => {
    const long = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON('0.30000000000000000001')
    expect(read({ temperature: long }).request.temperature).toBe(0.3)
  })

  it('no effort is no reasoning', () => {
    expect(read({ reasoning: { effort: 'none' } }).request.reasoning).toEqual({
      enabled: false,
      effort: null,
      budgetTokens: null,
    })
  })

  it('a choice among some tools is those tools', () => {
    const tools = ['a', 'b'].map((name) => ({ type: 'function', name }))
    const choice = { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'b' }] }
    const { request, dropped } = read({ tools, tool_choice: choice })
    expect(dropped).toEqual([])
    expect(request.tools.map(({ name }) => name)).toEqual(['b'])
    expect(request.toolChoice).toEqual({ kind: 'required' })
  })

  it('a choice without tools is none: providers refuse it', () => {
    const { request, dropped } = read({ tools: [], tool_choice: 'auto', parallel_tool_calls: true })
    expect(request).toMatchObject({ toolChoice: null, parallelToolCalls: null })
    expect(dropped).toEqual([])
  })
})
