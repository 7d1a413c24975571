// The reader of pages itself: it must see what is wrong with a page, or a page that is wrong would pass.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { schema } from '../../compiler/2-check/schema.ts'
import { catalog, codes } from '../../compiler/diagnostics/catalog.ts'
import { blocksOf } from './blocks.ts'
import { shapesDiffer, textPattern } from './compare.ts'
import { pages } from './pages.ts'
import { type Reading, read, readExamples } from './reader.ts'
import { makeScene, type Scene } from './scene.ts'
import { complaints } from './typescript.ts'
import { checkPart } from './yaml.ts'

const fenced = (language: string, text: string, comment = '') => `${comment}\n\`\`\`${language}\n${text}\n\`\`\`\n`
const demo = fenced('yaml', 'authentication: off\nproviders: { echo: {} }', '<!-- file: gateways/demo.yaml -->')
const ask = `curl -s http://127.0.0.1:8787/v1/local/demo/echo/chat/completions -H 'content-type: application/json' -d '{"model":"echo-1","messages":[{"role":"user","content":"Hello"}]}'`

describe('blocks', () => {
  it('are found with their lines, languages and roles', () => {
    const page = `Text\n\n${fenced('sh', 'a\nb')}\n- item\n\n  <!-- not run: needs an account -->\n  \`\`\`ts\n  c\n    d\n  \`\`\`\n`
    expect(blocksOf(page)).toEqual([
      { line: 4, language: 'sh', text: 'a\nb\n', role: 'run', detail: '' },
      { line: 12, language: 'ts', text: 'c\n  d\n', role: 'not run', detail: 'needs an account' },
    ])
  })

  it.each([
    ['a role that nobody knows', fenced('sh', 'a', '<!-- skip -->'), 'known are'],
    ['no reason', fenced('sh', 'a', '<!-- not run -->'), 'not why'],
    ['no end', '```sh\na\n', 'has no end'],
  ])('with %s fail', (_what, page, message) => {
    expect(() => blocksOf(page)).toThrow(message)
  })
})

describe('a page', () => {
  let scene: Scene
  beforeEach(() => {
    scene = makeScene()
  })
  afterEach(() => scene.stop())

  /** Reads all of it; the answer is what the last command said. */
  async function readPage(page: string): Promise<string> {
    const reading: Reading = { scene, last: null, examples: new Map() }
    for (const block of blocksOf(page)) await read(block, reading)
    readExamples(reading)
    return reading.last?.stdout ?? ''
  }

  it('gets its gateway, and another when its files change', async () => {
    expect(await readPage(demo + fenced('sh', ask))).toContain('"object":"chat.completion"')
    const closed = 'authentication: { tokens: [{ name: t, secret: TOKEN }] }\nproviders: { echo: {} }'
    const page =
      fenced('yaml', closed, '<!-- file: gateways/demo.yaml -->') + fenced('sh', `${ask} -i`, '<!-- exits: 22 -->')
    expect(await readPage(page)).toContain('401')
    expect(await readPage(page + fenced('sh', `${ask} -H "cf-aig-authorization: Bearer $TOKEN"`))).toContain(
      'chat.completion',
    )
  })

  it.each([
    ['a command that fails', fenced('sh', 'false')],
    ['a command of another code than it says', fenced('sh', 'true', '<!-- exits: 1 -->')],
    ['a curl that is refused', demo + fenced('sh', ask.replace('/echo/', '/openai/'))],
    ['an npx of something else', fenced('sh', 'npx cowsay hello')],
    ['an npm install', fenced('sh', 'npm install x')],
    ['JSON that is none', fenced('json', '{ a: 1 }')],
    ['an answer of another shape', fenced('sh', `echo '{"a":1}'`) + fenced('json', '{"b":1}', '<!-- answer -->')],
    ['text that nobody said', fenced('sh', 'echo one') + fenced('text', 'two')],
    ['text before any command', fenced('text', 'two')],
    ['a language that nobody runs', fenced('rust', 'fn main() {}')],
    ['a gateway with a mistake', fenced('yaml', 'authentication: off', '<!-- file: gateways/a.yaml -->')],
    ['a part with a mistake', fenced('yaml', 'cache: { tll: 1h }')],
    [
      'a part that gives another code than it says',
      fenced('yaml', 'cache: { ttl: 1h }', '<!-- gives: unknown-key -->'),
    ],
    ['other YAML with a mistake', fenced('yaml', 'a: [', '<!-- file: other.yaml -->')],
    [
      'an example that gives nothing',
      fenced('yaml', 'authentication: off\nproviders: { echo: {} }', '<!-- before: unknown-key a.yaml -->'),
    ],
    ['an example that is not put right', fenced('yaml', 'authentication: off', '<!-- after: missing-key a.yaml -->')],
  ])('with %s fails', async (_what, page) => {
    await expect(readPage(page)).rejects.toThrow()
  })
})

describe('comparing', () => {
  it('is of shapes', () => {
    expect(shapesDiffer({ a: 1, b: ['x'] }, { a: 2, b: ['y', 'z'] }, false)).toEqual([])
    expect(shapesDiffer({ a: 1 }, { a: 1, b: 1 }, false)).toEqual(['$.b is not on the page.'])
    expect(shapesDiffer({ a: 1 }, { a: 1, b: 1 }, true)).toEqual([])
    expect(shapesDiffer({ a: [{ b: 1 }] }, { a: [{ b: '1' }] }, true)).toHaveLength(1)
    expect(shapesDiffer({ a: null }, { a: {} }, true)).toHaveLength(1)
  })

  it('of text is by lines, with … for what differs', () => {
    expect('a 12 b\nc\nd\ne\n').toMatch(textPattern('a … b\n…\ne'))
    expect('a 12 b\nx\n').not.toMatch(textPattern('a … b\n'))
    expect('a\nx\nb\n').not.toMatch(textPattern('a\nb'))
  })
})

it('TypeScript is held to its types', async () => {
  const scene = makeScene()
  scene.write('a.ts', `import OpenAI from 'openai'\nnew OpenAI({ apiKey: 1 })\n`)
  expect(await complaints(scene.folder, ['a.ts'], 'node')).toContain('a.ts(2')
  await scene.stop()
})

it('parts find what they speak of, and warnings count', () => {
  expect(checkPart('routes: { chat: [openai/gpt-4o-mini] }').codes).toEqual([])
  expect(checkPart('cache: { stale_if_error: 1h }').codes).toEqual(['stale-without-ttl'])
})

describe('the generated pages', () => {
  const textOf = (path: string) => pages.find((page) => page.path === path)?.text ?? ''

  it('have every key at the top, and their keys', () => {
    const text = textOf('docs/language.md')
    const keys = Object.keys(schema.properties ?? {})
    expect(keys.filter((key) => !text.includes(`\n## \`${key}\`\n`))).toEqual([])
    expect(text).toContain('\n### `routes.<name>[].timeout`\n')
    expect(text).toContain('\n### `_worker.yaml` `compatibility_date`\n')
  })

  it('have every code', () => {
    const text = textOf('docs/diagnostics.md')
    expect(codes.filter((code) => !text.includes(`\n## ${code}\n\n**${catalog[code].severity}**`))).toEqual([])
  })
})
