// Whatever the bytes: reading, checking and rendering return. Random text, random YAML, and valid files with changes.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { render } from '../../compiler/diagnostics/render.ts'
import { filesOf, type Result, run } from '../diagnostics/folder.ts'

const okFolder = join(import.meta.dirname, '../ok')
const valid = readdirSync(okFolder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml') && !path.includes('_worker'))
  .map((path) => readFileSync(join(okFolder, path), 'utf8'))

/** What holds of every result: spans lie in their texts, each format shows every diagnostic, the same input gives the same. */
function holds(result: Result, again: Result): void {
  for (const { span, notes, message, hint } of result.diagnostics) {
    for (const place of [span, ...notes.map((note) => note.span)]) {
      if (place === null) continue
      const text = result.documents.find(({ path }) => path === place.file)?.text ?? ''
      expect(place.start).toBeGreaterThanOrEqual(0)
      expect(place.end).toBeGreaterThanOrEqual(place.start)
      expect(place.end).toBeLessThanOrEqual(text.length)
    }
    for (const sentence of [message, hint ?? '']) expect(sentence).not.toMatch(/undefined|\[object|[\p{Cc}\u202e]/u)
  }
  const failed = result.diagnostics.some(({ severity }) => severity === 'error')
  expect(result.config === null).toBe(failed)
  for (const format of ['pretty', 'json', 'github'] as const) {
    const shown = render(result.diagnostics, result.documents, format, { color: false })
    expect(render(again.diagnostics, again.documents, format, { color: false })).toBe(shown)
    if (format === 'json') expect(JSON.parse(shown)).toHaveLength(result.diagnostics.length)
    if (format === 'github') expect(shown.split('\n')).toHaveLength(result.diagnostics.length + 1)
    if (format === 'pretty') for (const line of shown.split('\n')) expect(line).not.toMatch(/[\p{Cc}\u202e]/u)
  }
}

function check(files: Parameters<typeof filesOf>[0]): void {
  holds(run(filesOf(files)), run(filesOf(files)))
}

test('any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const sources = [{ kind: 'source', path: 'gateways/a.yaml', bytes } as const]
      holds(run(sources), run(sources))
    }),
    { numRuns: 500 },
  )
})

test('any text, and text of YAML’s own characters', () => {
  const yamlish = fc.string({
    unit: fc.constantFrom(...'{}[],:?-&*!|>\'"%@`#<~ \n\t0a', ': ', '- ', '\n  ', '<<: ', '---\n', '&a ', '*a', 'off'),
    maxLength: 60,
  })
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), yamlish), check), { numRuns: 2000 })
})

const words = [
  'authentication',
  'tokens',
  'name',
  'secret',
  'sha256',
  'providers',
  'openai',
  'echo',
  'custom-a',
  'key',
  'keys',
  'url',
  'headers',
  'timeout',
  'extends',
  'endpoints',
  'native',
  'hostname',
  'dialect',
  'region',
  'private',
  'cf-aig-byok-alias',
  'cf-aig-request-timeout',
  '__proto__',
]
const values = [
  'off',
  'on',
  '_a',
  '_b',
  '30s',
  'OPENAI_API_KEY',
  'https://a.example.com/v1',
  'http://x',
  'default',
  '',
  0,
  -1,
  1.5,
  true,
  null,
]

const documents = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    fc.constantFrom(...values),
    fc.string({ maxLength: 12 }),
    tie('map'),
    fc.array(tie('node'), { maxLength: 3 }),
  ),
  map: fc.dictionary(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...words) },
      { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
    ),
    tie('node'),
    { maxKeys: 6 },
  ),
}))

test('documents of the language’s words in any order', () => {
  const folder = fc.tuple(documents.map, documents.map, documents.map, documents.map)
  fc.assert(
    fc.property(folder, ([gateway, fragment, other, worker]) => {
      check({
        'a.yaml': stringify({ extends: '_a', authentication: 'off', ...Object(gateway) }),
        '_a.yaml': stringify(fragment),
        '_b.yaml': stringify({ extends: '_a', ...Object(other) }),
        '_worker.yaml': stringify(worker),
      })
    }),
    { numRuns: 500 },
  )
})

test('valid files with a stretch removed, doubled, moved or replaced', () => {
  const change = fc.record({
    text: fc.constantFrom(...valid),
    at: fc.nat(),
    length: fc.nat({ max: 30 }),
    insert: fc.oneof(
      fc.constant(''),
      fc.constantFrom('\n', ': ', '- ', '{', '}', '[', '"', '&a ', '*a', '!', '%', '\t', '<<: '),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    twice: fc.boolean(),
  })
  fc.assert(
    fc.property(change, ({ text, at, length, insert, twice }) => {
      const start = at % (text.length + 1)
      const cut = text.slice(start, start + length)
      check(text.slice(0, start) + insert + (twice ? cut + cut : '') + text.slice(start + length))
    }),
    { numRuns: 1500 },
  )
})
