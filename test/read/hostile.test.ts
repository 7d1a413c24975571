// Text made to hurt: each is met with a calm diagnostic or none, in bounded time, and never with a throw or a crash.

import { describe, expect, test } from 'vitest'
import { sizeLimitBytes } from '../../compiler/1-read/decode.ts'
import { render } from '../../compiler/diagnostics/render.ts'
import { filesOf, inShort, run } from '../diagnostics/folder.ts'

const boundMs = 5000
const plain = 'authentication: off\nproviders: { echo: {} }\n'

/** The codes a text gives, through all that shows them. */
function codesOf(text: string | Uint8Array): readonly string[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const result = run([{ kind: 'source', path: 'gateways/support.yaml', bytes }])
  for (const format of ['pretty', 'json', 'github'] as const) {
    const shown = render(result.diagnostics, result.documents, format, { color: true })
    expect(shown.length).toBeLessThan(10_000_000)
  }
  return [...new Set(result.diagnostics.map(({ code }) => code))].toSorted()
}

function laughs(levels: number, width: number): string {
  const lines = ['a0: &a0 [lol]']
  for (let level = 1; level <= levels; level++) {
    lines.push(`a${level}: &a${level} [${Array.from({ length: width }, () => `*a${level - 1}`).join(', ')}]`)
  }
  return `${lines.join('\n')}\n`
}

const big = 1024 * 1024

const cases: readonly (readonly [name: string, text: string, codes: readonly string[]])[] = [
  ['billion laughs in lists', laughs(9, 9), ['too-many-aliases']],
  ['billion laughs, thirty levels', laughs(30, 2), ['too-many-aliases']],
  [
    'billion laughs in maps',
    laughs(9, 9).replace(
      /\[(.*)\]/g,
      (_, items: string) =>
        `{ ${items
          .split(', ')
          .map((item, at) => `k${at}: ${item}`)
          .join(', ')} }`,
    ),
    ['too-many-aliases'],
  ],
  [
    'billion laughs by merge keys',
    `a: &a {k: 1}\n${Array.from({ length: 40 }, (_, at) => `b${at}: &b${at} { x: ${at === 0 ? '*a' : `*b${at - 1}`}, y: ${at === 0 ? '*a' : `*b${at - 1}`} }`).join('\n')}\nc: { <<: *b39 }\n`,
    ['too-many-aliases'],
  ],
  [
    'merging a large map very often',
    `a: &a { ${Array.from({ length: 1000 }, (_, at) => `k${at}: 1`).join(', ')} }\nb: { <<: [${Array.from({ length: 1000 }, () => '*a').join(', ')}] }\n`,
    ['too-many-aliases'],
  ],
  [
    'merging many large maps by very many merge keys',
    `a: &a { ${Array.from({ length: 1000 }, (_, at) => `k${at}: 1`).join(', ')} }\nb: &b [${'*a, '.repeat(90)}]\nc: { ${'<<: *b, '.repeat(6000)} }\n`,
    ['too-many-aliases'],
  ],
  ['100,000 brackets', '['.repeat(100_000), ['too-deep']],
  ['100,000 brackets, closed', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, ['too-deep']],
  ['100,000 braces', '{a: '.repeat(100_000), ['too-deep']],
  ['100,000 dashes', '- '.repeat(100_000), ['too-deep']],
  ['100,000 questions', '? '.repeat(100_000), ['too-deep']],
  [
    '1,000 levels of indentation',
    Array.from({ length: 1000 }, (_, at) => `${' '.repeat(at)}a:\n`).join(''),
    ['too-deep'],
  ],
  ['64 levels are deep enough', `${'[\n'.repeat(64)}`, ['yaml-syntax']],
  ['a mebibyte of closing brackets', '}'.repeat(big), ['file-too-large']],
  ['a mebibyte of quotes', '"'.repeat(big), ['file-too-large']],
  ['a mebibyte of line breaks', '\n'.repeat(big), ['file-too-large']],
  ['a mebibyte of document starts', '---\n'.repeat(big / 4), ['file-too-large']],
  ['a mebibyte of directives', '%a\n'.repeat(big / 4), ['file-too-large']],
  ['a mebibyte of anchors', '&a '.repeat(big / 4), ['file-too-large']],
  ['a mebibyte of tags', '!a '.repeat(big / 4), ['file-too-large']],
  ['a mebibyte in one plain line', 'a'.repeat(big), ['wrong-type']],
  ['a mebibyte in one key', `${'a'.repeat(big - 10)}: 1\n`, ['yaml-syntax']],
  ['a mebibyte of spaces', ' '.repeat(big), ['authentication-missing', 'missing-key']],
  ['a mebibyte of tabs', '\t'.repeat(big), ['authentication-missing', 'missing-key']],
  ['a mebibyte of colons', ':'.repeat(big), ['yaml-syntax']],
  ['a mebibyte of percent signs', '%'.repeat(big), ['yaml-directive']],
  [
    'a mebibyte of secrets in one line',
    `x: ${'key=a;'.repeat(big / 6 - 10)}`,
    ['authentication-missing', 'missing-key', 'unknown-key'],
  ],
  [
    '10,000 unknown keys',
    `${plain}${Array.from({ length: 10_000 }, (_, at) => `k${at}: 1\n`).join('')}`,
    ['unknown-key'],
  ],
  ['10,000 duplicate keys', `${plain}${'timeout: 1s\n'.repeat(10_000)}`, ['duplicate-key']],
  ['an alias of itself', 'a: &a [*a]\n', ['cyclic-alias']],
  ['an alias of what is around it', `${plain}headers: &h { x: { y: *h } }\n`, ['cyclic-alias']],
  ['a map merged into itself', 'a: &a { <<: *a }\n', ['cyclic-alias']],
  ['an alias as a key', `&a k: 1\n*a : 2\n${plain}`, ['yaml-syntax']],
  [
    'an alias that means another anchor later',
    `timeout: &a 1s\ndescription: *a\nheaders: { x: &a 2, y: *a }\n${plain}`,
    [],
  ],
  ['merge keys that are text', `${plain}headers: { "<<": a }\n`, ['header-name']],
  ['merging lists of lists', `${plain}headers: { <<: [[{ x: 1 }]] }\n`, ['merge-value']],
  ['merging nothing', `${plain}headers: { <<: }\n`, ['merge-value']],
  ['two merge keys', `x: &x { a: 1 }\ny: &y { b: 2 }\nheaders: { <<: *x, <<: *y }\n${plain}`, ['unknown-key']],
  ['tabs as indentation', 'authentication: off\nproviders:\n\techo: {}\n', ['yaml-syntax']],
  ['NUL bytes', 'authentication: off\0\n', ['control-character']],
  ['an escape byte', `${plain}# \u001b[2J\n`, ['control-character']],
  ['lone surrogates by escape', `${plain}headers: { x: "\\ud800" }\n`, ['header-value']],
  ['numbers that are none', `${plain}timeout: .nan\n`, ['wrong-type']],
  ['numbers beyond all bounds', `${plain}timeout: 1e999\n`, ['wrong-type']],
  ['nothing', '', ['authentication-missing', 'missing-key']],
  ['a comment', '# nothing\n', ['authentication-missing', 'missing-key']],
  ['a byte order mark alone', '\ufeff', ['authentication-missing', 'missing-key']],
  ['two documents', `${plain}---\n${plain}`, ['yaml-documents']],
  ['two documents, the first broken', 'a: [\n---\nb: ]\n', ['yaml-documents', 'yaml-syntax']],
]

