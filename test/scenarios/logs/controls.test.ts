// What a request says of being logged: whether, with its bodies or without, what it cost, and under which metadata. The YAML says the same
// for requests that do not.

import { describe, expect, it } from 'vitest'
import { reply } from '../../support/answers.ts'
import { setLogScene } from './scene.ts'

const yaml =
  (logs: string, more = '') =>
  (upstream: { readonly url: string }) =>
    `
authentication: off
logs: ${logs}
providers:
  openai: { url: "${upstream.url}/v1" }
  custom-said:
    dialect: openai
    url: "${upstream.url}"
    headers: { cf-aig-metadata: '{"team":"yaml"}', cf-aig-collect-log-payload: "false" }
${more}`
const on = await setLogScene(yaml('on'))
const off = await setLogScene(yaml('{ collect: off }'))
const capped = await setLogScene(yaml('{ payload_bytes: 1024 }'))
const bare = await setLogScene(yaml('{ payloads: off }', 'rate_limit: { requests: 3, per: 30d, by: metadata.team }'))
const chat = JSON.stringify({ model: 'gpt-4o-mini', messages: ['long '.repeat(300)] })
const said = { usage: { prompt_tokens: 1, completion_tokens: 1 }, text: 'long '.repeat(300) }
const answer = reply({ body: said })
const send = (scene: typeof on, headers: object = {}, provider = 'openai', count = 1) => {
  scene.upstream.answer(answer)
  const options = { headers: { 'content-type': 'application/json', ...headers }, body: chat }
  return scene.ask(`${provider}/chat/completions`, options, count)
}
const LOG_ID = 'cf-aig-log-id'

describe('whether', () => {
  it('the request has the last word, either way', async () => {
    const logged = await send(on)
    expect(logged.answer.headers).toHaveProperty(LOG_ID)
    expect(logged.rows).toMatchObject([{ isKept: true }])
    const known = [on.rows().length, off.rows().length]
    const { headers } = (await on.ask('openai/models', { headers: { 'cf-aig-collect-log': 'false' } }, 0)).answer
    expect(headers).not.toHaveProperty(LOG_ID)
    const asked = await send(off, { 'cf-aig-collect-log': 'true' })
    expect(asked.rows).toMatchObject([{ isKept: true }])
    expect(asked.answer.headers).toHaveProperty(LOG_ID)
    expect([on.rows().length, off.rows().length - 1]).toEqual(known)
  })

  it('nothing is taken note of where nobody asks for it', async () => {
    const { answer: answered, rows } = await send(off, {}, 'openai', 0)
    expect(answered.status).toBe(200)
    expect(answered.headers).not.toHaveProperty(LOG_ID)
    expect(rows).toEqual([])
    // One that is comes later, and is the first.
    await send(off, { 'cf-aig-collect-log': 'true' })
    expect(off.rows().filter(({ requestId }) => requestId === answered.headers['cf-aig-request-id'])).toEqual([])
  })

  it('a step has a word of its own', async () => {
    on.upstream.answer(reply({ status: 500 }))
    const step = { provider: 'openai', endpoint: 'chat/completions', query: {} }
    const steps = [{ ...step, headers: { 'cf-aig-collect-log': 'false' } }, step]
    const { answer: answered } = await on.ask('', { body: JSON.stringify(steps) })
    const rows = await on.rowsOf(answered.headers['cf-aig-request-id'] ?? '')
    expect(rows).toMatchObject([{ step: 1, isKept: true, id: answered.headers['cf-aig-request-id'] }])
  })
})

