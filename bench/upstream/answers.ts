// A kind and a dialect in, the bytes of an HTTP/1.1 answer out, made once: the upstream only writes them.

import type { Kind } from './kinds.ts'

/** Who is asked: the path says it, as it does with the real ones. */
export type Dialect = 'openai' | 'anthropic'

/** `opening` is sent at once, then each of `pieces`, `everyMs` apart. */
export interface Answer {
  readonly opening: Buffer
  readonly pieces: readonly Buffer[]
}

/** The bytes of the answer. */
export function answerOf(kind: Kind, dialect: Dialect): Answer {
  switch (kind.form) {
    case 'json':
      return { opening: whole('application/json', Buffer.from(JSON.stringify(json[dialect]))), pieces: [] }
    case 'bytes':
      return { opening: whole('text/event-stream', pad(kind.sizeBytes)), pieces: [] }
    case 'stream':
      return streamed(kind, dialect)
    default:
      return kind.form satisfies never
  }
}

/** How a stream ends on the wire. */
export const END = '0\r\n\r\n'

function streamed({ events, everyMs }: Kind, dialect: Dialect): Answer {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n'
  const [before, event, after] = words[dialect]
  const texts = Array.from({ length: events }, (_, index) => event(index))
  texts[0] = before + (texts[0] ?? '')
  texts[events - 1] += after
  const chunks = texts.map((text) => `${text.length.toString(16)}\r\n${text}\r\n`)
  chunks[events - 1] += END
  return everyMs === 0
    ? { opening: Buffer.from(head + chunks.join('')), pieces: [] }
    : { opening: Buffer.from(head + chunks[0]), pieces: chunks.slice(1).map((chunk) => Buffer.from(chunk)) }
}

function whole(type: string, body: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`),
    body,
  ])
}

// Events all the same, as many as fit, and a last line that makes up the size.
function pad(sizeBytes: number): Buffer {
  const event = words.openai[1](0)
  const count = Math.floor(sizeBytes / event.length) - 1
  return Buffer.from(`${event.repeat(count)}: ${'.'.repeat(sizeBytes - count * event.length - 4)}\n\n`)
}

const text = 'It depends on what is asked, and on how much of it there is to say. '.repeat(10)
const json = {
  openai: {
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'gpt-4o-mini-2024-07-18',
    choices: [
      { index: 0, message: { role: 'assistant', content: text, refusal: null }, logprobs: null, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: 200, completion_tokens: 160, total_tokens: 360 },
  },
  anthropic: {
    id: 'msg_bench',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-5',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 200, output_tokens: 160 },
  },
}

const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`
const chunk = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'gpt-4o-mini' }
const named = (type: string, rest: object) => `event: ${type}\n${data({ type, ...rest })}`

/** What comes before the first event, an event, and what comes after the last. ASCII: characters are bytes. */
const words: { readonly [name in Dialect]: readonly [string, (index: number) => string, string] } = {
  openai: [
    '',
    (index) =>
      data({
        ...chunk,
        choices: [{ index: 0, delta: { content: ` word${index % 10}` }, logprobs: null, finish_reason: null }],
      }),
    `${data({ ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}${data({ ...chunk, choices: [], usage: json.openai.usage })}data: [DONE]\n\n`,
  ],
  anthropic: [
    named('message_start', {
      message: { ...json.anthropic, content: [], stop_reason: null, usage: { input_tokens: 200, output_tokens: 1 } },
    }) + named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    (index) => named('content_block_delta', { index: 0, delta: { type: 'text_delta', text: ` word${index % 10}` } }),
    named('content_block_stop', { index: 0 }) +
      named('message_delta', {
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: 160 },
      }) +
      named('message_stop', {}),
  ],
}
