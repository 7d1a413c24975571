// The three formats: their order, their places, their escapes, and frames of lines that are hard to show.

import { expect, test } from 'vitest'
import { explain } from '../../compiler/diagnostics/explain.ts'
import { frame } from '../../compiler/diagnostics/frame.ts'
import { type Format, render } from '../../compiler/diagnostics/render.ts'
import { nearest } from '../../compiler/diagnostics/suggest.ts'
import { filesOf, run } from './folder.ts'

function show(files: Parameters<typeof filesOf>[0], format: Format, color = false): string {
  const { diagnostics, documents } = run(filesOf(files))
  return render(diagnostics, documents, format, { color })
}

function framed(
  text: string,
  start: number,
  end: number,
  secrets: readonly (readonly [number, number])[] = [],
): readonly string[] {
  return frame(text, { file: 'a', start, end }, secrets).map(({ line, text: shown }) => `${line ?? '-'}|${shown}`)
}

test('json gives lines and columns of both ends, and of notes', () => {
  expect(JSON.parse(show('authentication: off\ntimeout: 1s\ntimeout: 2s\nproviders: { echo: {} }\n', 'json'))).toEqual([
    {
      code: 'duplicate-key',
      severity: 'error',
      message: 'The key "timeout" is given twice in one map.',
      file: 'gateways/support.yaml',
      line: 3,
      column: 1,
      endLine: 3,
      endColumn: 8,
      notes: [
        {
          message: 'It is first given here.',
          file: 'gateways/support.yaml',
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 8,
        },
      ],
      hint: 'Keep one of the two.',
    },
  ])
})

test('json of nothing is an empty array, and the others are empty', () => {
  const right = 'authentication: off\nproviders: { echo: {} }\n'
  expect(show(right, 'json')).toBe('[]\n')
  expect(show(right, 'pretty')).toBe('')
  expect(show(right, 'github')).toBe('')
})

test('json has nulls where there is no place', () => {
  expect(JSON.parse(show({}, 'json'))).toMatchObject([{ code: 'no-gateways', file: null, line: null, endColumn: null }])
})

test('github escapes what would end a property or a line', () => {
  const shown = show({ 'a,b:c%.yaml': 'authentication: off\nproviders: { echo: {} }\n' }, 'github')
  expect(shown).toBe(
    '::error file=gateways/a%2Cb%3Ac%25.yaml,line=1,col=1,endLine=1,endColumn=1,title=gateway-id::' +
      '"a,b:c%25" cannot be a gateway’s id: ids have 1 to 64 letters, digits, hyphens and underscores.' +
      '%0Ahint: Rename the file: its name without `.yaml` is the id.\n',
  )
})

test('github gives warnings as warnings and notes in the text', () => {
  const shown = show('authentication: off\nproviders: { openai: { key: { secret: A } } }\n', 'github')
  expect(shown).toMatch(
    /^::warning file=gateways\/support\.yaml,line=1,col=17,endLine=1,endColumn=20,title=open-keys::/,
  )
  expect(shown).toContain('%0Anote: A key is stored here.%0Ahint: ')
})

test('sorted by file, then place, with what concerns no file first', () => {
  const files = { 'b.yaml': 'authentication: off\nproviders: { x: {}, y: {} }\n', 'a.yaml': 'b: 1\na: 2\n' }
  const places = show(files, 'github')
    .split('\n')
    .map((line) => /file=gateways\/(\w).*?line=(\d+),col=(\d+)/.exec(line)?.slice(1).join(':'))
  expect(places).toEqual(['a:1:1', 'a:1:1', 'a:1:1', 'a:2:1', 'b:2:14', 'b:2:21', undefined])
  expect(show({ '_worker.yaml': 'nmae: a\n' }, 'pretty')).toMatch(/^error\[no-gateways\]/)
})

