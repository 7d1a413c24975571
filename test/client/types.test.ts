// What the client's types let pass and what they refuse, in the compilers' own words: who misspells a name is told which names there are.

import { describe, expect, it } from 'vitest'
import { casesIn } from '../support/golden.ts'
import { caseText, clientText } from './emitted.ts'
import { complaints, completions, documentation, formerComplaints, platforms } from './typescript.ts'

const all = await caseText('all')
const cases = casesIn(`${import.meta.dirname}/cases`)
const texts = Object.fromEntries(await Promise.all(cases.map(async (name) => [`${name}.ts`, await caseText(name)])))

const OPENING = `import { createClient } from './client.ts'
export const client = createClient({ url: 'https://ai.example.com', token: 't', adminToken: 'a' })
export const support = client.gateway('support')
export const open = client.gateway('open')
export const messages = [{ role: 'user', content: 'Hello' }] as const
`

/** Complaints about these lines behind the opening: `line` counts them from 1. */
function about(lines: readonly string[]): readonly string[] {
  const start = OPENING.split('\n').length - 1
  return complaints({ 'client.ts': all, 'use.ts': `${OPENING}${lines.join('\n')}\n` }).map((text) =>
    text.replace(/^use\.ts:(\d+)/, (_, line: string) => `${Number(line) - start}`),
  )
}

const MODELS =
  'Model<"chat" | "fast", "anthropic" | "fal" | "google-ai-studio" | "openai" | "workers-ai", "anthropic/claude-sonnet-4-5" | "custom-vllm/our-llama" | "openai/gpt-4o-mini">'

describe('clients compile', () => {
  it.each(Object.keys(platforms) as (keyof typeof platforms)[])('as strictly as can be, in %s', (platform) => {
    const names = cases.map((name) => `createClient as ${name}`)
    const use = cases.map((name, index) => `import { ${names[index]} } from './${name}.ts'`)
    const calls = cases.map((name) => `export const a${name} = ${name}({ url: 'http://a', fetch: globalThis.fetch })`)
    expect(complaints({ ...texts, 'use.ts': [...use, ...calls].join('\n') }, platform)).toEqual([])
  })

  it('and ask by way of a service binding', () => {
    const use = `import { createClient } from './all.ts'
export const ask = (env: { GATEWAY: Fetcher }) =>
  createClient({ url: 'http://gateway', fetch: (url, init) => env.GATEWAY.fetch(url, init) }).gateway('open')
`
    expect(complaints({ 'all.ts': all, 'use.ts': use }, 'Workers')).toEqual([])
  })

  it('with the compiler before', () => {
    expect(formerComplaints(texts)).toEqual([])
  })
})

describe('what is right passes', () => {
  it('in every part of the client', () => {
    expect(
      about([
        `const chat = await support.chat({ model: 'dynamic/chat', messages }, { cacheTtl: 60, metadata: { team: 'a', other: 1 } })`,
        `export const text: string | null | undefined = chat.choices[0]?.message.content`,
        `export const provider: 'anthropic' | 'fal' | 'google-ai-studio' | 'openai' | 'workers-ai' | 'custom-vllm' | null = chat.meta.provider`,
        `await support.chat({ model: 'openai/what-comes-next-week', messages }, { extraBody: { top_k: 5 } })`,
        `await support.chat({ model: 'custom-vllm/our-llama', messages: [...messages, ...chat.choices.map((it) => it.message)] })`,
        `for await (const chunk of support.chat.stream({ model: 'dynamic/fast', messages })) console.log(chunk.choices[0]?.delta.content)`,
        `export const whole = (await support.chat.stream({ model: 'dynamic/fast', messages }).final()).choices[0]?.message.tool_calls?.[0]?.function.arguments`,
        `export const vector: number | undefined = (await support.embed({ model: 'openai/e', input: ['a'] })).data[0]?.embedding[0]`,
        `for await (const event of support.responses.stream({ model: 'openai/r', input: 'a' })) if (event.type === 'response.output_text.delta') console.log(event.delta)`,
        `const one = await support.universal([{ provider: 'openai', endpoint: 'chat/completions', query: { model: 'm', messages } }])`,
        `export const first: string | null | undefined = (await one.json()).choices[0]?.message.content`,
        `const two = await support.universal([{ provider: 'anthropic', endpoint: 'v1/messages', query: { model: 'm', max_tokens: 5, messages } }, { provider: 'compat', endpoint: 'chat/completions', query: { model: 'dynamic/chat', messages } }], { retries: { maxAttempts: 3 } })`,
        `export const second = await two.json()`,
        `export const said = 'content' in second ? second.content[0]?.text : second.choices[0]?.message.content`,
        `await support.universal([{ provider: 'google-ai-studio', endpoint: 'v1beta/models/gemini-3:generateContent', query: { contents: [] } }])`,
        `await support.universal([{ provider: 'workers-ai', endpoint: '@cf/meta/llama', query: { prompt: 'a' } }, { provider: 'fal', endpoint: 'fal-ai/flux', query: { anything: 1 } }])`,
        `await support.universal([{ provider: 'openai', endpoint: 'what/comes/next', query: { anything: 1 } }])`,
        `const socket = support.socket()`,
        `for await (const event of (await socket.universal([{ provider: 'openai', endpoint: 'chat/completions', query: { model: 'm', stream: true, messages } }])).events()) console.log(event.choices[0]?.delta)`,
        `export const base: string = support.url('dynamic/chat') + support.url('openai') + support.url('compat')`,
        `const page = await support.logs.list({ filters: [{ key: 'token', operator: 'eq', value: ['ci'] }] })`,
        `export const who: 'ci' | 'support-bot' | null | undefined = page.logs[0]?.token`,
        `await support.logs.patch('id', { feedback: 1 })`,
        `const stops = new AbortController()`,
        `await open.chat({ model: 'echo/x', messages }, { signal: stops.signal, eventId: undefined })`,
      ]),
    ).toEqual([])
  })
})

