// What is known of a model, by whichever of its names: dates, versions, inference profiles, variants and fine-tuned models are seen through.

import { describe, expect, it } from 'vitest'
import { capabilitiesOf, closest, factsOf, isListed, modelsNear, modelsWith } from '../../compiler/models/known.ts'
import { shorterNames } from '../../compiler/models/shorter-names.ts'

describe('a name', () => {
  it.each([
    ['openai', 'gpt-4o-2024-07-01', 'gpt-4o'],
    ['openai', 'gpt-4-0613', 'gpt-4'],
    ['openai', 'o1-preview-2024-09-12', 'o1-preview'],
    ['openai', 'ft:gpt-4o-mini-2024-07-18:org::a1b2', 'gpt-4o-mini'],
    ['openai', 'ft:gpt-3.5-turbo-0125:org:name:a1b2', 'gpt-3.5-turbo'],
    ['anthropic', 'claude-sonnet-4-5-latest', 'claude-sonnet-4-5'],
    ['anthropic', 'claude-sonnet-4-5@20250929', 'claude-sonnet-4-5'],
    ['aws-bedrock', 'us.amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0'],
    ['aws-bedrock', 'us-gov.amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0'],
    ['aws-bedrock', 'amazon.nova-lite-v1:0:300k', 'amazon.nova-lite-v1:0'],
    ['aws-bedrock', 'global.anthropic.claude-opus-4-6-v1', 'anthropic.claude-opus-4-6-v1'],
    [
      'aws-bedrock',
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-micro-v1:0',
      'amazon.nova-micro-v1:0',
    ],
    ['google-ai-studio', 'models/gemini-2.5-flash', 'gemini-2.5-flash'],
    ['google-vertex-ai', 'google/gemini-2.5-flash-preview-09-2025', 'gemini-2.5-flash'],
    ['google-vertex-ai', 'publishers/google/models/gemini-2.5-pro', 'gemini-2.5-pro'],
    ['openrouter', 'openai/gpt-oss-120b:nitro', 'openai/gpt-oss-120b'],
    ['fireworks', 'accounts/fireworks/models/kimi-k3#accounts/me/deployments/d1', 'accounts/fireworks/models/kimi-k3'],
  ])('of %s: %s is %s', (slug, name, plain) => {
    expect(factsOf(slug, plain)).not.toBeNull()
    expect(factsOf(slug, name)).toBe(factsOf(slug, plain))
    expect(isListed(slug, name)).toBe(true)
  })

  it('is tried as it stands first: a dated model may do less than the one of today', () => {
    expect(capabilitiesOf('openai', 'gpt-4o')).toContain('json_schema')
    expect(capabilitiesOf('openai', 'gpt-4o-2024-05-13')).not.toContain('json_schema')
  })

  it('of a family stands for what its newest member has, and says nothing of what that lacks', () => {
    expect(factsOf('cohere', 'command-a')).toEqual({
      has: ['tools', 'json_schema', 'stream'],
      unsaid: ['vision', 'reasoning', 'audio'],
    })
    expect(capabilitiesOf('mistral', 'mistral-medium-2999')).toEqual(capabilitiesOf('mistral', 'mistral-medium-latest'))
  })

  it('may leave a version out', () => {
    expect(isListed('aws-bedrock', 'eu.anthropic.claude-opus-4-6')).toBe(true)
    expect(capabilitiesOf('aws-bedrock', 'amazon.nova-lite')).toEqual(
      capabilitiesOf('aws-bedrock', 'amazon.nova-lite-v1:0'),
    )
  })

  it('loses nothing but dates and the like', () => {
    expect(shorterNames('@cf/meta/llama-3.1-8b-instruct')).toEqual(['@cf/meta/llama-3.1-8b-instruct'])
    expect(shorterNames('')).toEqual([])
    expect(shorterNames('latest')).toEqual(['latest'])
  })
})

describe('what nobody knows', () => {
  it.each([
    ['openai', 'gpt-4o-minni', false],
    ['aws-bedrock', 'us.amazon.nova-lightweight-v1:0', false],
    ['openai', 'ft:babbage-002:org::a1b2', null],
    ['aws-bedrock', 'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/a1b2c3', null],
    ['fireworks', 'accounts/me/models/mine', null],
    ['google-vertex-ai', '1234567890123', null],
    ['azure-openai', 'gpt-4o', null],
    ['custom-vllm', 'llama', null],
    ['__proto__', 'constructor', null],
    ['echo', 'anything', true],
  ])('%s %s: %s', (slug, model, listed) => {
    expect(isListed(slug, model)).toBe(listed)
    expect(capabilitiesOf(slug, model) === null).toBe(listed !== true)
  })
})

describe('models to name instead', () => {
  it('are those that can do it all', () => {
    expect(modelsWith('openai', ['audio'])).toContain('gpt-audio')
    expect(modelsWith('openai', ['audio'])).not.toContain('gpt-4o')
    expect(modelsWith('openai', ['audio', 'vision'])).toEqual([])
    expect(modelsWith('echo', ['stream'])).toEqual([])
    expect(modelsWith('custom-vllm', [])).toEqual([])
  })

  it('are the nearest, then those that begin alike, three at most', () => {
    const names = ['beta-9', 'alpha-large-instruct', 'gamma', 'alpha-1', 'gpt', 'gpt-4o']
    expect(closest('alpha-2', names)).toEqual(['alpha-1', 'alpha-large-instruct', 'beta-9'])
    expect(closest('gpt-4', names)).toEqual(['gpt', 'gpt-4o', 'gamma'])
    expect(closest('zzz', [])).toEqual([])
  })

  it('are near, where a slip is meant to be found', () => {
    expect(modelsNear('openai', 'gpt-4o-minni')[0]).toBe('gpt-4o-mini')
    expect(modelsNear('anthropic', 'zzz')).toEqual([])
  })
})
