// Runs inside workerd: calls of `env.AI`, by name, and what one came to in full: its value or its error, and the binding's properties.
// caller.ts hands in the binding; the tests compare what two of them say.

import type { Ai } from '../../../runtime/binding/ai.ts'

type Call = (ai: Ai) => Promise<unknown>

const gateway = { id: 'my-gateway' }
const llama = '@cf/meta/llama-3.1-8b-instruct'
const nova = '@cf/deepgram/nova-3'
const step = {
  provider: 'workers-ai',
  endpoint: llama,
  headers: { authorization: 'Bearer own' },
  query: { prompt: 'hi' },
}

/** What of a response is compared: its ids are each request's own. */
async function told(response: Response) {
  const { status, headers } = response
  const names = ['content-type', 'cf-aig-step', 'cf-aig-model', 'cf-aig-provider', 'cf-aig-cache-status']
  return { status, headers: names.map((name) => headers.get(name)), text: await response.text() }
}

/** Reads a stream to its end. */
async function read(stream: unknown): Promise<unknown> {
  return { isStream: stream instanceof ReadableStream, text: await new Response(stream as ReadableStream).text() }
}

async function oneEcho(response: Response): Promise<unknown> {
  const { webSocket: socket } = response as unknown as { webSocket: WebSocket & { accept: () => void } }
  const answer = new Promise((resolve) => {
    socket.addEventListener('message', ({ data }) => resolve(data))
  })
  socket.accept()
  socket.send('ping')
  const data = await answer
  socket.close(1000, 'done')
  return { status: response.status, data }
}

