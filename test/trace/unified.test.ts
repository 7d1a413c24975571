// `gatewright trace` of requests that name their model: who is asked, in which API, and what is translated.

import { describe, expect, it } from 'vitest'
import { folderWith, gatewright } from '../cli/command-line.ts'
import { files, setting, traced } from './support.ts'

describe('the unified endpoint', () => {
  const chain = JSON.stringify({ model: 'dynamic/chat', messages: [], stream: true })

  it('asks each provider in an API of its own, and says what is translated', async () => {
    const models = [
      'workers-ai/@cf/meta/llama-3.1-8b-instruct',
      'anthropic/claude-haiku-4-5',
      'google-ai-studio/gemini-2.5-flash',
    ]
    const asked = await Promise.all(
      models.map(async (model) => {
        const shown = await traced(
          '--url',
          '/compat/chat/completions',
          '--body',
          JSON.stringify({ model, stream: true }),
        )
        const [attempt] = shown.attempts
        return [attempt?.endpoint, attempt?.model, attempt?.api, attempt?.translatedFrom]
      }),
    )
    expect(asked).toEqual([
      ['v1/chat/completions', '@cf/meta/llama-3.1-8b-instruct', 'openai', null],
      ['messages', 'claude-haiku-4-5', 'anthropic', 'openai'],
      ['v1beta/models/gemini-2.5-flash:streamGenerateContent', 'gemini-2.5-flash', 'gemini', 'openai'],
    ])
  })

  it('a route by its name: each step, its model and its time', async () => {
    const shown = await traced('--url', '/compat/chat/completions', '--body', chain)
    expect(shown.attempts.map(({ step, provider, model }) => [step, provider, model])).toEqual([
      [0, 'workers-ai', '@cf/meta/llama-3.1-8b-instruct'],
      [1, 'openai', 'gpt-4o-mini'],
    ])
    expect(setting(shown, 1, 'timeout')).toMatchObject({ value: 10_000, from: { key: 'routes.chat.steps[1].timeout' } })
    expect(setting(shown, 1, 'deadline')).toMatchObject({ value: 120_000, from: { key: 'routes.chat.deadline' } })
  })

  it('a step of the universal endpoint that names it: all the attempts are that step', async () => {
    const compat = { provider: 'compat', endpoint: 'chat/completions', query: { model: 'dynamic/chat' } }
    const steps = [
      { provider: 'anthropic', endpoint: 'messages' },
      { ...compat, headers: { 'cf-aig-backoff': 'constant' } },
    ]
    const shown = await traced('--body', JSON.stringify(steps))
    expect(shown.attempts.map(({ step, provider }) => [step, provider])).toEqual([
      [0, 'anthropic'],
      [1, 'workers-ai'],
      [1, 'openai'],
    ])
    expect(setting(shown, 2, 'backoff')).toEqual({
      value: 'constant',
      from: { kind: 'step', step: 1, header: 'cf-aig-backoff' },
    })
    expect(setting(shown, 2, 'deadline')).toMatchObject({ value: 300_000 })
  })

  it('names the place of the caller’s API in which a key came, and what is translated, for people', async () => {
    const body = JSON.stringify({ model: 'openai/gpt-4o-mini' })
    const words = ['trace', '--url', '/compat/messages', '--header', 'x-api-key: own', '--body', body]
    const { stdout } = await gatewright(words, { cwd: folderWith(files) })
    expect(stdout).toMatch(/^gateway support, unified endpoint, 1 attempt\n/)
    expect(stdout).toMatch(/^step 0 {2}openai {2}chat\/completions {2}model gpt-4o-mini$/m)
    expect(stdout).toMatch(/^ {2}key +the caller’s own, in x-api-key \(unless that is a token of the gateway\)$/m)
    expect(stdout).toMatch(/^ {2}api +openai, translated from anthropic$/m)
  })

  it('a list of models is the gateway’s own answer', async () => {
    const words = ['trace', '--url', '/compat/models', '--method', 'get']
    const { code, stdout } = await gatewright(words, { cwd: folderWith(files) })
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'gateway support, unified endpoint, no attempt: the gateway answers itself\n',
    })
  })
})

describe('the REST API', () => {
  it('takes its gateway from a header, and models by their authors', async () => {
    const url = '/client/v4/accounts/acme/ai/v1/chat/completions'
    const header = 'cf-aig-gateway-id: support'
    const shown = await traced('--url', url, '--header', header, '--body', '{"model":"google/gemini-2.5-flash"}')
    const [attempt] = shown.attempts
    expect(attempt).toMatchObject({ provider: 'google-ai-studio', model: 'gemini-2.5-flash', translatedFrom: 'openai' })
  })

  it('runs a model of Workers AI in its own shape', async () => {
    const url = '/client/v4/accounts/acme/ai/run/@cf/meta/llama-3.1-8b-instruct'
    const shown = await traced('--gateway', 'support', '--url', url, '--body', '{"prompt":"hi"}')
    expect(shown.attempts[0]).toMatchObject({
      endpoint: 'run/@cf/meta/llama-3.1-8b-instruct',
      api: 'workers-ai',
      translatedFrom: null,
    })
  })
})
