// The names that no secret may have are the bindings that a build can have.

import { expect, it } from 'vitest'
import { bindings } from '../../compiler/2-check/rules/free-secret-names.ts'
import { compileYamls } from '../support/gateway.ts'

it('are those of the Worker that binds all it can', async () => {
  const { outputs } = await compileYamls({
    'demo.yaml': `
authentication: off
cache: { ttl: 60, store: durable }
rate_limit: { requests: 1, per: 60 }
logs: on
budgets: [{ usd: 1, per: 60 }]
endpoints: { binding: bound }
providers: { openai: {}, groq: { cache: { store: kv } }, workers-ai: { binding: AI } }
`,
  })
  const text = outputs?.find(({ path }) => path === 'wrangler.json')?.bytes
  const { ai, durable_objects, kv_namespaces } = JSON.parse(Buffer.from(text ?? []).toString())
  const bound = [
    ai.binding,
    ...durable_objects.bindings.map(({ name }: { name: string }) => name),
    ...kv_namespaces.map(({ binding }: { binding: string }) => binding),
  ]
  expect(new Set(bound)).toEqual(bindings)
})
