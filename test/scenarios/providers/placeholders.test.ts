// What the YAML states of a provider's placeholders is what every request gets: a path that names another is refused, and
// one that may leave it out does.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(
  () => ({
    '_worker.yaml': 'account: worker-account\n',
    'pinned.yaml': `
authentication: off
providers:
  azure-openai: { resource: res, deployment: dep }
  aws-bedrock: { region: eu-west-1 }
  google-vertex-ai: { project: proj, region: europe-west4 }
  workers-ai: { account: provider-account }
`,
    'free.yaml': `
authentication: off
providers: { azure-openai: {}, aws-bedrock: {}, google-vertex-ai: {}, workers-ai: {} }
`,
  }),
  { capture: true },
)
const at = (id: string, path: string) => call(`${gateway.base(id, 'worker-account')}/${path}`, { body: '{}' })

const azure = 'https://res.openai.azure.com/openai/deployments/dep'
const vertex = (region: string) => `v1/projects/proj/locations/${region}/publishers/google/models/m:rawPredict`

describe('a path that names what is pinned, or nothing', () => {
  it.each([
    ['azure-openai/res/dep/chat/completions?api-version=1', `${azure}/chat/completions?api-version=1`],
    ['azure-openai/chat/completions?api-version=1', `${azure}/chat/completions?api-version=1`],
    [
      'aws-bedrock/bedrock-runtime/eu-west-1/model/m/invoke',
      'https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/invoke',
    ],
    ['aws-bedrock/model/m/invoke', 'https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/invoke'],
    [
      `google-vertex-ai/${vertex('europe-west4')}`,
      `https://europe-west4-aiplatform.googleapis.com/${vertex('europe-west4')}`,
    ],
    ['workers-ai/@cf/a/b', 'https://api.cloudflare.com/client/v4/accounts/provider-account/ai/run/@cf/a/b'],
  ])('%s', async (sent, url) => {
    expect((await at('pinned', sent)).status).toBe(200)
    expect(upstream.requests.map(({ target }) => target)).toEqual([url])
  })
})

describe('a path that names another', () => {
  it.each([
    'azure-openai/other/dep/chat/completions',
    'azure-openai/res/other/chat/completions',
    'azure-openai/other/deployments/dep/chat/completions',
    'azure-openai/res/deployments/other/chat/completions',
    'aws-bedrock/bedrock-runtime/us-east-1/model/m/invoke',
    'aws-bedrock/bedrock-mantle/us-east-1/anthropic/v1/messages',
    'google-vertex-ai/v1/projects/other/locations/europe-west4/publishers/google/models/m:rawPredict',
    `google-vertex-ai/${vertex('us-central1')}`,
    `google-vertex-ai/${vertex('global')}`,
  ])('%s', async (sent) => {
    const answer = await at('pinned', sent)
    expectEnvelope(answer, { status: 400, code: 7001, description: /is pinned to another/ })
    expect(upstream.requests).toHaveLength(0)
  })
})

describe('a path that lacks what nobody states', () => {
  it.each(['azure-openai/chat/completions', 'azure-openai/res'])('%s', async (sent) => {
    const answer = await at('free', sent)
    expect(answer.status).toBe(400)
    expect(upstream.requests).toHaveLength(0)
  })
})

it("takes workers-ai's account from the Worker where the provider states none", async () => {
  await at('free', 'workers-ai/@cf/a/b')
  expect(upstream.requests[0]?.target).toBe(
    'https://api.cloudflare.com/client/v4/accounts/worker-account/ai/run/@cf/a/b',
  )
})

it("falls back to us-east-1 for Bedrock's short paths", async () => {
  await at('free', 'aws-bedrock/model/m/invoke')
  expect(upstream.requests[0]?.target).toBe('https://bedrock-runtime.us-east-1.amazonaws.com/model/m/invoke')
})

describe('a placeholder that would leave its host', () => {
  it.each([
    'azure-openai/evil.example%2F/dep/chat/completions',
    'azure-openai/evil.example%23/dep/chat/completions',
    'azure-openai/evil.example%3F/dep/chat/completions',
    'azure-openai/user@evil.example/dep/chat/completions',
    'azure-openai/evil.example:443/dep/chat/completions',
    'azure-openai/evil.example/dep/chat/completions',
    'aws-bedrock/bedrock-runtime/evil.example%2F/model/m/invoke',
    'aws-bedrock/bedrock-runtime/x@evil.example/model/m/invoke',
    'aws-bedrock/bedrock-mantle/evil.example%23/anthropic/v1/messages',
    'google-vertex-ai/v1/projects/p/locations/evil.example%2F/publishers/google/models/m:rawPredict',
    'google-vertex-ai/v1/projects/p/locations/evil.example%3Fx=/publishers/google/models/m:rawPredict',
  ])('%s', async (sent) => {
    const answer = await at('free', sent)
    expect(answer.status).toBe(400)
    expect(upstream.requests).toHaveLength(0)
  })
})
