// Requests as OpenAI-shaped providers get them: the plain API, each family of models its own ways, and a name for all that is left out.

import { expect, test } from 'vitest'
import type { AssistantPart, ChatRequest, JsonObject, Message, Tool, UserPart } from '../../../runtime/dialects/chat.ts'
import { openai } from '../../../runtime/dialects/openai/upstream.ts'
import { request } from './neutral.ts'

const MARK = { type: 'ephemeral', ttl: '1h' }
const tool: Tool = { name: 'f', description: null, parameters: null, strict: null, cacheControl: null }
const call = { kind: 'tool_call', id: 'c', name: 'f', arguments: '{}', signature: null, cacheControl: null } as const
const text = (said: string, cacheControl: JsonObject | null = null) =>
  ({ kind: 'text', text: said, cacheControl }) as const
const user = (...content: UserPart[]): Message => ({ role: 'user', content, name: null })
const own = (...content: AssistantPart[]): Message => ({ role: 'assistant', content, name: null })
const thought = (signature: string | null) => ({ kind: 'reasoning', text: 'hm', signature }) as const

test('a request that says little', () => {
  expect(write({})).toEqual([{ model: 'm', messages: [{ role: 'user', content: 'hi' }] }, []])
})

test.each<[string, Partial<ChatRequest>, JsonObject, readonly string[]]>([
  ['a stream, with its usage', { stream: true }, { stream: true, stream_options: { include_usage: true } }, []],
  ['a limit', { maxTokens: 5 }, { max_tokens: 5 }, []],
  ...['gpt-5-mini', 'openai/o3', 'o4-mini', 'gpt-5.6-sol', 'gpt-6'].map(
    (model) => [model, { model, maxTokens: 5 }, { max_completion_tokens: 5 }, []] as [string, object, JsonObject, []],
  ),
  ...['gpt-4o', 'openai/gpt-oss-120b', 'qwen3-o1'].map(
    (model) => [model, { model, maxTokens: 5 }, { max_tokens: 5 }, []] as [string, object, JsonObject, []],
  ),
  ['extras', { extras: { store: true } }, { store: true }, []],
  [
    'zeros',
    { temperature: 0, topP: 0, seed: 0, frequencyPenalty: 0 },
    { temperature: 0, top_p: 0, seed: 0, frequency_penalty: 0 },
    [],
  ],
  ['stops', { stop: ['a'] }, { stop: ['a'] }, []],
  ['probabilities', { logprobs: { top: 2 } }, { logprobs: true, top_logprobs: 2 }, []],
  ['top_k', { topK: 5 }, {}, ['top_k']],
  ['a user', { user: 'u'.repeat(64) }, { user: 'u'.repeat(64) }, []],
  ['a user that is too long', { user: 'u'.repeat(65) }, {}, ['user']],
  [
    'an effort',
    { reasoning: { enabled: null, effort: 'xhigh', budgetTokens: null } },
    { reasoning_effort: 'xhigh' },
    [],
  ],
  [
    'a small budget',
    { reasoning: { enabled: true, effort: null, budgetTokens: 1024 } },
    { reasoning_effort: 'low' },
    [],
  ],
  ['a budget', { reasoning: { enabled: true, effort: null, budgetTokens: 8000 } }, { reasoning_effort: 'medium' }, []],
  [
    'a large budget',
    { reasoning: { enabled: true, effort: null, budgetTokens: 31_999 } },
    { reasoning_effort: 'high' },
    [],
  ],
  [
    'both',
    { reasoning: { enabled: true, effort: 'low', budgetTokens: 9 } },
    { reasoning_effort: 'low' },
    ['reasoning.max_tokens'],
  ],
  ['thinking', { reasoning: { enabled: true, effort: null, budgetTokens: null } }, { reasoning_effort: 'medium' }, []],
  ['no thinking', { reasoning: { enabled: false, effort: null, budgetTokens: null } }, {}, ['reasoning.enabled']],
  [
    'no thinking where it can be said',
    { model: 'gpt-5.2', reasoning: { enabled: false, effort: null, budgetTokens: null } },
    { model: 'gpt-5.2', reasoning_effort: 'none' },
    [],
  ],
  ['a choice of no tools', { toolChoice: { kind: 'auto' }, parallelToolCalls: true }, {}, []],
  ['a demand for one of no tools', { toolChoice: { kind: 'required' } }, {}, ['tool_choice']],
  [
    'a tool',
    { tools: [tool], toolChoice: { kind: 'tool', name: 'f' }, parallelToolCalls: false },
    {
      tools: [{ type: 'function', function: { name: 'f' } }],
      tool_choice: { type: 'function', function: { name: 'f' } },
      parallel_tool_calls: false,
    },
    [],
  ],
  [
    'a marked tool',
    { tools: [{ ...tool, cacheControl: MARK }] },
    { tools: [{ type: 'function', function: { name: 'f' } }] },
    ['cache_control'],
  ],
  [
    'a marked tool for a model that takes it',
    { model: 'anthropic/claude-x', tools: [{ ...tool, cacheControl: MARK }] },
    { tools: [{ type: 'function', function: { name: 'f' }, cache_control: MARK }] },
    [],
  ],
])('%s', (_, stated, fields, dropped) => {
  const [{ messages, model, ...body }, names] = write(stated)
  expect({ model, ...body }).toEqual({ model: stated.model ?? 'm', ...fields })
  expect(messages).toBeDefined()
  expect(names).toEqual(dropped)
})