test('colours only when asked for', () => {
  const wrong = 'tiemout: 1s\nauthentication: off\nproviders: { echo: {} }\n'
  expect(show(wrong, 'pretty')).not.toContain('\u001b')
  const coloured = show(wrong, 'pretty', true)
  expect(coloured).toContain('\u001b[1;31merror[unknown-key]\u001b[0m')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(show(wrong, 'pretty'))
})

test('a frame underlines what is there, whatever its width', () => {
  expect(framed('a: b\nc: d\ne: f\n', 5, 6)).toEqual(['1|a: b', '2|c: d', '-|^', '3|e: f'])
  expect(framed('\ta:\tb', 4, 5)).toEqual(['1|  a:  b', '-|      ^'])
  expect(framed('日本: x', 4, 5)).toEqual(['1|日本: x', '-|      ^'])
  expect(framed('e\u0301: x', 4, 5)).toEqual(['1|e\u0301: x', '-|   ^'])
  expect(framed('👍: x', 0, 2)).toEqual(['1|👍: x', '-|^^'])
  expect(framed('a\u202eb: x', 5, 6)).toEqual(['1|a�b: x', '-|     ^'])
})

test('a frame of an empty span has one mark, also at the end', () => {
  expect(framed('a:', 2, 2)).toEqual(['1|a:', '-|  ^'])
  expect(framed('', 0, 0)).toEqual(['1|', '-|^'])
  expect(framed('a:\n', 3, 3)).toEqual(['1|a:', '2|', '-|^'])
})

test('a frame of several lines underlines the first', () => {
  expect(framed('a: |\n  b\n  c\n', 3, 12)).toEqual(['1|a: |', '-|   ^', '2|  b'])
  expect(framed('a: 1\r\nb: 2\r\n', 6, 7)).toEqual(['1|a: 1', '2|b: 2', '-|^'])
})

test('a frame cuts long lines around the span and keeps to its width', () => {
  const text = `${'a'.repeat(300)}XYZ${'b'.repeat(300)}`
  const [line, marks] = framed(text, 300, 303)
  expect(line).toMatch(/^1\|…a{23}XYZb+…$/)
  expect(marks).toBe(`-|${' '.repeat(24)}^^^`)
  for (const shown of framed(`${text}\n${text}\n${text}`, 700, 1200)) expect(shown.length).toBeLessThan(120)
})

test('a frame hides secrets, and the underline fits what is shown', () => {
  expect(framed('key: abcdef, x: 1', 5, 11, [[5, 11]])).toEqual(['1|key: ••••, x: 1', '-|     ^^^^'])
  expect(framed('key: abcdef, x: 1', 13, 14, [[5, 11]])).toEqual(['1|key: ••••, x: 1', '-|           ^'])
  expect(framed('a: |\n  b\n  c\n', 3, 4, [[3, 12]])).toEqual(['1|a: ••••', '-|   ^^^^', '2|••••'])
})

test('suggestions are near, and nearest first', () => {
  const slugs = ['openai', 'azure-openai', 'anthropic', 'groq', 'grok', 'google-ai-studio']
  expect(nearest('opnai', slugs)).toEqual(['openai'])
  expect(nearest('azure', slugs)).toEqual(['azure-openai'])
  expect(nearest('grog', slugs)).toEqual(['grok', 'groq'])
  expect(nearest('Google_AI', slugs)).toEqual(['google-ai-studio'])
  expect(nearest('openai', ['azure-openai', 'openai'])).toEqual(['openai', 'azure-openai'])
  expect(nearest('', slugs)).toEqual([])
  expect(nearest('something-else', slugs)).toEqual([])
})

test('an explanation shows both sides and is bearable to read', () => {
  const explained = explain('file-too-large') ?? ''
  expect(explained).toMatch(/^error\[file-too-large\]\n/)
  expect(Math.max(...explained.split('\n').map((line) => line.length))).toBeLessThan(250)
  expect(explain('not-utf8')).toContain('saved as latin1')
  expect(explain('unused-fragment')).toContain('# _defaults.yaml')
})
