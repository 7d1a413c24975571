// What an answer says of itself is the same however its bytes are cut, and neither garbage nor size troubles whoever reads it.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usage as anthropic } from '../../../runtime/dialects/anthropic/usage.ts'
import { usage as bedrock } from '../../../runtime/dialects/bedrock/usage.ts'
import { usage as gemini } from '../../../runtime/dialects/gemini/usage.ts'
import { usage as openai } from '../../../runtime/dialects/openai/usage.ts'
import { usage as responses } from '../../../runtime/dialects/responses/usage.ts'
import { answerReader, type Said } from '../../../runtime/logs/answer-reader.ts'
import { earsOf } from '../../../runtime/logs/hearing.ts'
import type { ProviderRow } from '../../../runtime/records.ts'
import { event, exception } from '../../dialects/bedrock/frames.ts'
import { splits } from '../../dialects/every-split.ts'

const usages = { openai, responses, anthropic, gemini, bedrock }
const dialects = Object.keys(usages)
const row = { apis: dialects.map((dialect) => ({ dialect })), embeddings: null, run: null } as unknown as ProviderRow
const SSE = 'text/event-stream'

function read(type: string, pieces: readonly Uint8Array[], status = 200): Said {
  const reader = answerReader(new Response(null, { status }), type, earsOf(row, usages))
  for (const piece of pieces) reader.read(piece)
  return reader.said()
}

const whole = (type: string, text: string, status?: number) => read(type, [Buffer.from(text)], status)
const events = (...data: readonly unknown[]) =>
  data.map((one) => `data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`).join('')
const chunk = { object: 'chat.completion.chunk', choices: [{ delta: { content: 'Größe "error": {' } }], usage: null }
const last = { object: 'chat.completion.chunk', choices: [], usage: { prompt_tokens: 7, completion_tokens: 8 } }
const claude = [
  { type: 'message_start', message: { model: 'claude', usage: { input_tokens: 7, output_tokens: 1 } } },
  { type: 'content_block_delta', delta: { text: 'x' } },
  { type: 'message_delta', usage: { output_tokens: 8 } },
]

/** So many bytes of events, about. */
function deltasOf(bytes: number): readonly unknown[] {
  return Array.from({ length: Math.floor(bytes / 100) }, (_, at) => ({
    type: 'response.output_text.delta',
    delta: `${'word '.repeat(at % 9)}${at}`,
  }))
}

