// The files of a split and of a cluster: the same bytes for the same YAML, only where they are needed, and no secret in any.

import { afterAll, expect, it } from 'vitest'
import type { Plan } from '../../compiler/3-plan/ir.ts'
import { clusterOutputs } from '../../compiler/5-bundle/cluster.ts'
import { splitOutputs } from '../../compiler/5-bundle/split.ts'
import { compileYamls } from '../support/gateway.ts'
import { startSplit } from '../support/split.ts'
import { startUpstream } from '../support/upstream.ts'
import { ask, yamls } from './scene.ts'

const upstream = await startUpstream()
afterAll(() => upstream.stop())
const kept = yamls({ url: 'https://api.example.com' })
const cluster = { bucket: 's3://my-bucket/gateways', stateNodes: 3 }

async function planOf(sources: typeof kept): Promise<Plan> {
  const { plan, diagnostics } = await compileYamls(sources)
  if (plan === null) throw new Error(JSON.stringify(diagnostics))
  return plan
}

const textOf = (outputs: Awaited<ReturnType<typeof splitOutputs>>, path: string) =>
  Buffer.from(outputs.find((output) => output.path === path)?.bytes ?? []).toString()

it('are the same for the same YAML', async () => {
  const [once, again] = [await planOf(kept), await planOf(kept)]
  const texts = [{ path: 'gateways.txt' }, { path: 'prices.txt' }]
  expect(await splitOutputs(again, texts)).toEqual(await splitOutputs(once, texts))
  expect(await clusterOutputs(again, texts, cluster)).toEqual(await clusterOutputs(once, texts, cluster))
})

it('are the processes, what they run, and how', async () => {
  const plan = await planOf(kept)
  const texts = [{ path: 'gateways.txt' }]
  const split = await splitOutputs(plan, texts)
  expect(split.map(({ path }) => path)).toEqual([
    'gateway-process.js',
    'gateway.capnp',
    'state-process.js',
    'state.capnp',
  ])
  expect(textOf(split, 'state.capnp')).not.toContain('experimental')
  const many = await clusterOutputs(plan, texts, cluster)
  expect(many.map(({ path }) => path)).toEqual([...split.map(({ path }) => path), 'README.md'])
  for (const service of ['state-1', 'state-2', 'state-3']) {
    expect(textOf(many, 'README.md')).toContain(`--external-addr ${service}=`)
    expect(textOf(many, 'gateway.capnp')).toContain(`(name = "${service}", external = `)
  }
})

it('name secrets to those who need them, and never the state', async () => {
  const outputs = await clusterOutputs(await planOf(kept), [{ path: 'gateways.txt' }], cluster)
  expect(textOf(outputs, 'gateway.capnp')).toContain('fromEnvironment = "OPS"')
  expect(textOf(outputs, 'state.capnp')).not.toContain('fromEnvironment')
  expect(textOf(outputs, 'state.capnp')).toContain('key = embed "cluster.key"')
})

it('are the gateway alone where nothing is kept', async () => {
  const stateless = {
    'plain.yaml': `authentication: off\ncache: off\nproviders: { openai: { url: "${upstream.url}/v1" } }\nendpoints: { universal: off }\n`,
  }
  const plan = await planOf(stateless)
  expect(plan.state).toEqual([])
  const outputs = await splitOutputs(plan, [{ path: 'gateways.txt' }])
  expect(outputs.map(({ path }) => path)).toEqual(['gateway.capnp'])
  const readme = textOf(await clusterOutputs(plan, [{ path: 'gateways.txt' }], { ...cluster, bucket: '' }), 'README.md')
  expect(readme).toContain('there are no state processes')
  expect(readme).not.toContain('cluster.key')
  const split = await startSplit(stateless, { gateways: 1 })
  expect((await ask(split.base(0, 'plain'), 'hello')).status).toBe(200)
  await split.stop()
})
