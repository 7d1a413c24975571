// Whole answers and streams of Gemini's, of the kinds that were seen: thoughts, calls, blocked prompts, usage.

import { describe, expect, it } from 'vitest'
import type { ChatRequest } from '../../../runtime/dialects/chat.ts'
import { gemini } from '../../../runtime/dialects/gemini/upstream.ts'
import { assemble } from '../assemble.ts'
import { answerTo, ended, said, streamed, whole } from './answers.ts'
import { callOf, plainRequest } from './requests.ts'

const call = (name: string, args: object = {}, more: object = {}) => ({ functionCall: { name, args }, ...more })
const text = (words: string) => ({ kind: 'text', text: words, cacheControl: null })
const thought = (words: string, signature: string | null) => ({ kind: 'reasoning', text: words, signature })

describe('calls without ids', () => {
  const both = ended([call('weather', { city: 'Rome' }), call('now')])
  const ids = (body: object, request: Partial<ChatRequest> = {}) =>
    whole(body, request).choices.flatMap(({ content }) => content.map((part) => 'id' in part && part.id))

  it('get one of the answer, the same in a stream', () => {
    expect(ids({ ...both, responseId: 'abc' })).toEqual(['call_abc_0', 'call_abc_1'])
    const frames = [
      { ...said([call('weather', { city: 'Rome' })]), responseId: 'abc' },
      { ...ended([call('now')]), responseId: 'abc' },
    ]
    expect(assemble(streamed(frames))).toEqual(whole({ ...both, responseId: 'abc' }))
  })

  it('get one that the conversation has not, where the answer has none', () => {
    expect(ids(both)).toEqual(['call_0_0', 'call_0_1'])
    const content = [callOf('call_4_0', 'Rome'), callOf('toolu_1', 'Oslo')]
    expect(ids(both, { messages: [{ role: 'assistant', content, name: null }] })).toEqual(['call_5_0', 'call_5_1'])
  })

  it('are counted over all choices', () => {
    const candidates = [0, 1].map((index) => ({ index, ...ended([call('now')]).candidates[0] }))
    expect(ids({ candidates })).toEqual(['call_0_0', 'call_0_1'])
  })
})

it('streams parallel calls whole, by index, with their signatures and numbers', () => {
  const first = { functionCall: { id: 'a', name: 'weather', args: { city: 'Rome' } }, thoughtSignature: 'c2ln' }
  const reader = answerTo().events()
  const frame = (data: string) => reader.read({ event: null, data })
  const events = [
    ...frame(JSON.stringify(said([first]))),
    ...frame(
      '{"candidates":[{"content":{"parts":[{"functionCall":{"name":"now","args":{"id":12345678901234567890}}}]}}]}',
    ),
    ...frame(JSON.stringify(ended([{ text: '' }]))),
    ...reader.finish(),
  ]
  expect(events).toEqual([
    { kind: 'start', id: null, model: null, createdSeconds: null },
    { kind: 'tool_call', choice: 0, index: 0, id: 'a', name: 'weather', signature: 'c2ln' },
    { kind: 'arguments', choice: 0, index: 0, json: '{"city":"Rome"}' },
    { kind: 'tool_call', choice: 0, index: 1, id: 'call_0_1', name: 'now', signature: null },
    { kind: 'arguments', choice: 0, index: 1, json: '{"id":12345678901234567890}' },
    { kind: 'finish', choice: 0, finish: { reason: 'tool_calls', stopSequence: null } },
    { kind: 'end' },
  ])
})

it('keeps the pieces of several candidates apart', () => {
  const piece = (index: number, words: string, more = {}) => ({ index, content: { parts: [{ text: words }] }, ...more })
  const frames = [
    { candidates: [piece(0, 'a')] },
    { candidates: [piece(1, 'x')] },
    { candidates: [piece(1, 'y', { finishReason: 'MAX_TOKENS' }), piece(0, 'b', { finishReason: 'STOP' })] },
  ]
  expect(assemble(streamed(frames)).choices).toMatchObject([
    { index: 0, content: [text('ab')], finish: { reason: 'stop' } },
    { index: 1, content: [text('xy')], finish: { reason: 'length' } },
  ])
})

describe('signatures on texts', () => {
  const thinking = { text: 'Hm.', thought: true }
  const signed = { text: 'Yes.', thoughtSignature: 'c2ln' }

  it('are those of the thought just before', () => {
    const content = [thought('Hm.', 'gemini:c2ln'), text('Yes. No.')]
    expect(whole(ended([thinking, signed, { text: ' No.' }])).choices[0]?.content).toEqual(content)
    expect(
      assemble(streamed([said([thinking]), said([signed]), ended([{ text: ' No.' }])])).choices[0]?.content,
    ).toEqual(content)
  })

  it('are a thought without words behind words already said, and go back the same', () => {
    const frames = [said([thinking]), said([{ text: 'Yes.' }]), ended([{ text: '', thoughtSignature: 'c2ln' }])]
    const content = assemble(streamed(frames)).choices[0]?.content ?? []
    expect(content).toEqual([thought('Hm.', null), text('Yes.'), thought('', 'gemini:c2ln')])
    const { body } = gemini.write(
      { ...plainRequest, messages: [{ role: 'assistant', content, name: null }] },
      { drop: () => {} },
    )
    expect(body.contents).toEqual([
      { role: 'model', parts: [thinking, { text: 'Yes.' }, { text: '', thoughtSignature: 'c2ln' }] },
    ])
  })
})

