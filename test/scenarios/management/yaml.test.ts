// What the YAML says, in the hosted service's words: gateways, URLs, keys, custom providers. It is read here and written there.

import { describe, expect, it } from 'vitest'
import { expectErrors, resultOf } from './call.ts'
import { NEVER, setYamlScene } from './yaml-scene.ts'

const { ask, result } = await setYamlScene()

describe('a gateway', () => {
  it('has what it states', async () => {
    expect(await result('gateways/default')).toEqual({
      id: 'default',
      created_at: NEVER,
      modified_at: NEVER,
      is_default: true,
      authentication: true,
      byok_only: true,
      cache_invalidate_on_update: true,
      cache_ttl: 3600,
      collect_logs: false,
      log_classification: false,
      log_management: 20000,
      log_management_strategy: 'STOP_INSERTING',
      logpush: false,
      logpush_public_key: null,
      otel: [
        {
          url: 'http://127.0.0.1:4318/v1/traces',
          headers: { 'x-plain': 'plain', 'x-key': '{ secret: OTEL }' },
          content_type: 'protobuf',
        },
      ],
      rate_limiting_interval: 60,
      rate_limiting_limit: 600,
      rate_limiting_technique: 'sliding',
      rate_limiting_by: 'token',
      retry_backoff: 'linear',
      retry_delay: 200,
      retry_max_attempts: 3,
      spend_limits: {
        enabled: true,
        rules: [
          { id: '0', enabled: true, limitType: 'cost', limit: 50, window: 86400, technique: 'fixed' },
          {
            id: '1',
            enabled: true,
            limitType: 'cost',
            limit: 1.5,
            window: 3600,
            technique: 'sliding',
            metadata: { team: { mode: 'partition' } },
          },
          {
            id: '2',
            enabled: true,
            limitType: 'cost',
            limit: 2,
            window: 3600,
            technique: 'fixed',
            model: { mode: 'partition' },
          },
        ],
      },
      store_id: null,
      zdr: false,
    })
  })

  it('has what is off where it states nothing', async () => {
    expect(await result('gateways/plain')).toMatchObject({
      is_default: false,
      authentication: false,
      cache_invalidate_on_update: false,
      cache_ttl: 0,
      collect_logs: false,
      log_management: null,
      log_management_strategy: null,
      otel: null,
      rate_limiting_interval: 0,
      rate_limiting_limit: 0,
      retry_max_attempts: 1,
      spend_limits: null,
    })
  })

  it.each([
    ['', ['default', 'plain']],
    ['?search=EFAU', ['default']],
    ['?search=none', []],
    ['?per_page=1', ['default']],
    ['?per_page=1&page=2', ['plain']],
    ['?per_page=1&page=3', []],
  ])('is listed: %s', async (query, expected) => {
    const answer = await ask(`gateways${query}`)
    expect((resultOf(answer) as { id: string }[]).map(({ id }) => id)).toEqual(expected)
    expect(answer.json).toMatchObject({ result_info: { count: expected.length } })
  })
})

describe('a URL', () => {
  const at = async (path: string, host: string) => resultOf(await ask(path, { headers: { host } }))
  it.each([
    ['gateways/plain/url/echo', 'g.example', 'http://g.example/v1/acct/plain/echo'],
    ['gateways/plain/url/universal', 'g.example:8080', 'http://g.example:8080/v1/acct/plain/'],
    ['gateways/default/url/compat', 'g.example', 'http://g.example/v1/acct/default/compat'],
    ['gateways/default/url/openai', 'ai.example.com', 'http://ai.example.com/openai'],
    ['gateways/default/url/universal', 'ai.example.com.', 'http://ai.example.com./'],
  ])('%s at %s', async (path, host, expected) => {
    expect(await at(path, host)).toBe(expected)
  })

  it('is none at a host that is another gateway', async () => {
    const answer = await ask('gateways/plain/url/echo', { headers: { host: 'ai.example.com' } })
    expectErrors(answer, {
      status: 400,
      code: 7001,
      message: /^Host ai\.example\.com is gateway 'default' and no other\./,
    })
  })

  it.each(['absent', 'constructor', '__proto__', '%2e%2e'])('is none of provider %s', async (slug) => {
    const answer = await ask(`gateways/plain/url/${slug}`)
    expectErrors(answer, {
      status: 404,
      code: 7002,
      message: /^Gateway 'plain' has no provider '.*'. It has: universal/,
    })
  })
})

