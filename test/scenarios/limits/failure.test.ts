// A limiter that fails or hangs: its requests pass or are refused, as the YAML says, soon, and the log says why.

import { afterEach, describe, expect, it } from 'vitest'
import { type Fault, type Limited, startLimited } from './limited.ts'

let limited: Limited
afterEach(() => limited.stop())

const faults: readonly (readonly [Fault, string])[] = [
  ['throws', 'out of order'],
  ['hangs', 'it did not answer within 1000 ms'],
]

describe.each(faults)('a limiter that %s', (fault, why) => {
  it.each([
    ['', 200, 1],
    ['on_failure: allow', 200, 1],
    ['on_failure: deny', 503, 0],
  ])('with "%s" answers %i', async (policy, status, reached) => {
    limited = await startLimited(
      (url) => `
authentication: off
cache: off
rate_limit:
  requests: 5
  per: 1h
  ${policy}
providers:
  custom-up: { dialect: openai, url: ${url} }
`,
      { fault },
    )
    const answer = await limited.ask()
    expect(answer.status).toBe(status)
    expect(limited.upstream.requests).toHaveLength(reached)
    expect(answer.headers).not.toHaveProperty('ratelimit-limit')
    await expect.poll(() => limited.stderr()).toContain("the limiter of gateway 'demo' failed")
    expect(limited.stderr()).toContain(why)
    if (status !== 503) return
    expect(answer.json).toMatchObject({
      name: 'AiGatewayError',
      httpCode: 503,
      internalCode: 7000,
      message: "The limiter of gateway 'demo' failed, and requests that it did not count are refused. Try again.",
    })
  })
})
