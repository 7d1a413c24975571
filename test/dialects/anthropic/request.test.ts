// What the upstream side writes of conversations that the API takes less of than callers say: the body, and the names of what is lost.

import { describe, expect, it } from 'vitest'
import { calling, result, said, written } from './requests.ts'

describe('a conversation', () => {
  it('puts results first, merges turns of one role, and writes ids as the API takes them', () => {
    const messages = [said('Hi'), calling('functions.weather:0'), said('And?'), result('functions.weather:0')]
    expect(written({ messages }).body.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 'functions_weather_0', name: 'weather', input: { city: 'Köln' } }],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'functions_weather_0', content: [{ type: 'text', text: '7°' }] },
          { type: 'text', text: 'And?' },
        ],
      },
    ])
  })

  it('of instructions alone is what the user says', () => {
    const content = [{ kind: 'text', text: 'Count to ten.', cacheControl: { type: 'ephemeral' } }] as const
    const { body } = written({ messages: [{ role: 'developer', content, name: null }] })
    expect(body).not.toHaveProperty('system')
    const text = { type: 'text', text: 'Count to ten.', cache_control: { type: 'ephemeral' } }
    expect(body.messages).toEqual([{ role: 'user', content: [text] }])
  })

  it('ends a beginning of the answer without white space', () => {
    const content = [{ kind: 'text', text: 'Sure: ', cacheControl: null }] as const
    const { body } = written({ messages: [said('Hi'), { role: 'assistant', content, name: null }] })
    expect(body.messages).toMatchObject([{}, { content: [{ text: 'Sure:' }] }])
  })

  it('keeps arguments that are no JSON object, and numbers that no double holds', () => {
    const inputOf = (text: string) =>
      JSON.stringify(written({ messages: [said('Hi'), calling('a', [], text), result('a')] }).body.messages)
    expect(inputOf('{"n":12345678901234567890}')).toContain('"input":{"n":12345678901234567890}')
    expect(inputOf('{"n":')).toContain('"input":{"arguments":"{\\"n\\":"}')
    expect(inputOf('[1]')).toContain('"input":{"arguments":"[1]"}')
    expect(inputOf('')).toContain('"input":{}')
  })

  it('sends documents as the kinds that there are, and names what is none', () => {
    const file = (mediaType: string, text: string) =>
      ({
        kind: 'file',
        source: { kind: 'bytes', mediaType, base64: Buffer.from(text).toString('base64') },
        name: 'a',
        cacheControl: null,
      }) as const
    const content = [file('text/csv', 'Größe;1'), file('application/zip', 'zip')]
    const { body, lost } = written({ messages: [{ role: 'user', content, name: null }] })
    expect(body.messages).toMatchObject([
      {
        content: [
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Größe;1' }, title: 'a' },
        ],
      },
    ])
    expect(lost).toEqual(['messages.file'])
  })

  it('sends an image as one, also where its type looks like text', () => {
    const source = { kind: 'bytes', mediaType: 'image/svg+xml', base64: 'PHN2Zy8+' } as const
    const content = [{ kind: 'image', source, detail: null, cacheControl: null }] as const
    expect(written({ messages: [{ role: 'user', content, name: null }] }).body.messages).toMatchObject([
      { content: [{ type: 'image', source: { type: 'base64', media_type: 'image/svg+xml', data: 'PHN2Zy8+' } }] },
    ])
  })
})

it('names all that the API cannot say', () => {
  const content = [
    { kind: 'audio', base64: 'AA==', format: 'wav' },
    { kind: 'image', source: { kind: 'url', url: 'https://a.example' }, detail: 'low', cacheControl: null },
  ] as const
  const thought = { kind: 'reasoning', text: 'Hm', signature: null } as const
  const { lost } = written({
    messages: [
      { role: 'user', content, name: 'Ann' },
      { role: 'assistant', content: [thought], name: null },
      said('?'),
    ],
    frequencyPenalty: 1,
    presencePenalty: -1,
    seed: 0,
    choices: 2,
    logprobs: { top: 3 },
    stop: ['END', ' \n'],
    temperature: 1.5,
    extras: { store: true, logit_bias: null },
  })
  expect(lost.toSorted()).toEqual(
    [
      ...['messages.audio', 'messages.image.detail', 'messages.name', 'messages.reasoning'],
      ...[
        'frequency_penalty',
        'presence_penalty',
        'seed',
        'n',
        'logprobs',
        'top_logprobs',
        'stop',
        'temperature',
        'store',
      ],
    ].toSorted(),
  )
})

it('names nothing that is the default anyway', () => {
  expect(written({ choices: 1, frequencyPenalty: 0, temperature: 1, topP: 1, parallelToolCalls: true }).lost).toEqual(
    [],
  )
})
