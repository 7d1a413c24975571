// The unmodified `cloudflare` SDK reads gateways, URLs, routes and providers, and makes datasets and evaluations, with `baseURL` alone.

import Cloudflare from 'cloudflare'
import { describe, expect, it } from 'vitest'
import { account_id, clientOf, setCloudflareScene } from './cloudflare-scene.ts'

const { client, ids, url } = await setCloudflareScene()
const api = client.aiGateway
const gateway_id = 'demo'
const here = { account_id, gateway_id }

/** All pages of a list. */
async function all<Item>(list: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = []
  for await (const item of list) found.push(item)
  return found
}

describe('gateways', () => {
  it('are those that the token opens', async () => {
    const [gateway, ...others] = await all(api.list({ account_id }))
    expect(others).toEqual([])
    expect(gateway).toEqual(await api.get('demo', { account_id }))
    expect(gateway).toMatchObject({
      id: 'demo',
      collect_logs: true,
      authentication: true,
      cache_ttl: 0,
      is_default: false,
    })
    expect(await all(api.list({ account_id, search: 'absent' }))).toEqual([])
  })

  it('have URLs', async () => {
    expect(await api.urls.get('anthropic', here)).toBe(`${url}/v1/${account_id}/demo/anthropic`)
    expect(await api.urls.get('universal', here)).toBe(`${url}/v1/${account_id}/demo/`)
  })

  it('have keys', async () => {
    const configs = await all(api.providerConfigs.list('demo', { account_id }))
    expect(configs.map(({ provider_slug, alias, secret_id }) => [provider_slug, alias, secret_id])).toEqual([
      ['anthropic', 'default', 'ANTHROPIC'],
      ['openai', 'default', 'OPENAI'],
    ])
    expect(JSON.stringify(configs)).not.toContain('stored')
  })

  it('have custom providers', async () => {
    const [custom, ...others] = await all(api.customProviders.list({ account_id }))
    expect(others).toEqual([])
    expect(custom).toMatchObject({ slug: 'own', name: 'custom-own', enable: true })
    expect(await api.customProviders.get(custom?.id ?? '', { account_id })).toEqual(custom)
  })

  it('have routes', async () => {
    const { data, success } = await api.dynamicRouting.list('demo', { account_id })
    expect([success, data.routes.map(({ name }) => name)]).toEqual([true, ['chat']])
    const route = await api.dynamicRouting.get('chat', here)
    expect(route.elements.map(({ type }) => type)).toEqual(['start', 'model', 'model', 'end'])
    expect(JSON.parse(route.version.data)).toEqual(route.elements)
    const { data: versions } = await api.dynamicRouting.listVersions('chat', here)
    expect(versions.versions).toEqual([route.version])
    const version = await api.dynamicRouting.getVersion(route.version.version_id, { ...here, id: 'chat' })
    expect(version).toMatchObject({ name: 'chat', active: 'true', elements: route.elements })
    const { data: deployments } = await api.dynamicRouting.listDeployments('chat', here)
    expect(deployments.deployments).toEqual([route.deployment])
  })
})

describe('what the YAML says', () => {
  const settings = {
    account_id,
    cache_invalidate_on_update: true,
    cache_ttl: 0,
    collect_logs: true,
    rate_limiting_interval: 0,
    rate_limiting_limit: 0,
  }
  it.each<[string, () => Promise<unknown>, string]>([
    ['create', () => api.create({ id: 'new', ...settings }), 'gateways/new.yaml'],
    ['update', () => api.update('demo', settings), 'gateways/demo.yaml'],
    ['delete', () => api.delete('demo', { account_id }), 'gateways/demo.yaml'],
    ['route', () => api.dynamicRouting.update('chat', { ...here, name: 'x' }), 'gateways/demo.yaml'],
    [
      'key',
      () =>
        api.providerConfigs.create('demo', { account_id, alias: 'a', default_config: true, provider_slug: 'openai' }),
      'gateways/demo.yaml',
    ],
    [
      'custom provider',
      () => api.customProviders.create({ account_id, base_url: 'https://x.example', name: 'x', slug: 'x' }),
      'gateways/demo.yaml',
    ],
  ])('is not written here: %s', async (_name, write, file) => {
    const refused = expect.objectContaining({ code: 7001, message: expect.stringContaining(file) })
    await expect(write()).rejects.toMatchObject({ status: 405, errors: [refused] })
  })
})

