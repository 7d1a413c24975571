// A Worker that is bound to a gateway process: its runs are kept in the state process, in order, and any process takes their streams up again.

import { afterAll, expect, it } from 'vitest'
import { streamed } from '../support/answers.ts'
import { startSplit } from '../support/split.ts'
import { startUpstream } from '../support/upstream.ts'

const CALLER = `export default {
  async fetch(request, { GATEWAY }) {
    const path = new URL(request.url).pathname
    if (path !== '/run') return GATEWAY.fetch(new Request('https://workers-binding.ai' + path + new URL(request.url).search))
    const answer = await GATEWAY.run('@cf/meta/llama-3.1-8b-instruct', { prompt: 'hi', stream: true }, {
      gateway: { id: 'bound' }, returnRawResponse: true,
    })
    return answer
  },
}`
const upstream = await startUpstream()
const yamls = {
  '_worker.yaml': 'account: acct\n',
  'bound.yaml': `authentication: { tokens: [{ name: t, secret: TOKEN }] }
endpoints: { binding: bound }
providers: { workers-ai: { url: "${upstream.url}", key: { secret: KEY } } }
`,
}
const split = await startSplit(yamls, {
  env: { TOKEN: 'bound-token-bound-token', KEY: 'key' },
  files: { 'caller.js': CALLER },
  configure: (capnp) =>
    `${capnp
      .replace('service = "gateway",', 'service = "caller",')
      .replace('services = [\n', 'services = [\n    (name = "caller", worker = .caller),\n')}
const caller :Workerd.Worker = (
  modules = [(name = "caller.js", esModule = embed "caller.js")],
  compatibilityDate = "2026-11-01",
  bindings = [(name = "GATEWAY", service = (name = "gateway", entrypoint = "AI"))],
);
`,
})
afterAll(async () => {
  await split.stop()
  await upstream.stop()
})

async function* events() {
  for (let index = 0; index < 20; index++) yield `data: {"response":"${index}"}\n\n`
  yield 'data: [DONE]\n\n'
}

it('keeps its streams where both find them', async () => {
  upstream.answer(streamed(events()))
  const answer = await fetch(`${split.url(0)}/run`)
  const text = await answer.text()
  expect(text).toContain('"19"')
  const run = answer.headers.get('cf-aig-run-id')
  expect(run).toMatch(/^[0-9a-f-]{36}$/)
  for (const process of [0, 1]) {
    const resumed = await fetch(`${split.url(process)}/ai-gateway/gateways/bound/run/${run}/resume?from=3`)
    expect(resumed.status).toBe(200)
    expect(await resumed.text()).toBe(text.split('\n\n').slice(3).join('\n\n'))
  }
})