describe('text made to hurt', () => {
  test.each(cases)('%s', { timeout: boundMs }, (_, text, codes) => {
    expect(codesOf(text)).toEqual(codes)
  })
})

describe('bytes that are no text', () => {
  const bytes: readonly (readonly [string, Uint8Array, string])[] = [
    ['ten megabytes', new Uint8Array(10 * big), 'file-too-large'],
    ['one byte too many', new Uint8Array(sizeLimitBytes + 1).fill(0x20), 'file-too-large'],
    ['Latin-1', Buffer.from('description: Café\n', 'latin1'), 'not-utf8'],
    ['UTF-16', Buffer.from('\ufeffdescription: a\n', 'utf16le'), 'not-utf8'],
    ['an overlong slash', Uint8Array.of(0x61, 0x3a, 0x20, 0xc0, 0xaf), 'not-utf8'],
    ['an encoded surrogate', Uint8Array.of(0x61, 0x3a, 0x20, 0xed, 0xa0, 0x80), 'not-utf8'],
    ['a character cut off', Uint8Array.of(0x61, 0x3a, 0x20, 0xe2, 0x82), 'not-utf8'],
  ]
  test.each(bytes)('%s', (_, data, code) => {
    expect(codesOf(data)).toEqual([code])
  })
})

describe('keys that mean something to JavaScript', () => {
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '__defineGetter__',
    'length',
    '0',
  ]

  test.each(names)('%s is a key like any other', (name) => {
    expect(inShort(run(filesOf(`${plain}${name}: 1\n`)))).toEqual(['unknown-key 3:1'])
    expect(inShort(run(filesOf(`${plain}${name}: { polluted: true }\n`)))).toEqual(['unknown-key 3:1'])
    expect(inShort(run(filesOf(`authentication: off\nproviders: { ${name}: {} }\n`)))).toEqual([
      'unknown-provider 2:14',
    ])
    expect(inShort(run(filesOf(`authentication: off\nproviders: { echo: { ${name}: {} } }\n`)))).toEqual([
      'unknown-key 2:22',
    ])
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
    expect(Object.keys({})).toEqual([])
  })

  test.each(names)('%s is a file name like any other', (name) => {
    const id = name.replace(/^_+/, '')
    expect(run(filesOf({ [`${id}.yaml`]: plain })).config?.gateways.map((gateway) => gateway.id)).toEqual([id])
    expect(run(filesOf({ 'a.yaml': `extends: _${name}\n${plain}` })).diagnostics.map(({ code }) => code)).toEqual([
      'extends-missing',
    ])
  })
})