describe('why it ended', () => {
  const reason = (finishReason: string | null, ...parts: object[]) =>
    whole(said(parts, { finishReason })).choices[0]?.finish.reason

  it.each([
    ['STOP', 'stop'],
    [null, 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content_filter'],
    ['SPII', 'content_filter'],
    ['RECITATION', 'content_filter'],
    ['MALFORMED_FUNCTION_CALL', 'error'],
    ['toString', 'error'],
  ])('%s is %s', (finishReason, expected) => {
    expect(reason(finishReason, { text: 'a' })).toBe(expected)
  })

  it('is for its calls where it stopped after them', () => {
    expect(reason('STOP', call('now'))).toBe('tool_calls')
    expect(reason('SOMETHING_NEW', call('now'))).toBe('tool_calls')
    expect(reason('MAX_TOKENS', call('now'))).toBe('length')
  })
})

it('has no content where all of it went into thoughts', () => {
  const { choices } = whole({ candidates: [{ finishReason: 'MAX_TOKENS', index: 0 }] })
  expect(choices).toMatchObject([{ content: [], finish: { reason: 'length' } }])
})

it('says of a blocked prompt that it was filtered, and what it cost', () => {
  const blocked = {
    promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
    usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 },
    modelVersion: 'gemini-3.7-flash',
    responseId: 'EXCP',
  }
  const answer = {
    id: 'EXCP',
    model: 'gemini-3.7-flash',
    createdSeconds: null,
    choices: [{ index: 0, content: [], finish: { reason: 'content_filter', stopSequence: null }, logprobs: null }],
    usage: { inputTokens: 9, outputTokens: 0, cachedTokens: null, cacheWriteTokens: null, reasoningTokens: null },
  }
  expect(whole(blocked)).toEqual(answer)
  expect(assemble(streamed([blocked]))).toEqual(answer)
})

describe('usage', () => {
  const usage = (usageMetadata: object) => whole({ ...ended([]), usageMetadata }).usage
  const none = { cachedTokens: null, cacheWriteTokens: null, reasoningTokens: null }

  it('has thoughts in the output and what tools put in in the input', () => {
    const seen = usage({
      promptTokenCount: 55,
      candidatesTokenCount: 51,
      toolUsePromptTokenCount: 89,
      thoughtsTokenCount: 56,
      totalTokenCount: 251,
      cachedContentTokenCount: 20,
    })
    expect(seen).toEqual({ ...none, inputTokens: 144, outputTokens: 107, cachedTokens: 20, reasoningTokens: 56 })
  })

  it('does not count thoughts twice where the candidates have them', () => {
    const seen = usage({ promptTokenCount: 10, candidatesTokenCount: 50, thoughtsTokenCount: 40, totalTokenCount: 60 })
    expect(seen).toEqual({ ...none, inputTokens: 10, outputTokens: 50, reasoningTokens: 40 })
  })

  it('is the last of a stream, once, with what only earlier frames said', () => {
    const frames = [
      { ...said([{ text: 'a' }]), usageMetadata: { promptTokenCount: 5, thoughtsTokenCount: 2, totalTokenCount: 7 } },
      { ...said([{ text: 'b' }]), usageMetadata: { candidatesTokenCount: 1, totalTokenCount: 8 } },
      { ...ended([]), usageMetadata: { candidatesTokenCount: 3, totalTokenCount: 10 } },
    ]
    const seen = streamed(frames).filter(({ kind }) => kind === 'usage')
    expect(seen).toEqual([{ kind: 'usage', usage: { ...none, inputTokens: 5, outputTokens: 5, reasoningTokens: 2 } }])
  })
})

it('gives probabilities in the shape of OpenAI', () => {
  const logprobsResult = {
    chosenCandidates: [{ token: 'a', tokenId: 1, logProbability: -0.1 }],
    topCandidates: [
      {
        candidates: [
          { token: 'a', logProbability: -0.1 },
          { token: 'b', logProbability: -2 },
        ],
      },
    ],
  }
  const logprobs = {
    content: [
      {
        token: 'a',
        logprob: -0.1,
        bytes: null,
        top_logprobs: [
          { token: 'a', logprob: -0.1, bytes: null },
          { token: 'b', logprob: -2, bytes: null },
        ],
      },
    ],
    refusal: null,
  }
  const body = said([{ text: 'a' }], { finishReason: 'STOP', logprobsResult })
  expect(whole(body).choices[0]?.logprobs).toEqual(logprobs)
  expect(assemble(streamed([body])).choices[0]?.logprobs).toEqual(logprobs)
})

it('ignores what only Gemini has', () => {
  const parts = [{ executableCode: { code: '1' } }, { inlineData: { data: 'AAAA' } }, { text: 'a' }, null, 5]
  expect(whole({ ...ended(parts as object[]), groundingMetadata: {} }).choices[0]?.content).toEqual([text('a')])
})

it('tells when Vertex AI made it', () => {
  const createTime = '2026-02-03T04:05:06.789012Z'
  expect(whole({ ...ended([]), createTime }).createdSeconds).toBe(Date.UTC(2026, 1, 3, 4, 5, 6) / 1000)
})
