// Limits hold to the last unit: what is just within them is right, one more is not.

import { describe, expect, test } from 'vitest'
import { sizeLimitBytes } from '../../compiler/1-read/decode.ts'
import { depthLimit, tokenLimit } from '../../compiler/1-read/parse.ts'
import { nodeLimit } from '../../compiler/1-read/to-tree.ts'
import { filesOf, run } from './folder.ts'

const plain = 'authentication: off\nproviders: { echo: {} }\n'

function codesOf(files: Parameters<typeof filesOf>[0]): readonly string[] {
  return [...new Set(run(filesOf(files)).diagnostics.map(({ code }) => code))]
}

const limits: readonly (readonly [
  name: string,
  make: (amount: number) => Parameters<typeof filesOf>[0],
  most: number,
  code: string,
])[] = [
  ['bytes of a file', (amount) => plain.padEnd(amount, ' '), sizeLimitBytes, 'file-too-large'],
  ['letters of an id', (amount) => ({ [`${'a'.repeat(amount)}.yaml`]: plain }), 64, 'gateway-id'],
  ['letters of a description', (amount) => `description: ${'a'.repeat(amount)}\n${plain}`, 500, 'wrong-value'],
  ['letters of a header’s value', (amount) => `headers: { x: ${'a'.repeat(amount)} }\n${plain}`, 8192, 'header-value'],
  [
    'headers',
    (amount) => `headers: {${Array.from({ length: amount }, (_, at) => `x${at}: 1`).join(', ')}}\n${plain}`,
    100,
    'wrong-value',
  ],
  [
    'letters of a secret’s name',
    (amount) => `authentication: { tokens: [{ name: a, secret: ${'A'.repeat(amount)} }] }\nproviders: { echo: {} }\n`,
    128,
    'secret-name',
  ],
  [
    'letters of an alias',
    (amount) =>
      `authentication: { tokens: [{ name: a, secret: A }] }\nproviders: { openai: { keys: { default: { secret: A }, ${'a'.repeat(amount)}: { secret: A } } } }\n`,
    64,
    'key-alias',
  ],
  [
    'letters of a custom provider’s name',
    (amount) =>
      `authentication: off\nproviders: { custom-${'a'.repeat(amount)}: { url: "https://a.example.com", dialect: openai } }\n`,
    57,
    'unknown-provider',
  ],
  ['milliseconds of a timeout', (amount) => `timeout: ${amount}\n${plain}`, 3_600_000, 'timeout-range'],
  ['seconds of a timeout', (amount) => `timeout: ${amount}s\n${plain}`, 3600, 'timeout-range'],
  [
    'milliseconds of the timeout header',
    (amount) => `headers: { cf-aig-request-timeout: ${amount} }\n${plain}`,
    3_600_000,
    'control-value',
  ],
  // The map around it is the first level.
  [
    'levels',
    (amount) => `${plain}timeout: ${'['.repeat(amount - 1)}${']'.repeat(amount - 1)}\n`,
    depthLimit,
    'too-deep',
  ],
]

describe('limits', () => {
  test.each(limits)('%s', (_, make, most, code) => {
    expect(codesOf(make(most))).not.toContain(code)
    expect(codesOf(make(most + 1))).toContain(code)
  })

  test('tokens, of which a comment and its line break are two', () => {
    expect(codesOf(`${plain}${'#\n'.repeat(tokenLimit / 2 - 20)}`)).toEqual([])
    expect(codesOf(`${plain}${'#\n'.repeat(tokenLimit / 2)}`)).toEqual(['file-too-large'])
  })

  test('values with aliases followed', () => {
    // A list of a hundred, nine hundred and ninety-nine times, and some: the root, two lists and the first hundred count too.
    const text = (more: number) =>
      `a: &a [${'1, '.repeat(99)}1]\nb: [${'*a, '.repeat(Math.floor((nodeLimit - 103) / 101))}${'1, '.repeat(((nodeLimit - 103) % 101) + more)}]\n`
    expect(codesOf(text(0))).not.toContain('too-many-aliases')
    expect(codesOf(text(1))).toContain('too-many-aliases')
  })
})