describe('errors', () => {
  it('are of the classes that the SDK has for them', async () => {
    await expect(api.get('absent', { account_id })).rejects.toBeInstanceOf(Cloudflare.NotFoundError)
    await expect(api.billing.creditBalance({ account_id })).rejects.toBeInstanceOf(Cloudflare.NotFoundError)
    const wrong = clientOf(url, 'app-token').aiGateway
    await expect(wrong.get('demo', { account_id })).rejects.toBeInstanceOf(Cloudflare.AuthenticationError)
    await expect(wrong.get('demo', { account_id })).rejects.toMatchObject({
      errors: [{ code: 10000, message: 'Authentication error' }],
    })
    const bad = api.logs.list('demo', { account_id, per_page: 0 })
    await expect(bad).rejects.toBeInstanceOf(Cloudflare.BadRequestError)
  })
})

describe('datasets and evaluations', () => {
  const filters = [{ key: 'provider' as const, operator: 'eq' as const, value: ['anthropic'] }]
  const input = { account_id, name: 'Claude', enable: true, filters }

  it('a dataset is made, read, listed, replaced and deleted', async () => {
    const made = await api.datasets.create('demo', input)
    expect(made).toMatchObject({ name: 'Claude', enable: true, filters, gateway_id: 'demo', id: expect.any(String) })
    expect(await api.datasets.get(made.id, here)).toEqual(made)
    expect(await all(api.datasets.list('demo', { account_id, per_page: 1 }))).toEqual([made])
    for (const query of [{ enable: true }, { name: 'Claude' }, { search: 'ANTHROPIC' }])
      expect(await all(api.datasets.list('demo', { account_id, ...query }))).toEqual([made])
    for (const query of [{ enable: false }, { name: 'Clau' }, { search: 'openai' }])
      expect(await all(api.datasets.list('demo', { account_id, ...query }))).toEqual([])
    const replaced = await api.datasets.update(made.id, { ...input, ...here, name: 'Second', enable: false })
    expect(replaced).toMatchObject({ id: made.id, name: 'Second', enable: false, created_at: made.created_at })
    await api.datasets.delete(made.id, here)
    await expect(api.datasets.get(made.id, here)).rejects.toMatchObject({ status: 404 })
    await expect(api.datasets.delete(made.id, here)).rejects.toMatchObject({ status: 404 })
  })

  it.each([
    [{ name: '' }, "'name' must match"],
    [{ enable: 'yes' }, "'enable' must be boolean"],
    [{ filters: [{ key: 'absent', operator: 'eq', value: ['x'] }] }, 'Filter 1 has no key that there is'],
    [{ filters: {} }, "'filters' must be array"],
  ])('a dataset that says nothing is refused: %j', async (part, message) => {
    const bad = { ...input, ...part } as typeof input
    const refused = expect.objectContaining({ code: 7001, message: expect.stringContaining(message) })
    await expect(api.datasets.create('demo', bad)).rejects.toMatchObject({ status: 400, errors: [refused] })
  })

  it('an evaluation tells of its datasets at that moment, for good', async () => {
    const types = await all(api.evaluationTypes.list({ account_id }))
    expect(types.map(({ id }) => id)).toEqual(['cost', 'speed', 'feedback'])
    const dataset = await api.datasets.create('demo', input)
    await api.logs.edit(ids.stream, { ...here, feedback: 1 })
    const made = await api.evaluations.create('demo', {
      account_id,
      name: 'First',
      dataset_ids: [dataset.id],
      evaluation_type_ids: types.map(({ id }) => id),
    })
    expect(made).toMatchObject({ name: 'First', processed: true, total_logs: 2, gateway_id: 'demo' })
    expect(made.datasets).toMatchObject([{ id: dataset.id, account_id, filters }])
    const results = Object.fromEntries(made.results.map((result) => [result.evaluation_type_id, result]))
    expect(Number(results.cost?.result)).toBeCloseTo(0.0105, 9)
    expect(results.feedback).toMatchObject({ result: '100', total_logs: 1, evaluation_id: made.id })
    await api.logs.edit(ids.stream, { ...here, feedback: -1 })
    await api.datasets.delete(dataset.id, here)
    expect(await api.evaluations.get(made.id, here)).toEqual(made)
    expect(await all(api.evaluations.list('demo', { account_id, per_page: 1 }))).toEqual([made])
    expect(await all(api.evaluations.list('demo', { account_id, processed: false }))).toEqual([])
    expect(await all(api.evaluations.list('demo', { account_id, search: 'fir' }))).toEqual([made])
    await api.evaluations.delete(made.id, here)
    await expect(api.evaluations.get(made.id, here)).rejects.toMatchObject({ status: 404 })
  })

  it('an evaluation of what is not there is refused', async () => {
    const input = { account_id, name: 'x', dataset_ids: ['absent'], evaluation_type_ids: ['cost'] }
    await expect(api.evaluations.create('demo', input)).rejects.toMatchObject({
      status: 400,
      errors: [{ code: 7001, message: expect.stringContaining('absent') }],
    })
  })
})