describe('providers', () => {
  it('have stored keys, which are named and not shown', async () => {
    const own = (slug: string, alias: string, secret: string) => ({
      id: `default_${slug}_${alias}`,
      gateway_id: 'default',
      provider_slug: slug,
      alias,
      default_config: alias === 'default',
      secret_id: secret,
      secret_preview: '***',
      modified_at: NEVER,
    })
    const limited = { rate_limit: 10, rate_limit_period: 60 }
    expect(await result('gateways/default/provider_configs')).toEqual([
      own('anthropic', 'default', 'ANTHROPIC'),
      { ...own('openai', 'default', 'OPENAI'), ...limited },
      { ...own('openai', 'second', 'OPENAI_2'), ...limited },
    ])
  })

  it('of its own are custom ones', async () => {
    const custom = {
      id: 'default.custom-vllm',
      gateway_id: 'default',
      name: 'custom-vllm',
      slug: 'vllm',
      base_url: expect.stringMatching(/\/vllm$/),
      enable: true,
      beta: false,
      created_at: NEVER,
      modified_at: NEVER,
    }
    expect(await result('custom-providers')).toEqual([custom])
    expect(await result('custom-providers?search=VLLM&enable=true&beta=false')).toEqual([custom])
    expect(await result('custom-providers/default.custom-vllm')).toEqual(custom)
    for (const query of ['search=none', 'enable=false', 'beta=true', 'page=2'])
      expect(await result(`custom-providers?${query}`)).toEqual([])
    expect((await ask('custom-providers/plain.custom-vllm')).status).toBe(404)
  })

  it('show nobody a key', async () => {
    const paths = ['gateways', 'gateways/default', 'gateways/default/provider_configs', 'custom-providers']
    const texts = (await Promise.all(paths.map((path) => ask(path)))).map(({ text }) => text)
    expect(texts.join()).not.toMatch(/otel-key|in-the-query|shown-to-nobody|"k[123]"/)
  })
})

describe('what the YAML says is written there', () => {
  it.each([
    ['PUT', 'gateways/plain', /edit gateways\/plain\.yaml, and build again\.$/],
    ['DELETE', 'gateways/default', /edit gateways\/default\.yml, and build again\.$/],
    ['POST', 'gateways/default/routes', /edit gateways\/default\.yml under 'routes', and/],
    ['PATCH', 'gateways/default/routes/chat', /edit gateways\/default\.yml under 'routes', and/],
    ['DELETE', 'gateways/default/routes/chat', /edit gateways\/default\.yml under 'routes', and/],
    ['POST', 'gateways/default/routes/chat/versions', /edit gateways\/default\.yml under 'routes', and/],
    ['POST', 'gateways/default/routes/chat/deployments', /edit gateways\/default\.yml under 'routes', and/],
    ['POST', 'gateways/default/provider_configs', /edit gateways\/default\.yml under 'providers', and/],
    ['POST', 'custom-providers', /edit 'providers' in one of gateways\/default\.yml, gateways\/plain\.yaml, and/],
    ['DELETE', 'custom-providers/default.custom-vllm', /edit 'providers' in one of gateways\/default\.yml/],
  ])('%s %s', async (method, path, message) => {
    expectErrors(await ask(path, { method, body: '{"id":"x"}' }), { status: 405, code: 7001, message })
  })

  it.each([
    ['{"id":"new-one"}', 'write gateways/new-one.yaml, and build again.'],
    ['{"id":"../x"}', 'write gateways/{id}.yaml, and build again.'],
    ['{"id":7}', 'write gateways/{id}.yaml, and build again.'],
    ['no JSON', 'write gateways/{id}.yaml, and build again.'],
    ['', 'write gateways/{id}.yaml, and build again.'],
  ])('a gateway too: %s', async (body, advice) => {
    const message = `A gateway is a file of YAML: ${advice}`
    expectErrors(await ask('gateways', { method: 'POST', body }), { status: 405, code: 7001, message })
  })
})
