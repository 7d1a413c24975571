// Answers that come bit by bit, in Node against a gateway: chunks as they arrive, all of them in one, leaving early, and streams that fail
// or end before they are whole.

import { describe, expect, it } from 'vitest'
import { chatGathering } from '../../runtime/client/chat/gathering.ts'
import type { ChatChunk } from '../../runtime/client/chat/shapes.ts'
import { cut, events, reply, streamed } from '../support/answers.ts'
import type { Arrival } from '../support/upstream.ts'
import { all, chunk, failureOf, saying, setClientScene } from './scene.ts'

const { upstream, demo, GatewayError } = await setClientScene()
const hello = [
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'Hel' }),
  chunk({ content: 'lo' }),
  chunk({}, 'stop'),
]
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
const meta = { provider: 'openai', model: 'gpt-4o-mini', step: 0, dropped: [] }

/** A stream that goes on until its reader leaves; `next` sends a chunk. */
function endless(first: object) {
  let next = (_: string) => {}
  async function* chunks() {
    yield `data: ${JSON.stringify(first)}\n\n`
    for (;;) yield await new Promise<string>((resolve) => (next = resolve))
  }
  upstream.answer(streamed(chunks()))
  return { next: (data: object) => next(`data: ${JSON.stringify(data)}\n\n`) }
}

/** How a connection that was left ended; what is on its way makes the gateway notice. */
async function endOf(arrival: Arrival, { next }: { readonly next: (data: object) => void }): Promise<string> {
  const timer = setInterval(() => next(chunk({ content: 'more' })), 10)
  const over = await arrival.over
  clearInterval(timer)
  return over
}

describe('a chat', () => {
  it('gives its chunks as they are, and the whole in the end', async () => {
    upstream.answer(events(...hello, { ...chunk({}), choices: [], usage }))
    const stream = demo.chat.stream({ ...saying('a'), stream_options: { include_usage: true } })
    expect(await all(stream)).toEqual([...hello, { ...chunk({}), choices: [], usage }])
    expect(await stream.meta).toMatchObject(meta)
    expect(await stream.final()).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'gpt-4o-mini-2024-07-18',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
      usage,
      meta: await stream.meta,
    })
    expect(JSON.parse(String(upstream.requests[0]?.body))).toMatchObject({ stream: true })
    expect(upstream.requests).toHaveLength(1)
  })

  it('gives a chunk before the next one is there', async () => {
    const { next } = endless(hello[1] ?? {})
    const reading = demo.chat.stream(saying('b'))[Symbol.asyncIterator]()
    expect((await reading.next()).value).toEqual(hello[1])
    next(chunk({ content: 'later' }))
    expect((await reading.next()).value).toEqual(chunk({ content: 'later' }))
    await reading.return?.()
  })

  it('may be had whole without a look at its chunks', async () => {
    upstream.answer(events(...hello))
    const { choices } = await demo.chat.stream(saying('c')).final()
    expect(choices[0]?.message.content).toBe('Hello')
  })

  it('asks nobody before it is read', async () => {
    demo.chat.stream(saying('d'))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(upstream.requests).toEqual([])
  })

  it('of a route falls back before it has begun', async () => {
    upstream.answer((request, response) =>
      (request.target.includes('/openai/') ? reply({ status: 500 }) : events(...hello))(request, response),
    )
    const { meta, choices } = await demo.chat.stream(saying('e', 'dynamic/chat')).final()
    expect([meta.provider, meta.step, choices[0]?.message.content]).toEqual(['groq', 1, 'Hello'])
  })
})

