// `gatewright trace`, the real command: which attempts a described request comes to, and where each setting's value was written.
// That it agrees with the Worker for any gateway and request is test/properties/trace.test.ts.

import { describe, expect, it } from 'vitest'
import { folderWith, gatewright } from '../cli/command-line.ts'
import { files, setting, traced } from './support.ts'

const seed = JSON.stringify([
  { provider: 'workers-ai', endpoint: '@cf/meta/llama-3.1-8b-instruct', query: {} },
  { provider: 'openai', endpoint: 'chat/completions', headers: { 'cf-aig-cache-ttl': '0' }, query: {} },
])

describe('the universal endpoint', () => {
  it('a ttl from the request for one step, and from the step for the other', async () => {
    const words = ['trace', 'gateways', '--gateway', 'support', '--header', 'cf-aig-cache-ttl: 3600', '--body', seed]
    const { code, stdout, stderr } = await gatewright(words, { cwd: folderWith(files) })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [first = '', second = ''] = stdout.split('\n\n').slice(1)
    expect(first).toMatch(/^step 0 {2}workers-ai {2}@cf\/meta\/llama-3\.1-8b-instruct\n/)
    expect(first).toMatch(/^ {2}cache ttl +3600 s +request header cf-aig-cache-ttl$/m)
    expect(second).toMatch(/^step 1 {2}openai {2}chat\/completions\n/)
    expect(second).toMatch(/^ {2}cache ttl +0 s +step 1 header cf-aig-cache-ttl$/m)
    expect(second).toMatch(
      /^ {2}retry delay +250 ms +gateways\/support\.yaml:11:29 providers\.openai\.retries\.delay$/m,
    )
  })
  it('shows the whole of an attempt: key, settings, and the headers that go out by default', async () => {
    const body = JSON.stringify({ provider: 'openai', endpoint: 'chat/completions' })
    const { stdout } = await gatewright(['trace', '--body', body], { cwd: folderWith(files) })
    expect(stdout).toBe(`gateway support, universal endpoint, 1 attempt

step 0  openai  chat/completions
  key                         stored, OPENAI_API_KEY
  timeout                     60000 ms   gateways/_base.yaml:2:1 timeout
  idle timeout                none       default
  deadline                    300000 ms  gateways/support.yaml:4:1 deadline
  attempts                    3          gateways/support.yaml:11:16 providers.openai.retries.attempts
  retry delay                 250 ms     gateways/support.yaml:11:29 providers.openai.retries.delay
  backoff                     linear     gateways/support.yaml:12:44 providers.openai.headers.cf-aig-backoff
  cache ttl                   600 s      gateways/support.yaml:5:10 cache.ttl
  skip cache                  false      default
  cache key                   none       default
  key alias                   default    default
  header openai-organization  org-1      gateways/support.yaml:12:16 providers.openai.headers.openai-organization
  header x-team               platform   gateways/_base.yaml:1:12 headers.x-team
`)
  })

  it('a step’s header wins over its config, and its config over the request', async () => {
    const steps = [
      { provider: 'openai', endpoint: 'a', config: { maxAttempts: 2, requestTimeout: 0 } },
      {
        provider: 'openai',
        endpoint: 'a',
        config: { maxAttempts: 2 },
        headers: { 'CF-AIG-Max-Attempts': 4, 'X-Team': 'own' },
      },
    ]
    const shown = await traced(
      '--header',
      'cf-aig-max-attempts: 5',
      '--header=cf-aig-request-timeout: 9',
      '--body',
      JSON.stringify(steps),
    )
    expect(setting(shown, 0, 'attempts')).toEqual({ value: 2, from: { kind: 'config', step: 0, key: 'maxAttempts' } })
    expect(setting(shown, 0, 'timeout')).toEqual({
      value: null,
      from: { kind: 'config', step: 0, key: 'requestTimeout' },
    })
    const header = { kind: 'step', step: 1, header: 'CF-AIG-Max-Attempts' }
    expect(setting(shown, 1, 'attempts')).toEqual({ value: 4, from: header })
    expect(setting(shown, 1, 'timeout')).toEqual({
      value: 9,
      from: { kind: 'request', header: 'cf-aig-request-timeout' },
    })
    const team = shown.attempts[1]?.headers.find(({ name }) => name === 'x-team')
    expect(team).toEqual({ name: 'x-team', value: 'own', from: { kind: 'step', step: 1, header: 'X-Team' } })
  })

  it('legacy names count, where the present ones are not there', async () => {
    const steps = [
      { provider: 'openai', endpoint: 'a' },
      { provider: 'openai', endpoint: 'a', headers: { 'cf-cache-ttl': 7, 'cf-skip-cache': false } },
    ]
    const words = ['--header', 'cf-skip-cache: true', '--header', 'cf-cache-ttl: 5', '--header', 'cf-aig-cache-ttl: 0']
    const shown = await traced(...words, '--body', JSON.stringify(steps))
    expect(setting(shown, 0, 'skip cache')).toEqual({ value: true, from: { kind: 'request', header: 'cf-skip-cache' } })
    expect(setting(shown, 0, 'cache ttl')).toEqual({ value: 0, from: { kind: 'request', header: 'cf-aig-cache-ttl' } })
    expect(setting(shown, 1, 'skip cache')).toEqual({
      value: false,
      from: { kind: 'step', step: 1, header: 'cf-skip-cache' },
    })
    expect(setting(shown, 1, 'cache ttl')).toEqual({
      value: 7,
      from: { kind: 'step', step: 1, header: 'cf-cache-ttl' },
    })
  })

  it('takes the body from a file', async () => {
    const cwd = folderWith({ ...files, 'steps.json': seed })
    const { code, stdout } = await gatewright(['trace', '--body', '@steps.json'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('2 attempts')
    const missing = await gatewright(['trace', '--body', '@nothing.json'], { cwd })
    expect(missing).toMatchObject({ code: 2, stdout: '' })
    expect(missing.stderr).toContain('There is no "nothing.json".')
  })
})

describe('provider-native paths', () => {
  it.each([
    ['/v1/acme/support/anthropic/messages?beta=true'],
    ['https://gateway.example.com/v1/acme/support/anthropic/messages'],
    ['https://AI.example.com:443/anthropic/messages'],
    ['/anthropic/messages'],
  ])('%s', async (url) => {
    const shown = await traced('--url', url, '--method', 'get')
    expect(shown.attempts.map(({ provider, endpoint }) => [provider, endpoint])).toEqual([['anthropic', 'messages']])
    const place = { file: 'gateways/support.yaml', line: 13, column: 29 }
    expect(setting(shown, 0, 'idle timeout')).toEqual({
      value: 10_000,
      from: { kind: 'yaml', place, key: 'providers.anthropic.idle_timeout' },
    })
    expect(setting(shown, 0, 'cache ttl')).toMatchObject({ value: null, from: { key: 'providers.anthropic.cache' } })
    expect(shown.attempts[0]?.headers[0]).toEqual({
      name: 'anthropic-version',
      value: '2023-06-01',
      from: { kind: 'default' },
    })
  })

  it('the caller’s own key is named by its place, and its value shown nowhere', async () => {
    const key = 'sk-ant-api03-0123456789abcdef'
    for (const format of ['pretty', 'json']) {
      const words = ['trace', '--format', format, '--url', '/anthropic/messages', '--header', `x-api-key: ${key}`]
      const { stdout, stderr } = await gatewright(words, { cwd: folderWith(files) })
      expect(stdout + stderr).not.toContain(key.slice(7))
      expect(stdout).toContain('x-api-key')
    }
    const inQuery = await traced('--url', `/google-ai-studio/v1beta/models/g:generateContent?key=${key}`)
    expect(inQuery.attempts[0]?.key).toEqual({ kind: 'own', slot: '?key', unlessToken: true })
    expect(JSON.stringify(inQuery)).not.toContain(key.slice(7))
  })

  it('a control that cannot be read is refused in the Worker’s words', async () => {
    const shown = await traced('--url', '/openai/a', '--header', 'cf-aig-cache-ttl: soon')
    expect(shown.attempts[0]).toMatchObject({
      key: null,
      refusal: {
        answer: '400, code 7001',
        message: 'The header cf-aig-cache-ttl takes a whole number from 0 to 2592000.',
      },
    })
  })
})

describe('routes', () => {
  it('each step has its model, and what the YAML says of it wins over the request', async () => {
    const words = [
      '--header',
      'cf-aig-cache-ttl: 60',
      '--header',
      'cf-aig-request-timeout: 1',
      '--header',
      'x-step: asked',
    ]
    const shown = await traced('--url', '/dynamic/chat/chat/completions', ...words)
    expect(shown.attempts.map(({ provider, endpoint, model }) => [provider, endpoint, model])).toEqual([
      ['workers-ai', 'v1/chat/completions', '@cf/meta/llama-3.1-8b-instruct'],
      ['openai', 'chat/completions', 'gpt-4o-mini'],
    ])
    const from = (line: number, column: number, key: string) => ({
      kind: 'yaml',
      place: { file: 'gateways/support.yaml', line, column },
      key: `routes.chat.${key}`,
    })
    expect(setting(shown, 0, 'cache ttl')).toEqual({ value: 60, from: { kind: 'request', header: 'cf-aig-cache-ttl' } })
    expect(setting(shown, 1, 'cache ttl')).toEqual({
      value: 0,
      from: from(22, 20, 'steps[1].headers.cf-aig-cache-ttl'),
    })
    expect(setting(shown, 1, 'timeout')).toEqual({ value: 10_000, from: from(21, 9, 'steps[1].timeout') })
    expect(setting(shown, 1, 'deadline')).toEqual({ value: 120_000, from: from(17, 5, 'deadline') })
    expect(setting(shown, 1, 'key alias')).toMatchObject({ value: 'batch' })
    expect(shown.attempts[1]?.key).toEqual({ kind: 'stored', secret: 'OPENAI_BATCH_KEY', alias: 'batch' })
    const step = shown.attempts[1]?.headers.find(({ name }) => name === 'x-step')
    expect(step).toEqual({ name: 'x-step', value: 'second', from: from(22, 43, 'steps[1].headers.x-step') })
  })
})

describe('misuse', () => {
  it.each([
    [['--body', '{'], 'The body is not JSON. The universal endpoint takes an array of steps.', '400, code 7001'],
    [[], 'The body is not JSON.', '400, code 7001'],
    [
      ['--body', '[{"provider":"openai","endpoint":"a"},{"provider":"openai"}]'],
      "Step 1 must have required property 'endpoint'.",
      '400',
    ],
    [
      ['--body', '{"provider":"opnai","endpoint":"a"}'],
      "Step 0: gateway 'support' has no provider 'opnai'. It has: anthropic, ",
      '400, code 2008',
    ],
    [['--url', '/opnai/a'], "Gateway 'support' has no provider 'opnai'. It has: anthropic, ", '400, code 2008'],
    [['--url', '/dynamic/chta/a'], "Gateway 'support' has no route 'chta'. It has: chat.", '404, code 7002'],
    [
      ['--url', '/compat/chat/completions', '--body', '{"model":"gpt"}'],
      "'gpt' does not say whose model it is",
      '400, code 7001',
    ],
    [['--url', '/compat/nothing'], 'Below /compat are: chat/completions, ', '404, code 7002'],
    [
      ['--url', '/client/v4/accounts/a/ai/run/absent/x', '--gateway', 'support', '--body', '{}'],
      'Model not found: absent/x',
      '404, code 7003',
    ],
    [['--url', '/client/v4/accounts/a/ai/run/@cf/x'], 'There is no gateway "default".', 'There is: support.'],
    [['--method', 'GET', '--body', '[]'], 'The universal endpoint takes a POST', '400, code 7001'],
    [['--gateway', 'suport'], 'There is no gateway "suport".', 'Did you mean "support"?'],
    [
      ['--gateway', 'sales', '--url', '/v1/a/support/openai/a'],
      '--gateway is "sales", and --url is one of "support".',
      'Leave one',
    ],
    [['--header', 'cf-aig-cache-ttl=60'], '--header takes `name: value`', '--header'],
    [['--header', 'a b: c'], '--header takes `name: value`', '--header'],
    [['--header'], '--header needs a value.', 'Write --header <line>, for example --header "cf-aig-cache-ttl: 60".'],
    [['--format', 'github'], '--format is pretty or json, not "github".', ''],
  ])('%j', async (words, message, hint) => {
    const { code, stdout, stderr } = await gatewright(['trace', ...words], { cwd: folderWith(files) })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`error: ${message}`)
    expect(stderr).toContain(hint)
  })

  it('asks which gateway is meant where there are several', async () => {
    const cwd = folderWith({ ...files, 'gateways/sales.yaml': 'authentication: off\nproviders: { echo: {} }\n' })
    const { code, stderr } = await gatewright(['trace', '--url', '/echo/a'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('Write --gateway <id>: sales, support.')
    expect((await gatewright(['trace', '--url', '/v1/a/sales/echo/a'], { cwd })).stdout).toMatch(/^gateway sales,/)
  })

  it('shows what is wrong with the YAML, and exits with 1', async () => {
    const cwd = folderWith({ 'gateways/support.yaml': 'authentication: off\nproviders: { opnai: {} }\n' })
    const { code, stdout, stderr } = await gatewright(['trace', '--url', '/echo/a'], { cwd })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toContain('error[unknown-provider]')
  })
})
