// `durability: strict`: whatever kind of answer it is, a client that has seen its end has its row, also when the process is killed at once.

import { afterAll, expect, it } from 'vitest'
import { readLog } from '../../faults/logs/kept.ts'
import { type Answer, events, gzipped, reply } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { startUpstream } from '../../support/upstream.ts'
import { startDurably } from '../../support/worker.ts'

const upstream = await startUpstream()
const gateway = await startDurably({
  'demo.yaml': `
authentication: off
logs: { durability: strict }
retries: { attempts: 1 }
providers:
  openai: { url: "${upstream.url}/v1" }
  custom-watched: { dialect: openai, url: "${upstream.url}", idle_timeout: 10s }
  echo: {}
`,
})
afterAll(() => Promise.all([gateway.stop(), upstream.stop()]))

it.each<[name: string, provider: string, answer: Answer | null]>([
  ['short', 'openai', reply({ body: { usage: { prompt_tokens: 1, completion_tokens: 2 } } })],
  ['long', 'openai', reply({ body: { text: 'x'.repeat(200_000) } })],
  ['sound', 'openai', reply({ headers: { 'content-type': 'audio/mpeg' }, body: new Uint8Array(5000) })],
  ['a stream', 'openai', events({ usage: { prompt_tokens: 1, completion_tokens: 2 } })],
  ['a stream that is watched', 'custom-watched', events({ usage: { prompt_tokens: 1, completion_tokens: 2 } })],
  ['compressed', 'openai', gzipped('{"ok":true}')],
  ['a failure', 'openai', reply({ status: 400, body: { error: { message: 'no' } } })],
  ['nothing', 'openai', reply({ status: 204, body: '' })],
  ['built in', 'echo', null],
  ['the gateway’s own', 'openai', (_, response) => void response.destroy()],
])('%s', async (_, provider, answer) => {
  if (answer !== null) upstream.answer(answer)
  const { headers } = await call(`${gateway.url()}/v1/acct/demo/${provider}/chat/completions`, {
    headers: { 'content-type': 'application/json' },
    body: '{"model":"m","messages":[{"role":"user","content":"Hi"}]}',
  })
  await gateway.kill()
  const id = headers['cf-aig-log-id']
  expect(id).toBeDefined()
  expect(readLog(gateway.stateFolder).ids).toContain(id)
  await gateway.start()
})