describe('what is wrong is refused, and the words name what there is', () => {
  const refused: readonly (readonly [what: string, line: string, words: string])[] = [
    [
      'a gateway',
      `client.gateway('suport')`,
      `Argument of type '"suport"' is not assignable to parameter of type '"open" | "support"'.`,
    ],
    [
      'a route',
      `support.chat({ model: 'dynamic/chta', messages })`,
      `Type '"dynamic/chta"' is not assignable to type '${MODELS}'. Did you mean '"dynamic/chat"'?`,
    ],
    [
      'a route that is like no other',
      `support.chat.stream({ model: 'dynamic/zzz', messages })`,
      `Type '"dynamic/zzz"' is not assignable to type '${MODELS}'.`,
    ],
    [
      'a provider in a model',
      `support.embed({ model: 'opnai/text-embedding-3-small', input: 'a' })`,
      `Type '"opnai/text-embedding-3-small"' is not assignable to type '${MODELS}'.`,
    ],
    [
      'a model of a provider that lists its models',
      `support.responses({ model: 'custom-vllm/our-lama', input: 'a' })`,
      `Type '"custom-vllm/our-lama"' is not assignable to type '${MODELS}'. Did you mean '"custom-vllm/our-llama"'?`,
    ],
    [
      'a provider in a step',
      `support.universal([{ provider: 'opnai', endpoint: 'what/ever', query: {} }])`,
      `Type '"opnai"' is not assignable to type '"anthropic" | "compat" | "custom-vllm" | "fal" | "google-ai-studio" | "openai" | "workers-ai"'. Did you mean '"openai"'?`,
    ],
    [
      'a provider that does not speak what a step says',
      `support.universal([{ provider: 'anthropic', endpoint: 'chat/completions', query: { model: 'm', messages } }])`,
      `Type '"anthropic"' is not assignable to type '"compat" | "custom-vllm" | "openai"'.`,
    ],
    [
      'a field of a step’s body',
      `support.universal([{ provider: 'anthropic', endpoint: 'messages', query: { model: 'm', messages } }])`,
      `Property 'max_tokens' is missing in type`,
    ],
    [
      'a route in a step',
      `support.universal([{ provider: 'compat', endpoint: 'chat/completions', query: { model: 'dynamic/chta', messages } }])`,
      `Type '"dynamic/chta"' is not assignable to type '${MODELS}'. Did you mean '"dynamic/chat"'?`,
    ],
    [
      'a step over a socket',
      `support.socket().universal([{ provider: 'opnai', endpoint: 'messages', query: { model: 'm', max_tokens: 1, messages } }])`,
      `Type '"opnai"' is not assignable to type '"anthropic" | "compat"'.`,
    ],
    [
      'a field of a request',
      `support.chat({ model: 'dynamic/chat', messages, temprature: 1 })`,
      `Did you mean to write 'temperature'?`,
    ],
    [
      'an option',
      `support.chat({ model: 'dynamic/chat', messages }, { cacheTTL: 1 })`,
      `Did you mean to write 'cacheTtl'?`,
    ],
    [
      'what metadata cannot hold',
      `support.chat({ model: 'dynamic/chat', messages }, { metadata: { team: null } })`,
      `Type 'null' is not assignable to type 'Tag | undefined'`,
    ],
    [
      'a base URL',
      `support.url('opena')`,
      `'"anthropic" | "compat" | "custom-vllm" | "dynamic/chat" | "dynamic/fast" | "fal" | "google-ai-studio" | "openai" | "workers-ai"'`,
    ],
    [
      'a route of another gateway',
      `open.chat({ model: 'dynamic/chat', messages })`,
      "is not assignable to type '`echo/",
    ],
    ['what this gateway does not offer', `open.logs.list()`, `Property 'logs' does not exist on type`],
    [
      'a filter’s key',
      `support.logs.list({ filters: [{ key: 'tokne', operator: 'eq', value: ['ci'] }] })`,
      `Did you mean '"token"'?`,
    ],
  ]
  const words = about(refused.map(([, line]) => line))

  it.each(refused.map(([what, , message], index) => [what, index + 1, message] as const))('%s', (_, line, message) => {
    const own = words.filter((text) => text.startsWith(`${line}: `))
    expect(own).toHaveLength(1)
    expect(own[0]?.replaceAll(/\s*\n\s*/g, ' ')).toContain(message)
  })

  it('and nothing else', () => {
    expect(words).toHaveLength(refused.length)
  })

  it('with the compiler before, too', () => {
    const use = `${OPENING}support.chat({ model: 'dynamic/chta', messages })\n`
    const [said, ...others] = formerComplaints({ 'client.ts': all, 'use.ts': use })
    expect(others).toEqual([])
    expect(said).toMatch(
      /Type '"dynamic\/chta"' is not assignable to type 'Model<"chat" \| "fast", .*Did you mean '"dynamic\/chat"'\?/,
    )
  })
})

