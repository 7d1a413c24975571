// The same talk, with an image, tools and their results, sent to each dialect through the unified endpoint of the real bundle: each provider
// understands it, and each gives the caller the same answer, whole and streaming. Each is played by a stand-in made from its API's reference.

import { beforeEach, describe, expect, it } from 'vitest'
import type { ChatRequest, ChatResponse, JsonObject } from '../../../runtime/dialects/chat.ts'
import { openai } from '../../../runtime/dialects/openai/caller.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { upstreams } from '../../dialects/conformance/dialects.ts'
import { answer as neutralAnswer, pixel, streamOf, talk } from '../../dialects/conformance/neutral.ts'
import { openaiApplication } from '../../dialects/conformance/openai-application.ts'
import { comparable, losses } from '../../dialects/conformance/reading.ts'
import { type Answer, reply } from '../../support/answers.ts'
import { readAuthorization, signatureOf } from '../../support/aws.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import type { Arrival } from '../../support/upstream.ts'

const aws = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: off
cache: off
providers:
  openai: { url: "${url}/openai/v1", key: { secret: KEY } }
  anthropic: { url: "${url}/anthropic/v1", key: { secret: KEY } }
  google-ai-studio: { url: "${url}/gemini", key: { secret: KEY } }
  aws-bedrock: { url: "${url}/bedrock", key: { secret: AWS } }
  cohere: { url: "${url}/cohere", key: { secret: KEY } }
  custom-native: { dialect: workers-ai, url: "${url}/workers-ai", key: { secret: KEY } }
`,
  }),
  { env: { KEY: 'stored-key', AWS: JSON.stringify(aws) } },
)

/** Who is asked, in which dialect. */
const providers = [
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['google-ai-studio', 'gemini'],
  ['aws-bedrock', 'bedrock'],
  ['cohere', 'cohere'],
  ['custom-native', 'workers-ai'],
] as const

/** What every dialect can say: words, two calls at once, and what they cost. */
const canonical: ChatResponse = {
  ...neutralAnswer,
  choices: neutralAnswer.choices.map((choice) => ({
    ...choice,
    content: choice.content.filter(({ kind }) => kind !== 'reasoning'),
  })),
  usage: { inputTokens: 120, outputTokens: 45, cachedTokens: 60, cacheWriteTokens: null, reasoningTokens: null },
}
/** Of an answer what does not differ from provider to provider: not its name, not its date. */
const same = { choices: canonical.choices, usage: canonical.usage }

/** Plays the provider: reads what arrived as its API has it, and answers as it was asked. */
function playing(dialect: string, understood: ChatRequest[]): Answer {
  const { provider, mixes } = sideOf(dialect)
  return async (arrival, response) => {
    const body = parseExactly((await arrival.complete).toString()) as JsonObject
    const request = provider.read(body, pathOf(arrival))
    understood.push(request)
    const events = streamOf(mixes).flatMap((event) => {
      if (event.kind === 'reasoning' || event.kind === 'signature') return []
      return [event.kind === 'usage' ? { kind: event.kind, usage: canonical.usage ?? event.usage } : event]
    })
    const isStream = request.stream
    const answer = isStream
      ? reply({ headers: { 'content-type': provider.contentType }, body: Buffer.concat(provider.events(events)) })
      : reply({ body: provider.response(canonical) })
    await answer(arrival, response)
  }
}

function sideOf(dialect: string) {
  const side = upstreams[dialect]
  if (side === undefined) throw new Error(`There is no dialect ${dialect}.`)
  return side
}

/** Below the provider's own URL. */
function pathOf({ target }: Arrival): string {
  return target.replace(/^\/[^/]+/, '')
}

describe.each(providers)('%s', (slug, dialect) => {
  const [model] = sideOf(dialect).models
  const understood: ChatRequest[] = []
  beforeEach(() => {
    understood.length = 0
    upstream.answer(playing(dialect, understood))
  })
  const ask = async (stream: boolean) => {
    const body = JSON.stringify({
      ...openaiApplication.ask({ ...talk, stream, includeUsage: stream }),
      model: `${slug}/${model}`,
    })
    return call(`${gateway.base('demo')}/compat/chat/completions`, {
      headers: { 'content-type': 'application/json' },
      body,
    })
  }

  it.each([
    ['whole', false],
    ['streaming', true],
  ])('gives the same answer, %s', async (_, stream) => {
    const answered = await ask(stream)
    expect(answered.status).toBe(200)
    const body = stream ? await openaiApplication.accumulate(answered.text) : (answered.json as JsonObject)
    const { choices, usage } = openaiApplication.understand(body)
    expect({ choices, usage }).toEqual(same)
    expect(body.model).toEqual(expect.any(String))
    expect(answered.headers['cf-aig-provider']).toBe(slug)
  })

  it('understands the whole talk', async () => {
    await ask(true)
    const sent = parseExactly(JSON.stringify(openaiApplication.ask({ ...talk, includeUsage: true }))) as JsonObject
    const [request] = understood
    expect(request?.messages.flatMap(({ content }) => content as readonly object[])).toContainEqual(
      expect.objectContaining({ kind: 'image', source: { kind: 'bytes', mediaType: 'image/png', base64: pixel } }),
    )
    // What is in the provider's own words already goes up as it is.
    if (dialect === 'openai') {
      const body = parseExactly(upstream.requests[0]?.body.toString() ?? '')
      expect(comparable(body)).toEqual(comparable({ ...sent, model }))
      return
    }
    const meant = { ...openai.read(sent, losses()), model }
    expect(comparable(request)).toEqual(comparable(sideOf(dialect).provider.expressible.request(meant)))
  })

  it('gets the stored key where it wants it', async () => {
    await ask(false)
    const [arrival] = upstream.requests
    if (arrival === undefined) throw new Error('Nothing arrived.')
    if (dialect === 'bedrock') {
      const { signature } = readAuthorization(arrival.headers.authorization)
      expect(signature).toBe(signatureOf(arrival, aws.secretAccessKey))
    } else expect(JSON.stringify(arrival.rawHeaders)).toContain('stored-key')
  })
})