describe('streams', () => {
  it.each([
    ['OpenAI’s', events(chunk, chunk, last, '[DONE]'), { isWhole: true, error: null }],
    [
      'with comments first',
      `: processing\n\n: still\n\n${events(chunk, last, '[DONE]')}`,
      { isWhole: true, error: null },
    ],
    ['that lacks its end', events(chunk, last), { isWhole: false, error: null }],
    ['cut in an event', `${events(chunk, last)}data: {"obj`, { isWhole: false, error: null }],
    ['that ends without a blank line', events(chunk, last, '[DONE]').trimEnd(), { isWhole: true, error: null }],
    ['Anthropic’s', events(...claude, { type: 'message_stop' }), { isWhole: true, error: null }],
    ['Anthropic’s, cut', events(...claude), { isWhole: false, error: null }],
    ['that fails', events(...claude, { type: 'error', error: { message: 'Overloaded' } }), { error: 'Overloaded' }],
    [
      'Gemini’s',
      events({
        candidates: [{ finishReason: 'STOP' }],
        usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 8 },
      }),
      { isWhole: true },
    ],
    [
      'the Responses API’s',
      `event: response.created\n${events({ type: 'response.created', response: {} })}event: response.completed\n${events({ type: 'response.completed', response: { object: 'response', usage: { input_tokens: 7, output_tokens: 8 } } })}`,
      { isWhole: true, error: null },
    ],
    ['of no kind that is known', events({ usage: { prompt_tokens: 7, completion_tokens: 8 } }), { isWhole: true }],
  ])('%s', (_, text, expected) => {
    for (const ends of ['\n', '\r\n', '\r']) {
      const bytes = Buffer.from(text.replaceAll('\n', ends))
      const said = read(SSE, [bytes])
      expect(said).toMatchObject({ usage: { inputTokens: 7, outputTokens: 8 }, ...expected })
      fc.assert(
        fc.property(splits(bytes), (pieces) => {
          expect({ ...read(SSE, pieces), head: '' }).toEqual({ ...said, head: '' })
        }),
        { numRuns: 60 },
      )
    }
  })

  const long = events(...Array.from({ length: 1500 }, () => ({ ...chunk, padding: 'x'.repeat(40) })))
  const deltas = events(...Array.from({ length: 3000 }, () => claude[1]))
  const picture = 'A'.repeat(400_000)

  it.each([
    ['OpenAI’s', events(chunk) + long + events(last, '[DONE]'), { isWhole: true, error: null }],
    ['that lacks its end', events(chunk) + long + events(last), { isWhole: false }],
    [
      'Anthropic’s',
      events(...claude.slice(0, 2)) + deltas + events(...claude.slice(2), { type: 'message_stop' }),
      { isWhole: true, error: null },
    ],
    [
      'that fails',
      events(...claude) + deltas + events({ type: 'error', error: { message: 'Overloaded' } }),
      { error: 'Overloaded' },
    ],
    [
      'whose last event is larger than all that is kept',
      events({ type: 'response.created', response: {} }) +
        events({
          type: 'response.completed',
          response: { output: picture, usage: { input_tokens: 7, output_tokens: 8 }, user: null },
        }),
      { isWhole: true, error: null },
    ],
    ['with a picture at the end', events({ b64_json: picture, usage: last.usage }), { isWhole: true }],
  ])('that are long: %s', (_, text, expected) => {
    const bytes = Buffer.from(text)
    expect(bytes.length).toBeGreaterThan(170_000)
    fc.assert(
      fc.property(splits(bytes), (pieces) => {
        expect(read(SSE, pieces)).toMatchObject({ usage: { inputTokens: 7, outputTokens: 8 }, ...expected })
      }),
      { numRuns: 40 },
    )
  })

  it('of any length: what is said at both ends is understood, whatever separates events', () => {
    const done = {
      type: 'response.completed',
      response: { object: 'response', output: '', usage: { input_tokens: 7 } },
    }
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 120_000 }),
        fc.integer({ min: 0, max: 70_000 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (between, end, newline) => {
          const counts = { input_tokens: 7, output_tokens: 8, server_tool_use: { web_search_requests: 3 } }
          const completed = { ...done, response: { ...done.response, output: 'x'.repeat(end), usage: counts } }
          const text = events({ type: 'response.created', response: {} }, ...deltasOf(between), completed)
          const { usage, isWhole, error } = whole(SSE, text.replaceAll('\n', newline))
          expect({ usage, isWhole, error }).toMatchObject({
            usage: { inputTokens: 7, outputTokens: 8, webSearches: 3 },
            isWhole: true,
            error: null,
          })
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([100, 20_000, 60_000])('that are cut are known by a first event of %i bytes', (size) => {
    const created = { type: 'response.created', response: { instructions: 'i'.repeat(size), usage: null } }
    expect(whole(SSE, events(created, ...deltasOf(200_000))).isWhole).toBe(false)
  })

  it('of lines', () => {
    const text = [{ response: 'x' }, { usage: { prompt_tokens: 7, completion_tokens: 8 } }, { done: true }]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('')
    fc.assert(
      fc.property(splits(Buffer.from(text)), (pieces) => {
        expect(read('application/x-ndjson', pieces)).toMatchObject({ usage: { inputTokens: 7 }, isWhole: true })
      }),
    )
  })

  it('of AWS’s frames', () => {
    const said = [
      event('messageStart', { role: 'assistant' }),
      event('metadata', { usage: { inputTokens: 7, outputTokens: 8 } }),
    ]
    const type = 'application/vnd.amazon.eventstream'
    fc.assert(
      fc.property(splits(Buffer.concat(said)), (pieces) => {
        expect(read(type, pieces)).toMatchObject({
          usage: { inputTokens: 7, outputTokens: 8 },
          isWhole: true,
          error: null,
        })
      }),
    )
    expect(read(type, [...said, exception('throttlingException', { message: 'slow down' })]).error).toBe('slow down')
    expect(read(type, [Buffer.from('this is no frame, whatever it says')])).toMatchObject({
      isWhole: false,
      usage: null,
    })
  })

  it('takes time in line with their bytes, also as one event', () => {
    const large = Buffer.from(`data: "${'x'.repeat(8_000_000)}"\n\n${events(last, '[DONE]')}`)
    const pieces = Array.from({ length: Math.ceil(large.length / 1024) }, (_, index) =>
      large.subarray(index * 1024, (index + 1) * 1024),
    )
    const startedAtMs = performance.now()
    expect(read(SSE, pieces).usage).toMatchObject({ inputTokens: 7 })
    expect(performance.now() - startedAtMs).toBeLessThan(3000)
  })
})

describe('JSON', () => {
  const counts = '"usage":{"prompt_tokens":7,"completion_tokens":8}'

  it.each([
    ['small', `{"model":"m",${counts}}`],
    ['a list', `[{"x":1},{${counts}}]`],
    ['large, at its end', `{"data":"${'A'.repeat(400_000)}",${counts}}\n`],
    ['large, at its beginning', `{${counts},"data":"${'A'.repeat(400_000)}"}`],
    ['large, of vectors', `{"data":[${'0.123456789,'.repeat(60_000)}1],"model":"m",${counts}}`],
    [
      'large, with braces in strings',
      `{"data":"${'A'.repeat(400_000)}","usage":{"note":"}\\"}{","prompt_tokens":7,"completion_tokens":8},"z":"}"}`,
    ],
  ])('%s', (_, text) => {
    const bytes = Buffer.from(text)
    const expected = { usage: { inputTokens: 7, outputTokens: 8 }, isWhole: true, error: null }
    expect(read('application/json', [bytes])).toMatchObject(expected)
    fc.assert(
      fc.property(splits(bytes), (pieces) => {
        expect(read('application/json', pieces)).toMatchObject(expected)
      }),
      { numRuns: 20 },
    )
  })

  it('says of Gemini’s counts in a large one', () => {
    const text = `{"candidates":[{"data":"${'A'.repeat(400_000)}"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":8},"modelVersion":"g"}`
    expect(whole('application/json', text).usage).toMatchObject({ inputTokens: 7, outputTokens: 8 })
  })

  it.each([
    ['{"error":{"message":"no"}}', 'no'],
    ['{"error":"no"}', 'no'],
    ['{"message":"no"}', 'no'],
    ['{"Message":"no"}', 'no'],
    ['[{"error":{"message":"no"}}]', 'no'],
    ['{"errors":[{"message":"no"}]}', 'no'],
    ['{"detail":"no"}', 'no'],
    ['{"detail":{"message":"no"}}', 'no'],
    ['{"type":"error","error":{"type":"x","message":"no"}}', 'no'],
    ['{"code":1}', null],
  ])('of a failure says why: %s', (text, error) => {
    expect(whole('application/json', text, 500).error).toBe(error)
  })

  it('that is cut is not whole', () => {
    expect(whole('application/json', `{${counts}`)).toMatchObject({ isWhole: false, usage: null })
    expect(whole('application/json', '{"choices":[').isWhole).toBe(false)
    expect(whole('application/json', '{"choices":[]}').isWhole).toBe(true)
  })
})

it('never throws, whatever comes', () => {
  const type = fc.constantFrom(
    SSE,
    'application/json',
    'application/x-ndjson',
    'application/vnd.amazon.eventstream',
    'text/plain',
    '',
  )
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom('data: {"usage":{"prompt_tokens":', '"usage":{', '{"usage":{}}', '"error":{', '\r', '\n\n'),
  )
  fc.assert(
    fc.property(type, fc.array(text), fc.constantFrom(200, 500), (type, texts, status) => {
      read(
        type,
        texts.map((one) => Buffer.from(one)),
        status,
      )
    }),
    { numRuns: 500 },
  )
})
