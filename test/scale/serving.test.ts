// A bundle whose table shares what its lines have in common, in real workerd: it finds each gateway, its control plane lists them, and
// names of shared lines are no gateways.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { generate, tokenOf } from '../../bench/generate.ts'
import { built } from '../size/built.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'

const { yamls, ids } = generate(80)
const ADMIN = 'a-token-for-the-management-of-gateways'
const managed = `authentication: off
logs: on
endpoints: { management: on }
admin: { tokens: [{ name: boss, secret: ADMIN_TOKEN }] }
providers: { echo: {} }
`
let gateway: Gateway

beforeAll(async () => {
  gateway = await startGateway(
    { ...yamls, 'managed.yaml': managed, 'managed-too.yaml': managed },
    { env: { ADMIN_TOKEN: ADMIN } },
  )
})
afterAll(() => gateway.stop())

it.each([ids[0], ids[41], ids[79]])('%s answers to its token and to no other', async (id = '') => {
  const [own, other] = [await ask(id, tokenOf(id)), await ask(id, tokenOf(ids[5] ?? ''))]
  expect([own.status, other.status]).toEqual([200, 401])
})

it.each(['%230', '#0', '%23', 'nobody'])('there is no gateway %s', async (id) => {
  expect((await ask(id, 'x')).status).toBeGreaterThanOrEqual(400)
})

it('a header names no shared line either', async () => {
  const response = await fetch(`${gateway.url}/client/v4/accounts/acct/ai/v1/chat/completions`, {
    method: 'POST',
    headers: { 'cf-aig-gateway-id': '#0', 'content-type': 'application/json' },
    body: '{"model":"echo/echo-1","messages":[]}',
  })
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("There is no gateway '#0'")])
})

it('the management API reads the same table', async () => {
  const response = await fetch(`${gateway.url}/client/v4/accounts/acct/ai-gateway/gateways`, {
    headers: { authorization: `Bearer ${ADMIN}` },
  })
  const { result } = (await response.json()) as { readonly result: readonly { readonly id: string }[] }
  expect(result.map(({ id }) => id)).toEqual(['managed', 'managed-too'])
})

it('what reads such tables is in bundles that have one, and in no other', async () => {
  const { manifest, imported } = await built('authentication: off\nproviders: { openai: {} }\n')
  expect(Object.keys(manifest.bytes.modules)).not.toContain('runtime/shared-table.ts')
  expect(imported).not.toContain('runtime/shared-table.ts')
})

function ask(id: string, token: string): Promise<Response> {
  return fetch(`${gateway.base(id)}/echo/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cf-aig-authorization': `Bearer ${token}` },
    body: '{"model":"echo-1","messages":[{"role":"user","content":"Hello"}]}',
  })
}