test.each<[string, string, Message, JsonObject, readonly string[]]>([
  [
    'developers',
    'm',
    { role: 'developer', content: [text('a'), text('b')], name: null },
    { role: 'system', content: 'a\n\nb' },
    [],
  ],
  ['marks', 'm', user(text('a', MARK)), { role: 'user', content: 'a' }, ['cache_control']],
  [
    "Anthropic's marks",
    'claude-x',
    { role: 'system', content: [text('a', MARK)], name: null },
    { role: 'system', content: [{ type: 'text', text: 'a', cache_control: MARK }] },
    [],
  ],
  [
    "OpenAI's marks",
    'gpt-5.6-sol',
    user(text('a', { type: 'ephemeral' })),
    { role: 'user', content: [{ type: 'text', text: 'a', prompt_cache_breakpoint: { mode: 'explicit' } }] },
    [],
  ],
  [
    "OpenAI's marks, which have one lifetime",
    'gpt-5.6-sol',
    user(text('a', MARK)),
    { role: 'user', content: [{ type: 'text', text: 'a', prompt_cache_breakpoint: { mode: 'explicit' } }] },
    ['cache_control.ttl'],
  ],
  [
    'no marks on own words',
    'gpt-5.6-sol',
    own(text('a', MARK)),
    { role: 'assistant', content: 'a' },
    ['cache_control'],
  ],
  [
    'an uploaded image',
    'm',
    user({ kind: 'image', source: { kind: 'id', id: 'i' }, detail: null, cacheControl: null }),
    { role: 'user', content: '' },
    ['messages.image.file_id'],
  ],
  [
    'a file of the web',
    'm',
    user(text('a'), {
      kind: 'file',
      source: { kind: 'url', url: 'https://x.example/' },
      name: null,
      cacheControl: null,
    }),
    { role: 'user', content: [{ type: 'text', text: 'a' }] },
    ['messages.file.url'],
  ],
  [
    'a file without a name',
    'm',
    user({
      kind: 'file',
      source: { kind: 'bytes', mediaType: 'text/plain', base64: 'AA' },
      name: null,
      cacheControl: null,
    }),
    {
      role: 'user',
      content: [{ type: 'file', file: { filename: 'document.txt', file_data: 'data:text/plain;base64,AA' } }],
    },
    [],
  ],
  ['thoughts', 'm', own(thought(null), text('a')), { role: 'assistant', content: 'a' }, ['messages.reasoning_details']],
  ['bare thoughts', 'kimi-k2', own(thought(null), call), { ...asked(), reasoning_content: 'hm' }, []],
  [
    "another's thoughts",
    'kimi-k2',
    own(thought('s'), call),
    { ...asked(), reasoning_content: 'hm' },
    ['messages.reasoning_details'],
  ],
  [
    'signed thoughts',
    'claude-x',
    own(thought('s'), call),
    { ...asked(), reasoning_details: [{ type: 'reasoning.text', text: 'hm', signature: 's', index: 0 }] },
    [],
  ],
  ['a signed call', 'm', own({ ...call, signature: 's' }), asked(), ['messages.tool_calls.extra_content']],
  ['a call without arguments', 'm', own({ ...call, arguments: '' }), asked(), []],
  [
    'a failed tool',
    'm',
    { role: 'tool', callId: 'c', name: 'f', content: [text('a'), text('b')], isError: true },
    { role: 'tool', tool_call_id: 'c', content: 'a\n\nb' },
    ['messages.is_error'],
  ],
  ['a refusal', 'm', own({ kind: 'refusal', text: 'no' }), { role: 'assistant', content: '', refusal: 'no' }, []],
])('%s', (_, model, message, written, dropped) => {
  const [body, names] = write({ model, messages: [message] })
  expect(body.messages).toEqual([written])
  expect(names).toEqual(dropped)
})

test('images that tools return follow behind the last of their answers', () => {
  const image: UserPart = {
    kind: 'image',
    source: { kind: 'url', url: 'https://x.example/' },
    detail: null,
    cacheControl: null,
  }
  const result = (callId: string, ...content: UserPart[]): Message => ({
    role: 'tool',
    callId,
    name: 'f',
    content,
    isError: false,
  })
  const messages = [own(call, { ...call, id: 'd' }), result('c', image), result('d', text('ok')), user(text('go on'))]
  expect((write({ messages })[0].messages as JsonObject[]).slice(1)).toEqual([
    { role: 'tool', tool_call_id: 'c', content: '' },
    { role: 'tool', tool_call_id: 'd', content: 'ok' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Returned by f (c):' },
        { type: 'image_url', image_url: { url: 'https://x.example/' } },
      ],
    },
    { role: 'user', content: 'go on' },
  ])
})

function asked(): JsonObject {
  return {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
  }
}

function write(stated: Partial<ChatRequest>): readonly [body: JsonObject, dropped: readonly string[]] {
  const dropped: string[] = []
  const { body } = openai.write({ ...request, ...stated }, { drop: (field) => dropped.push(field) })
  return [body, dropped]
}