describe('tool calls and thoughts', () => {
  const call = (index: number, more: object) => chunk({ tool_calls: [{ index, ...more }] })
  const named = (index: number, id: string, name: string) =>
    call(index, { id, type: 'function', function: { name, arguments: '' } })
  const argued = (index: number, json: string) => call(index, { function: { arguments: json } })

  it('are put together by their index, however they are mixed', async () => {
    upstream.answer(
      events(
        named(0, 'call_a', 'weather'),
        argued(0, '{"city":'),
        named(1, 'call_b', 'time'),
        argued(1, '{}'),
        argued(0, '"Köln"}'),
        chunk({}, 'tool_calls'),
      ),
    )
    const { choices } = await demo.chat.stream(saying('f')).final()
    expect(choices).toEqual([
      {
        index: 0,
        message: {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'call_a', type: 'function', function: { name: 'weather', arguments: '{"city":"Köln"}' } },
            { id: 'call_b', type: 'function', function: { name: 'time', arguments: '{}' } },
          ],
        },
        finish_reason: 'tool_calls',
      },
    ])
  })

  it('thoughts keep their signatures', async () => {
    const thought = (text: string, index = 0) => ({ type: 'reasoning.text', text, index })
    upstream.answer(
      events(
        chunk({ reasoning_content: 'Hm', reasoning_details: [thought('Hm')] }),
        chunk({ reasoning_content: ', so', reasoning_details: [thought(', so')] }),
        chunk({ reasoning_details: [{ type: 'reasoning.text', text: '', signature: 'sig', index: 0 }] }),
        chunk({ reasoning_details: [{ type: 'reasoning.encrypted', data: 'xyz', index: 1 }] }),
        chunk({ content: 'Yes.' }, 'stop'),
      ),
    )
    const { choices } = await demo.chat.stream(saying('g')).final()
    expect(choices[0]?.message).toEqual({
      role: 'assistant',
      content: 'Yes.',
      reasoning_content: 'Hm, so',
      reasoning_details: [
        { type: 'reasoning.text', text: 'Hm, so', signature: 'sig', index: 0 },
        { type: 'reasoning.encrypted', data: 'xyz', index: 1 },
      ],
    })
  })

  it('choices are told apart, and their probabilities joined', () => {
    const { add, isWhole, whole } = chatGathering()
    const at = (index: number, content: string, finish: string | null, token: string) => {
      const { choices, ...head } = chunk({ content }, finish, index) as { choices: object[] }
      return { ...head, choices: [{ ...choices[0], logprobs: { content: [{ token }] } }] } as unknown as ChatChunk
    }
    const told = { ...meta, cacheStatus: null, logId: null, requestId: null, eventId: null }
    for (const each of [at(1, 'b', null, '1'), at(0, 'a', 'stop', '2')]) add(each, told)
    expect(isWhole()).toBe(false)
    add(at(1, 'c', 'stop', '3'), told)
    expect(isWhole()).toBe(true)
    expect(whole(told).choices.map(({ message, logprobs }) => [message.content, logprobs])).toEqual([
      ['a', { content: [{ token: '2' }] }],
      ['bc', { content: [{ token: '1' }, { token: '3' }] }],
    ])
  })
})

describe('who stops listening ends the request', () => {
  it.each([
    ['break', () => 'break'],
    ['return', () => 'return'],
    [
      'throw',
      () => {
        throw new Error('mine')
      },
    ],
  ])('by %s', async (how, act) => {
    const stream = endless(hello[1] ?? {})
    const read = async () => {
      for await (const _ of demo.chat.stream(saying(`h ${how}`))) {
        if (act() === 'return') return
        break
      }
    }
    const done = read().catch((error: Error) => error.message)
    const arrival = await upstream.next()
    expect(await done).toBe(how === 'throw' ? 'mine' : undefined)
    expect(await endOf(arrival, stream)).toBe('aborted')
  })

  it('by a signal, whose reason the reader gets', async () => {
    const stream = endless(hello[1] ?? {})
    const controller = new AbortController()
    const reason = new Error('never mind')
    const seen: unknown[] = []
    const read = async () => {
      for await (const each of demo.chat.stream(saying('i'), { signal: controller.signal })) {
        seen.push(each)
        setTimeout(() => controller.abort(reason), 20)
      }
    }
    const failed = failureOf(read())
    const arrival = await upstream.next()
    expect(await failed).toBe(reason)
    expect(seen).toEqual([hello[1]])
    expect(await endOf(arrival, stream)).toBe('aborted')
  })

  it('and there is no whole of what was left', async () => {
    endless(hello[1] ?? {})
    const stream = demo.chat.stream(saying('j'))
    for await (const _ of stream) break
    expect(await failureOf(stream.final())).toBeInstanceOf(GatewayError)
  })
})