/** A row that is there: they are written a moment after their answers. */
async function logged(ai: Ai): Promise<string> {
  const response = await ai.run(llama, { prompt: 'for the log' }, { gateway, returnRawResponse: true })
  await response.text()
  const id = response.headers.get('cf-aig-log-id') ?? ''
  for (let tries = 0; tries < 100; tries++) {
    const isThere = await ai
      .gateway('my-gateway')
      .getLog(id)
      .then(
        () => true,
        () => false,
      )
    if (isThere) return id
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('the log has no row of it')
}

/** Without what is each request's own. */
async function logOf(ai: Ai, change?: Parameters<ReturnType<Ai['gateway']>['patchLog']>[1]): Promise<unknown> {
  const id = await logged(ai)
  const its = ai.gateway('my-gateway')
  const patched = change === undefined ? null : String(await its.patchLog(id, change))
  const { id: found, created_at, ...rest } = await its.getLog(id)
  const own = ['request_id', 'event_id', 'duration', 'time_to_first_byte_ms', 'token', 'cost', 'model_type']
  const log = Object.fromEntries(Object.entries(rest).filter(([name]) => !own.includes(name)))
  return { isSame: found === id, isDate: created_at instanceof Date, patched, log }
}

/** Everything that a caller may do, and do wrong. */
export const calls: { readonly [name: string]: Call } = {
  json: (ai) => ai.run(llama, { prompt: 'hi' }, { gateway }),
  withoutGateway: (ai) => ai.run(llama, { prompt: 'hi' }),
  options: (ai) =>
    ai.run(
      llama,
      { prompt: 'options' },
      {
        gateway: {
          ...gateway,
          skipCache: true,
          cacheTtl: 60,
          cacheKey: 'key',
          metadata: { team: 'blå', n: 1, yes: true },
          collectLog: true,
          eventId: 'my-event',
          requestTimeoutMs: 5000,
          retries: { maxAttempts: 2, retryDelayMs: 1, backoff: 'constant' },
        },
        extraHeaders: { 'x-own': 'mine' },
      },
    ),
  thirdParty: (ai) => ai.run('openai/gpt-4o-mini', { messages: [{ role: 'user', content: 'hi' }] }, { gateway }),
  route: (ai) => ai.run('dynamic/chat', { messages: [{ role: 'user', content: 'hi' }] }, { gateway }),
  prefixed: (ai) => ai.run(llama, { prompt: 'hi' }, { gateway, prefix: 'lora' }),
  stream: async (ai) => read(await ai.run(llama, { prompt: 'hi', stream: true }, { gateway })),
  image: async (ai) => read(await ai.run('@cf/test/image', { prompt: 'a cat' }, { gateway })),
  raw: async (ai) => told(await ai.run(llama, { prompt: 'hi' }, { gateway, returnRawResponse: true })),
  rawError: async (ai) =>
    told(await ai.run('@cf/test/missing', { prompt: 'hi' }, { gateway, returnRawResponse: true })),
  modelError: (ai) => ai.run('@cf/test/missing', { prompt: 'hi' }, { gateway }),
  vendorError: (ai) => ai.run('openai/no-such-model', { messages: [] }, { gateway }),
  textError: (ai) => ai.run('@cf/test/text-error', { prompt: 'hi' }, { gateway }),
  noGateway: (ai) => ai.run(llama, { prompt: 'hi' }, { gateway: { id: 'nobody' } }),
  closedGateway: (ai) => ai.run(llama, { prompt: 'hi' }, { gateway: { id: 'closed' } }),
  noModel: (ai) => ai.run('nobody/model', { prompt: 'hi' }, { gateway }),
  badOption: (ai) => ai.run(llama, { prompt: 'hi' }, { gateway: { ...gateway, retries: { maxAttempts: 9 as 5 } } }),
  unreachable: (ai) => ai.run('groq/gone', { messages: [] }, { gateway }),
  bigint: (ai) => ai.gateway('my-gateway').run(step, { gateway: { metadata: { n: 1n } } }),
  universal: async (ai) => told(await ai.gateway('my-gateway').run(structuredClone(step))),
  universalSteps: async (ai) =>
    told(
      await ai.gateway('my-gateway').run(
        [
          {
            ...step,
            endpoint: '@cf/test/missing',
            headers: { 'cf-aig-metadata': { a: 1 }, 'cf-aig-skip-cache': true },
          },
          { ...step, headers: {} },
        ],
        {
          gateway: { cacheTtl: 0, skipCache: false, eventId: 'e', metadata: { a: 'b' } },
          extraHeaders: { 'x-own': '1' },
        },
      ),
    ),
  universalError: async (ai) => told(await ai.gateway('nobody').run(structuredClone(step))),
  universalFailure: async (ai) =>
    told(await ai.gateway('my-gateway').run({ ...structuredClone(step), endpoint: '@cf/test/missing' })),
  getUrl: (ai) => ai.gateway('my-gateway').getUrl(),
  getUrlOfProvider: (ai) => ai.gateway('my-gateway').getUrl('openai'),
  getUrlOfNobody: (ai) => ai.gateway('my-gateway').getUrl('nobody'),
  getUrlOfNoGateway: (ai) => ai.gateway('nobody').getUrl('openai'),
  getLog: (ai) => logOf(ai),
  getLogOfNobody: (ai) => ai.gateway('my-gateway').getLog('01990000-0000-7000-8000-000000000000'),
  getLogOfNoGateway: (ai) => ai.gateway('nobody').getLog('1'),
  patchLog: (ai) => logOf(ai, { score: 7, feedback: 1, metadata: { team: 'a' } }),
  patchLogBadly: (ai) => logOf(ai, { feedback: 3 as 1 }),
  patchLogOfNobody: (ai) => ai.gateway('my-gateway').patchLog('01990000-0000-7000-8000-000000000000', { score: 1 }),
  models: (ai) => ai.models(),
  modelsFound: (ai) => ai.models({ search: 'LLAMA', author: 'meta', per_page: 1, page: 1 }),
  getLogs: async (ai) => ai.getLogs(),
  unknownPath: async (ai) => told(await ai.fetch('https://workers-binding.ai/nothing/here')),
  streamInput: (ai) =>
    ai.run('@cf/test/listen', {
      audio: { body: new Response('RIFF').body, contentType: 'audio/wav' },
      language: 'en',
      vad: true,
    }),
  streamInputWithGateway: (ai) =>
    ai.run('@cf/test/listen', { audio: { body: new Response('RIFF').body, contentType: 'audio/wav' } }, { gateway }),
  streamInputUntyped: (ai) => ai.run('@cf/test/listen', { audio: new Response('RIFF').body }),
  streamInputs: (ai) =>
    ai.run('@cf/test/listen', { a: { body: new FormData(), contentType: 'x' }, b: new Response('x').body }),
  aborted: (ai) =>
    ai.run(llama, { prompt: 'hi' }, { gateway, signal: AbortSignal.abort(new Error('changed my mind')) }),
  abortedLate: (ai) => ai.run('@cf/test/silent', { prompt: 'hi' }, { gateway, signal: AbortSignal.timeout(100) }),
  universalAborted: (ai) =>
    ai.gateway('my-gateway').run(structuredClone(step), { signal: AbortSignal.abort(new Error('changed my mind')) }),
  webSocket: async (ai) =>
    oneEcho(await ai.run(nova, { encoding: 'linear16', rate: 8000 }, { gateway: { id: 'sockets' }, websocket: true })),
  webSocketOfRoute: async (ai) => told(await ai.run('dynamic/chat', {}, { gateway, websocket: true })),
  webSocketRefused: async (ai) => told(await ai.run('nobody/model', {}, { gateway, websocket: true })),
}

/** In JSON. A binding by RPC has no properties that are there at once. */
export async function outcomeOf(ai: Ai, call: Call): Promise<unknown> {
  const outcome = await (async () => call(ai))().then(
    (value) => ({ value }),
    (error) => ({ error: { isError: error instanceof Error, name: error.name, message: error.message } }),
  )
  const { lastRequestId, aiGatewayLogId, lastRequestHttpStatusCode, lastRequestInternalStatusCode } = ai
  const uuid = /^[0-9a-f-]{36}$/
  const kind = (id: unknown) => (typeof id === 'string' && uuid.test(id) ? 'an id' : id)
  return {
    ...outcome,
    properties: [kind(lastRequestId), kind(aiGatewayLogId), lastRequestHttpStatusCode, lastRequestInternalStatusCode],
  }
}
