// Routes in the hosted service's words, with the one version that the YAML says.

import { describe, expect, it } from 'vitest'
import { NEVER, setYamlScene } from './yaml-scene.ts'

const { ask, result } = await setYamlScene()

describe('routes', () => {
  const elements = [
    { id: 'start', type: 'start', outputs: { next: { elementId: 'step-0' } } },
    {
      id: 'step-0',
      type: 'model',
      properties: { provider: 'openai', model: 'gpt-4o-mini', timeout: 7000, retries: 2 },
      outputs: { success: { elementId: 'end' }, fallback: { elementId: 'step-1' } },
    },
    {
      id: 'step-1',
      type: 'model',
      properties: { provider: 'anthropic', model: 'claude-sonnet-4-5', timeout: 2000, retries: 4 },
      outputs: { success: { elementId: 'end' }, fallback: { elementId: 'end' } },
    },
    { id: 'end', type: 'end', outputs: {} },
  ]
  const versionId = expect.stringMatching(/^[0-9a-f]{32}$/)
  const version = {
    version_id: versionId,
    active: 'true',
    is_valid: true,
    created_at: NEVER,
    data: JSON.stringify(elements),
  }
  const deployment = { deployment_id: versionId, version_id: versionId, created_at: NEVER }
  const route = {
    id: 'chat',
    name: 'chat',
    gateway_id: 'default',
    created_at: NEVER,
    modified_at: NEVER,
    elements,
  }

  it('are elements of the hosted kind, with one version that is deployed', async () => {
    expect(await result('gateways/default/routes/chat')).toEqual({ ...route, version, deployment })
  })

  it('are listed as data', async () => {
    const { data, ...rest } = (await ask('gateways/default/routes')).json as { data: { routes: unknown[] } }
    expect(rest).toEqual({ success: true, errors: [], messages: [] })
    expect(data).toMatchObject({ page: 1, per_page: 20, order_by: 'name', order_by_direction: 'asc' })
    expect(data.routes).toMatchObject([{ id: 'alone' }, { account_tag: 'acct', ...route, version, deployment }])
    expect((await ask('gateways/default/routes?page=2')).json).toMatchObject({ data: { routes: [] } })
  })

  it('have versions and deployments to read', async () => {
    const listed = (await ask('gateways/default/routes/chat/versions')).json as {
      data: { versions: { version_id: string }[] }
    }
    expect(listed).toMatchObject({ success: true, data: { versions: [version] } })
    const id = listed.data.versions[0]?.version_id
    expect(await result(`gateways/default/routes/chat/versions/${id}`)).toEqual({ ...route, ...version })
    expect((await ask('gateways/default/routes/chat/deployments')).json).toMatchObject({
      data: { deployments: [deployment] },
    })
    const other = (await ask('gateways/default/routes/alone/versions')).json
    expect(JSON.stringify(other)).not.toContain(String(id))
  })

  it.each(['absent', 'constructor', 'chat/versions/0'])('%s is not there', async (path) => {
    expect((await ask(`gateways/default/routes/${path}`)).status).toBe(404)
  })
})