describe('what fails in the middle is a GatewayError', () => {
  it('an error that stands in the stream', async () => {
    const error = { message: 'Overloaded.', type: 'overloaded_error', code: null }
    upstream.answer(events(hello[1], { error }))
    const seen: unknown[] = []
    const read = async () => {
      for await (const each of demo.chat.stream(saying('k'))) seen.push(each)
    }
    const failure = await failureOf(read())
    expect(failure).toBeInstanceOf(GatewayError)
    expect(failure).toMatchObject({ code: 'overloaded_error', provider: 'openai', step: 0, status: null })
    expect((failure as Error).message).toMatch(/^The answer \(openai\) broke off: Overloaded\. Try again/)
    expect(seen).toEqual([hello[1]])
  })

  it.each([
    ['is cut', cut('chunked', `data: ${JSON.stringify(hello[1])}\n\n`)],
    [
      'ends without its end',
      reply({ headers: { 'content-type': 'text/event-stream' }, body: `data: ${JSON.stringify(hello[1])}\n\n` }),
    ],
  ])('a stream that %s', async (what, answer) => {
    upstream.answer(answer)
    const failure = await failureOf(all(demo.chat.stream(saying(`l ${what}`))))
    expect(failure).toBeInstanceOf(GatewayError)
    expect((failure as Error).message).toMatch(/^openai broke its answer off before it was whole\./)
  })

  it('a stream that ends where it says so, without the mark, is whole', async () => {
    const body = hello.map((data) => `data: ${JSON.stringify(data)}\n\n`).join('')
    upstream.answer(reply({ headers: { 'content-type': 'text/event-stream' }, body }))
    expect((await demo.chat.stream(saying('m')).final()).choices[0]?.message.content).toBe('Hello')
  })

  it('a request that fails before it streams', async () => {
    upstream.answer(reply({ status: 401, body: { error: { message: 'Bad key.', code: 'invalid_api_key' } } }))
    const stream = demo.chat.stream(saying('n'))
    expect(await failureOf(all(stream))).toMatchObject({ status: 401, code: 'invalid_api_key', provider: 'openai' })
    expect(await failureOf(stream.meta)).toMatchObject({ status: 401 })
  })
})

describe('the Responses API', () => {
  it('gives its events, and the answer that the last one tells', async () => {
    const stream = demo.responses.stream({ model: 'echo/echo-1', input: 'Hello there' })
    let said = ''
    for await (const event of stream) if (event.type === 'response.output_text.delta') said += event.delta
    expect(said).toBe('Hello there')
    expect(await stream.final()).toMatchObject({ status: 'completed', meta: { provider: 'echo' } })
  })

  it.each([
    ['error', { type: 'error', code: 'server_error', message: 'Oh.', error: { code: 'server_error', message: 'Oh.' } }],
    ['failure', { type: 'response.failed', response: { error: { code: 'server_error', message: 'Oh.' } } }],
  ])('throws its %s', async (what, event) => {
    const created = { type: 'response.created', response: { id: 'resp_1' } }
    const body = [created, event].map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`).join('')
    upstream.answer(reply({ headers: { 'content-type': 'text/event-stream' }, body }))
    const failure = await failureOf(all(demo.responses.stream({ model: 'openai/gpt-5', input: what })))
    expect(failure).toBeInstanceOf(GatewayError)
    expect(failure).toMatchObject({ code: 'server_error', provider: 'openai' })
  })
})
