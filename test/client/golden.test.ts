// The emitted client as people read it, case by case: whole where everything is offered, and what the YAML says where little is. `UPDATE=1`
// rewrites the goldens.

import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { casesIn, expectGolden } from '../support/golden.ts'
import { caseText, clientText } from './emitted.ts'

const folder = join(import.meta.dirname, 'cases')
/** Of a client what the YAML says ends here. */
const CODE = '// What the YAML of one gateway names, as types:'

describe.each(casesIn(folder))('%s', async (name) => {
  const text = await caseText(name)

  it('is its golden', () => {
    const shown = name === 'all' ? text : text.slice(0, text.indexOf(CODE))
    expect(shown).not.toBe('')
    expectGolden(join(folder, name, 'client.ts.golden'), shown)
  })

  it('imports nothing', () => {
    expect(text).not.toMatch(/^\s*(?:import|export .* from)\b/m)
    expect(text).not.toMatch(/\b(?:import|require)\(/)
  })

  it('is the same every time', async () => {
    expect(await caseText(name)).toBe(text)
  })

  it('shows nothing that is other than it looks', () => {
    expect(text).not.toMatch(/[^\P{C}\n]|\p{Zl}|\p{Zp}/u)
    expect(text).not.toMatch(/ $/m)
  })
})

describe('has just what some gateway offers', () => {
  const facets = {
    chat: ['compat', /\bchatAt\b/],
    embed: ['compat', /\bembedAt\b/],
    responses: ['compat', /\bresponsesAt\b/],
    universal: ['universal', /\buniversalAt\b/],
    socket: ['websocket', /\bsocketAt\b|\bWebSocket\b/],
    url: ['native', /\burlAt\b/],
    logs: ['management', /\blogsAt\b|adminToken/],
  } as const

  it.each(['compat', 'universal', 'websocket', 'native', 'management'])('%s', async (only) => {
    const needed = only === 'websocket' ? ['universal', only] : [only]
    const all = ['native', 'universal', 'compat', 'rest', 'websocket', 'realtime', 'management']
    const stated = all.map((name) => `${name}: ${needed.includes(name) || name === 'rest' ? 'on' : 'off'}`)
    const admin = only === 'management' ? 'admin: { tokens: [{ name: a, secret: A }] }\nlogs: on\n' : ''
    const text = await clientText({
      'demo.yaml': `authentication: off\n${admin}endpoints: { ${stated.join(', ')} }\nproviders: { echo: {} }\n`,
    })
    const found = Object.entries(facets).filter(([, [, words]]) => words.test(text))
    const expected = Object.entries(facets).filter(([name, [endpoint]]) => {
      // Where there is the unified endpoint there is a base URL below it.
      return needed.includes(endpoint) || (name === 'url' && only === 'compat')
    })
    expect(found.map(([name]) => name)).toEqual(expected.map(([name]) => name))
  })
})

it('names no secret, nor where a provider is', async () => {
  const text = await caseText('all')
  expect(text).not.toMatch(/SUPPORT_BOT_TOKEN|OPS_TOKEN|9f86d081|llm\.example\.com/)
})