describe('a token', () => {
  const yaml = (closed: string) => ({
    'a.yaml': `authentication: ${closed}\nproviders: { echo: {} }\n`,
    'b.yaml': 'authentication: { tokens: [{ name: t, secret: T }] }\nproviders: { echo: {} }\n',
  })
  const use = `import { createClient } from './client.ts'\ncreateClient({ url: 'https://ai.example.com' })\n`

  it('is asked for where every gateway asks for one', async () => {
    const client = await clientText(yaml('{ tokens: [{ name: t, secret: T }] }'))
    expect(complaints({ 'client.ts': client, 'use.ts': use })).toEqual([
      expect.stringContaining(`Property 'token' is missing`),
    ])
  })

  it('may be left out where some gateway is open', async () => {
    expect(complaints({ 'client.ts': await clientText(yaml('off')), 'use.ts': use })).toEqual([])
  })
})

describe('editors', () => {
  it('complete the routes and models that the YAML names', () => {
    expect(completions(all, `${OPENING}support.chat({ model: '|', messages })`)).toEqual(
      expect.arrayContaining([
        'dynamic/chat',
        'dynamic/fast',
        'anthropic/claude-sonnet-4-5',
        'custom-vllm/our-llama',
        'openai/gpt-4o-mini',
      ]),
    )
  })

  it('complete gateways, providers and keys of metadata', () => {
    expect(completions(all, `${OPENING}client.gateway('|')`)).toEqual(['open', 'support'])
    expect(completions(all, `${OPENING}support.universal([{ provider: '|' }])`)).toContain('google-ai-studio')
    expect(completions(all, `${OPENING}support.embed({ model: 'openai/a', input: '' }, { metadata: { | } })`)).toEqual(
      expect.arrayContaining(['product', 'team']),
    )
  })

  it('show what the YAML says of a gateway', () => {
    const use = `import type { Gateways } from './client.ts'\nexport const all = (it: Gateways) => it.support\n`
    expect(documentation(all, use, 'support')).toBe('Support bot (gateways/support.yaml:1)')
  })
})

describe('hostile names', () => {
  const hostile = texts['hostile.ts'] ?? ''
  const opening = `import { createClient, type Gateways, type Named } from './client.ts'\nconst evil = createClient({ url: 'http://a' }).gateway('evil')\n`

  it('are names like any other', () => {
    const use = [
      `export const model: Named['evil']['models'] = ${JSON.stringify("openai/it's*/`$" + '{x}`\\')}`,
      `export const asked = evil.chat({ model: 'dynamic/__proto__', messages: [] }, { metadata: { __proto__: 'a' } })`,
      `export const other = evil.chat({ model: "custom-constructor/'*/", messages: [] })`,
      `export const base = evil.url('dynamic/constructor')`,
      `export const own: Gateways['constructor'] = createClient({ url: 'http://a' }).gateway('constructor')`,
    ]
    expect(complaints({ 'client.ts': hostile, 'use.ts': opening + use.join('\n') })).toEqual([])
  })

  it('end no comment, and are no tags', () => {
    const use = `import type { Gateways } from './client.ts'\nexport const all = (it: Gateways) => it.evil\n`
    expect(documentation(hostile, use, 'evil')).toMatch(/^\\@deprecated \*\\\/ export const evil = 1 .*grüß 你好/)
    expect(hostile).not.toContain('\u202e')
  })
})
