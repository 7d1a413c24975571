// The items of a request's `input`: each kind of content, the model's turns, and what is sealed in them.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../runtime/dialects/chat.ts'
import { responses } from '../../../runtime/dialects/responses/caller.ts'
import { seal } from '../../../runtime/dialects/responses/seal.ts'
import { said } from './chat.ts'

const messages = (...input: readonly unknown[]) => responses.read({ model: 'm', input }, { drop: () => {} }).messages
const user = (...content: readonly unknown[]) => messages({ role: 'user', content })[0]?.content

describe('content', () => {
  it.each<[string, JsonObject, unknown]>([
    [
      'an image by URL',
      { type: 'input_image', image_url: 'https://x.example/a.png', detail: 'low' },
      { kind: 'image', source: { kind: 'url', url: 'https://x.example/a.png' }, detail: 'low', cacheControl: null },
    ],
    [
      'an image in base64',
      { type: 'input_image', image_url: 'data:image/png;base64,iVBO' },
      {
        kind: 'image',
        source: { kind: 'bytes', mediaType: 'image/png', base64: 'iVBO' },
        detail: null,
        cacheControl: null,
      },
    ],
    [
      'an image by id, marked for the cache',
      { type: 'input_image', file_id: 'file-1', prompt_cache_breakpoint: { mode: 'explicit' } },
      { kind: 'image', source: { kind: 'id', id: 'file-1' }, detail: null, cacheControl: { type: 'ephemeral' } },
    ],
    [
      'a file in base64',
      { type: 'input_file', filename: 'a.txt', file_data: 'data:text/plain;charset=utf-8;base64,YQ==' },
      {
        kind: 'file',
        source: { kind: 'bytes', mediaType: 'text/plain', base64: 'YQ==' },
        name: 'a.txt',
        cacheControl: null,
      },
    ],
    [
      'a file by URL',
      { type: 'input_file', file_url: 'https://x.example/a.pdf' },
      { kind: 'file', source: { kind: 'url', url: 'https://x.example/a.pdf' }, name: null, cacheControl: null },
    ],
    [
      'a file of nothing but base64',
      { type: 'input_file', file_data: 'JVBERi0=' },
      {
        kind: 'file',
        source: { kind: 'bytes', mediaType: 'application/pdf', base64: 'JVBERi0=' },
        name: null,
        cacheControl: null,
      },
    ],
    [
      'a recording',
      { type: 'input_audio', input_audio: { data: 'UklG', format: 'wav' } },
      { kind: 'audio', base64: 'UklG', format: 'wav' },
    ],
    [
      'a text, marked for the cache as Anthropic has it',
      { type: 'input_text', text: 'a', cache_control: { type: 'ephemeral', ttl: '1h' } },
      { kind: 'text', text: 'a', cacheControl: { type: 'ephemeral', ttl: '1h' } },
    ],
  ])('%s', (_name, part, expected) => expect(user(part)).toEqual([expected]))

  it('a data URL of 16 MB takes no time', () => {
    const base64 = 'A'.repeat(16_000_000)
    const before = performance.now()
    expect(user({ type: 'input_file', file_data: `data:application/pdf;base64,${base64}` })).toHaveLength(1)
    expect(performance.now() - before).toBeLessThan(1000)
  })
})

describe('items', () => {
  it('of the model that follow each other are one turn, in order', () => {
    const read = messages(
      { type: 'message', role: 'developer', content: 'Be brief.' },
      { role: 'user', content: 'Weather?' },
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.' }], encrypted_content: sealed('signature') },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Let me see.', annotations: [] }] },
      { type: 'reasoning', summary: [], encrypted_content: sealed('call', 'call_a') },
      { type: 'function_call', call_id: 'call_a', name: 'weather', arguments: '{"n":12345678901234567890}' },
      { type: 'function_call', call_id: 'call_b', name: 'now', arguments: '' },
      { type: 'function_call_output', call_id: 'call_b', output: 'noon' },
      { type: 'function_call_output', call_id: 'call_a', output: [{ type: 'input_text', text: 'rain' }] },
      { type: 'reasoning', summary: [], encrypted_content: sealed('redacted') },
      { type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] },
    )
    expect(read).toEqual([
      { role: 'developer', content: [said('Be brief.')], name: null },
      { role: 'user', content: [said('Weather?')], name: null },
      {
        role: 'assistant',
        name: null,
        content: [
          { kind: 'reasoning', text: 'Hm.', signature: 'c2ln' },
          said('Let me see.'),
          {
            kind: 'tool_call',
            id: 'call_a',
            name: 'weather',
            arguments: '{"n":12345678901234567890}',
            signature: 'c2ln',
            cacheControl: null,
          },
          { kind: 'tool_call', id: 'call_b', name: 'now', arguments: '', signature: null, cacheControl: null },
        ],
      },
      { role: 'tool', callId: 'call_b', name: 'now', content: [said('noon')], isError: false },
      { role: 'tool', callId: 'call_a', name: 'weather', content: [said('rain')], isError: false },
      {
        role: 'assistant',
        name: null,
        content: [
          { kind: 'redacted_reasoning', data: 'c2ln' },
          { kind: 'refusal', text: 'No.' },
        ],
      },
    ])
  })

  it("a thought that OpenAI sealed is read by its summary, and the seal is not taken for a provider's", () => {
    const summary = [
      { type: 'summary_text', text: 'a' },
      { type: 'summary_text', text: 'b' },
    ]
    expect(messages({ type: 'reasoning', summary, encrypted_content: 'gAAAAABpPDIU' })).toEqual([
      { role: 'assistant', content: [{ kind: 'reasoning', text: 'a\n\nb', signature: null }], name: null },
    ])
  })

  it('any sealed value comes back whole', () => {
    const kind = fc.constantFrom('signature', 'redacted')
    fc.assert(
      fc.property(kind, fc.string({ unit: 'binary' }), (kind, value) => {
        const encrypted_content = seal({ kind, value, callId: '' })
        const part =
          kind === 'redacted'
            ? { kind: 'redacted_reasoning', data: value }
            : { kind: 'reasoning', text: '', signature: value }
        expect(messages({ type: 'reasoning', summary: [], encrypted_content })[0]?.content).toEqual([part])
      }),
    )
  })
})

function sealed(kind: 'signature' | 'redacted' | 'call', callId = ''): string {
  return seal({ kind, value: 'c2ln', callId })
}
