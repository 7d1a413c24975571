// The hosted service's worked example of precedence: the request says that answers are kept for an hour, the fallback's step says 0,
// and each step has its own.

import { expect, it } from 'vitest'
import { checkSources } from '../../../compiler/compile.ts'
import { universal } from '../../../runtime/endpoints/universal.ts'
import { settingsOf } from '../../../runtime/settings.ts'
import { events, reply } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import { partsOf, precedence } from '../universal/examples.ts'

const yaml = (name: string) => ({
  [`${name}.yaml`]: 'authentication: off\nproviders: { workers-ai: {}, openai: {} }\n',
})
const { gateway, upstream } = await setScene(
  () => ({ '_worker.yaml': 'account: acct\n', ...yaml('demo'), ...yaml('other') }),
  { capture: true },
)
const { headers, body } = partsOf(precedence)
const run = async (id: string) => {
  const answer = await call(gateway.base(id), { headers, body })
  const { 'cf-aig-step': step, 'cf-aig-cache-status': cache } = answer.headers
  return { status: answer.status, text: answer.text, step, cache }
}
const native = '{"result":{"response":"A network."},"success":true,"errors":[],"messages":[]}'

it('decides 3600 from the request for the first step, and 0 from the step for the second', async () => {
  const bytes = Buffer.from(yaml('demo')['demo.yaml'] ?? '')
  const { plan } = checkSources([{ kind: 'source', path: 'gateways/demo.yaml', bytes }])
  const record = plan?.gateways[0]?.record
  if (plan === null || record === undefined) throw new Error('no gateway in the plan')
  const located = { gateway: record, account: 'acct', segment: '', path: '', query: '' }
  const request = new Request('http://gateway/', { method: 'POST', headers, body })
  const rows = new Map(plan.rows.map(({ name, row }) => [name, row]))
  const course = await universal(null)(located, { caller: null, spent: [], query: '' }, request, rows)
  const attempts = course instanceof Response ? [] : course.attempts
  expect(attempts.map((attempt) => settingsOf(attempt).cache?.ttlSeconds)).toEqual([3600, undefined])
  expect(attempts.map((attempt) => attempt.headers.get('cf-aig-cache-ttl'))).toEqual(['3600', '0'])
})

it('keeps what the first step answers', async () => {
  upstream.answer(
    byTarget({ 'api.cloudflare.com': reply({ headers: { 'content-type': 'application/json' }, body: native }) }),
  )
  expect(await run('demo')).toEqual({ status: 200, text: native, step: '0', cache: 'MISS' })
  expect(await run('demo')).toEqual({ status: 200, text: native, step: '0', cache: 'HIT' })
  expect(upstream.requests).toHaveLength(1)
})

it('keeps nothing of what the second one answers', async () => {
  const chunk = { choices: [{ delta: { content: 'A network.' } }] }
  upstream.answer(byTarget({ 'api.cloudflare.com': reply({ status: 500 }), 'api.openai.com': events(chunk) }))
  const text = `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`
  for (const times of [1, 2]) {
    expect(await run('other')).toEqual({ status: 200, text, step: '1', cache: undefined })
    expect(upstream.requests).toHaveLength(2 * times)
  }
})
