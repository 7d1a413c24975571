// The scripted providers behind the gateways of these tests: each model answers in one way, whoever asks for it.

import { type Answer, events, hang, reply } from '../../support/answers.ts'
import type { Yamls } from '../../support/gateway.ts'
import type { Upstream } from '../../support/upstream.ts'

const enveloped = (result: unknown) => ({ result, success: true, errors: [], messages: [] })
const refused = (code: number, message: string) => ({
  result: null,
  success: false,
  errors: [{ code, message }],
  messages: [],
})

/** The binding knows JSON by another name alone. */
const JSON_OF_A_KIND = { 'content-type': 'application/json; charset=UTF-8' }

/** What the model of the examples says. */
export const words = {
  response: 'Because it is near everyone.',
  usage: { prompt_tokens: 9, completion_tokens: 6, total_tokens: 15 },
}

const completion = {
  id: 'c-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o-mini',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
}

/** By what their request line holds. */
const answers: readonly (readonly [path: string, answer: Answer])[] = [
  ['/@cf/test/missing', reply({ status: 400, body: refused(5007, 'No such model') })],
  ['/@cf/test/text-error', reply({ status: 500, body: 'out of order', headers: { 'content-type': 'text/plain' } })],
  ['/@cf/test/image', reply({ body: 'PNG', headers: { 'content-type': 'image/png' } })],
  ['/@cf/test/silent', hang()],
  ['/@cf/test/listen', heard],
  ['/openai/', spoken],
  ['/@cf/meta/', said],
]

/** Answers as the path says. */
export const script: Answer = (arrival, response) => {
  const [, answer] = answers.find(([path]) => arrival.target.includes(path)) ?? ['', reply()]
  return answer(arrival, response)
}

async function said(...[arrival, response]: Parameters<Answer>) {
  const { stream } = JSON.parse((await arrival.complete).toString())
  const answer = stream
    ? events({ response: 'Because ' }, { response: 'it is near.' })
    : reply({ body: enveloped(words), headers: JSON_OF_A_KIND })
  return answer(arrival, response)
}

async function spoken(...[arrival, response]: Parameters<Answer>) {
  const { model } = JSON.parse((await arrival.complete).toString())
  const error = { error: { message: `The model '${model}' does not exist`, type: 'invalid_request_error' } }
  return (
    model === 'no-such-model'
      ? reply({ status: 404, body: error })
      : reply({ body: completion, headers: JSON_OF_A_KIND })
  )(arrival, response)
}

/** Tells what it was sent. */
async function heard(...[arrival, response]: Parameters<Answer>) {
  const body = (await arrival.complete).toString()
  const { target, headers } = arrival
  const query = target.slice(target.indexOf('?'))
  return reply({ body: enveloped({ body, query, type: headers['content-type'] }) })(arrival, response)
}

/** Gateways that Workers reach in every way, one that they do not reach, and one whose provider has WebSockets. */
export function yamls({ url }: Pick<Upstream, 'url'>, socketUrl = url): Yamls {
  return {
    '_worker.yaml': 'account: acct\nurl: https://gateway.example.com\n',
    'my-gateway.yaml': `
authentication: { tokens: [{ name: bound, secret: TOKEN }] }
cache: off
logs: on
endpoints: { binding: on }
providers:
  workers-ai: { url: "${url}" }
  openai: { url: "${url}/openai", key: { secret: KEY } }
  groq: { url: "http://127.0.0.1:1", key: { secret: KEY } }
routes:
  chat: [groq/gone, openai/gpt-4o-mini]
`,
    'default.yaml': `
authentication: { tokens: [{ name: bound, secret: TOKEN }] }
cache: off
endpoints: { binding: on }
providers: { workers-ai: { url: "${url}" } }
routes:
  chat: [workers-ai/@cf/meta/llama-3.1-8b-instruct, workers-ai/@cf/test/missing]
`,
    'sockets.yaml': `
authentication: { tokens: [{ name: bound, secret: TOKEN }] }
endpoints: { binding: on }
providers: { workers-ai: { url: "${socketUrl}" } }
routes: { chat: [workers-ai/@cf/deepgram/nova-3] }
`,
    'closed.yaml': `
authentication: { tokens: [{ name: bound, secret: TOKEN }] }
providers: { workers-ai: { url: "${url}" } }
`,
  }
}