describe('bodies', () => {
  it('are kept up to their bounds', async () => {
    const { rows } = await send(capped)
    expect(rows).toMatchObject([
      {
        request: { text: chat.slice(0, 1024), isWhole: false },
        response: { text: JSON.stringify(said).slice(0, 1024), isWhole: false },
      },
    ])
    expect(rows).toMatchObject([{ requestSize: chat.length, usage: { inputTokens: 1 } }])
  })

  it('are not kept where the request or the YAML says so', async () => {
    const none = { request: null, response: null, usage: { inputTokens: 1 }, model: 'gpt-4o-mini' }
    expect((await send(bare)).rows).toMatchObject([none])
    expect((await send(on, { 'cf-aig-collect-log-payload': 'false' })).rows).toMatchObject([none])
    expect((await send(on, {}, 'custom-said')).rows).toMatchObject([none])
    const kept = { request: { text: chat }, response: { isWhole: true } }
    expect((await send(bare, { 'cf-aig-collect-log-payload': 'true' })).rows).toMatchObject([kept])
    expect((await send(on, { 'cf-aig-collect-log-payload': 'true' }, 'custom-said')).rows).toMatchObject([kept])
  })

  it('are not kept of sound and pictures', async () => {
    on.upstream.answer(reply({ headers: { 'content-type': 'audio/mpeg' }, body: new Uint8Array(100_000).fill(0xff) }))
    const { answer: answered, rows } = await on.ask('openai/audio/speech', {
      headers: { 'content-type': 'application/json' },
      body: '{"model":"tts-1"}',
    })
    expect(answered.body).toEqual(Buffer.alloc(100_000, 0xff))
    expect(rows).toMatchObject([
      { response: null, responseSize: 100_000, isComplete: true, error: null, model: 'tts-1', modelType: 'audio' },
    ])
  })
})

describe('a cost of the caller’s own', () => {
  it('counts', async () => {
    const { rows } = await send(on, { 'cf-aig-custom-cost': '{"per_token_in":0.5,"per_token_out":0.25}' })
    expect(rows).toMatchObject([{ cost: 0.75, isCustomCost: true }])
  })

  it.each([
    ['cf-aig-custom-cost', 'free', '"total_cost"'],
    ['cf-aig-collect-log', 'perhaps', 'true or false'],
    ['cf-aig-collect-log-payload', '2', 'true or false'],
  ])('and what cannot be read is refused: %s', async (name, value, takes) => {
    const { answer: answered } = await on.ask('openai/models', { headers: { [name]: value } }, 0)
    expect(answered.status).toBe(400)
    expect(answered.json).toMatchObject({ internalCode: 7001, description: expect.stringContaining(name) })
    expect(answered.text).toContain(JSON.stringify(takes).slice(1, -1))
  })
})

describe('metadata', () => {
  const told = async (metadata: string) => {
    const { answer: answered, rows } = await send(on, { 'cf-aig-metadata': metadata })
    return [rows[0]?.metadata, answered.headers['cf-aig-dropped'] ?? null]
  }

  it.each([
    ['{"a":"x","b":2,"c":true,"d":"","e":0}', { a: 'x', b: 2, c: true, d: '', e: 0 }, null],
    ['{"z":1,"y":2,"x":3,"w":4,"v":5,"u":6,"t":7}', { z: 1, y: 2, x: 3, w: 4, v: 5 }, 'metadata.u, metadata.t'],
    ['{"a":null,"b":{"c":1},"d":[1],"e":"kept"}', { e: 'kept' }, 'metadata.a, metadata.b, metadata.d'],
    ['{"cf.user_id":"u","ok":1}', { ok: 1 }, 'metadata.cf.user_id'],
    ['{"a b":null}', {}, 'metadata.a?b'],
    ['[1]', {}, 'metadata'],
    ['"text"', {}, 'metadata'],
    ['no json', {}, 'metadata'],
    ['', {}, null],
    ['{}', {}, null],
  ])('%s', async (sent, kept, dropped) => {
    expect(await told(sent)).toEqual([kept, dropped])
  })

  it('keeps the order in which it was sent', async () => {
    expect(Object.keys((await told('{"z":1,"a":2,"m":3}'))[0] as object)).toEqual(['z', 'a', 'm'])
  })

  it('of the YAML is that of requests without', async () => {
    expect((await send(on, {}, 'custom-said')).rows).toMatchObject([{ metadata: { team: 'yaml' } }])
    const own = await send(on, { 'cf-aig-metadata': '{"team":"own"}' }, 'custom-said')
    expect(own.rows).toMatchObject([{ metadata: { team: 'own' } }])
  })

  it('counts for limits as it counts for the log', async () => {
    const ask = (metadata: object) =>
      bare.ask('custom-said/models', { headers: { ...metadata, 'cf-aig-collect-log': 'false' } }, 0)
    const asYaml = [await ask({}), await ask({ 'cf-aig-metadata': '{"team":"yaml"}' }), await ask({}), await ask({})]
    expect(asYaml.map(({ answer: { status } }) => status)).toEqual([200, 200, 200, 429])
    // The sixth entry is none.
    const sixth = { 'cf-aig-metadata': '{"a":1,"b":1,"c":1,"d":1,"e":1,"team":"yaml"}' }
    expect((await ask(sixth)).answer.status).toBe(200)
  })
})
