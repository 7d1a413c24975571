// Comes in: pages. Goes out: a test for each block of each, run where it stands, in order, by a reader who has nothing but the page: its
// files, a gateway made of them, and an internet that is a mock. A block that is not run says why.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Block, blocksOf } from './blocks.ts'
import type { Page } from './pages.ts'
import { type Reading, read, readExamples } from './reader.ts'
import { exampleGateways, makeScene } from './scene.ts'
import { complaints } from './typescript.ts'

/** The README is read in the repository, whose example gateways it speaks of. */
const IN_REPOSITORY = 'README.md'

/** Slow machines get time: some blocks build, and start what they built. */
const TIMEOUT_MS = 90_000

/** Has them read. */
export function describePages(chosen: readonly Page[]): void {
  const running = chosen.filter(({ text }) => blocksOf(text).length > 0)
  describe.each(running.map((page) => [page.path, page] as const))('%s', { timeout: TIMEOUT_MS }, readPage)
}

function readPage(path: string, page: Page): void {
  const blocks = blocksOf(page.text)
  let reading: Reading
  const modules = modulesOf(blocks)
  beforeAll(() => {
    const scene = makeScene()
    reading = { scene, last: null, examples: new Map() }
    const files = path === IN_REPOSITORY ? exampleGateways() : {}
    for (const [name, text] of Object.entries(files)) scene.write(`gateways/${name}`, text)
    for (const { file, text } of modules) scene.write(file, text)
  })
  afterAll(() => reading.scene.stop())

  it.each(inOrder(blocks, modules))('line %i: %s', async (_line, _what, block, module) => {
    if (module === null) return read(block, reading)
    const said = await reading.scene.runModule(module.file, module.text)
    reading.last = said
    expect(said.code, `${said.stdout}${said.stderr}`).toBe(0)
  })

  if (blocks.some(({ role }) => role === 'before')) {
    it('its examples give what they say', () => readExamples(reading))
  }
  for (const platform of ['node', 'worker'] as const) {
    const files = modules.filter(({ block }) => (block.role === 'worker') === (platform === 'worker'))
    if (files.length === 0) continue
    it(`its TypeScript type-checks, with the types of ${platform}`, async () => {
      const names = files.map(({ file }) => file)
      expect(await complaints(reading.scene.folder, names, platform)).toBe('')
    })
  }
}

interface Module {
  readonly file: string
  readonly text: string
  /** The last of its blocks. */
  readonly block: Block
}

/** The ts blocks of a page; those that continue one are a module with it. */
function modulesOf(blocks: readonly Block[]): readonly Module[] {
  const modules: Module[] = []
  for (const block of blocks) {
    if (block.language !== 'ts' || block.role === 'file' || block.role === 'not run') continue
    const before = block.role === 'continues' ? modules.pop() : undefined
    const { file, text } = before ?? { file: `line-${block.line}.ts`, text: '' }
    // A module, also where it imports nothing.
    modules.push({ file, text: `${text}${block.text}export {}\n`.replace(/export \{\}\n(?=.)/s, ''), block })
  }
  return modules
}

/** What is run of a page, in order: ts once their module is whole. */
function inOrder(
  blocks: readonly Block[],
  modules: readonly Module[],
): readonly (readonly [line: number, what: string, Block, Module | null])[] {
  return blocks.flatMap((block) => {
    const module = modules.find((candidate) => candidate.block === block) ?? null
    const isModule = block.language === 'ts' && block.role !== 'file' && block.role !== 'not run'
    if (isModule && (module === null || /^(?:types only|worker)$/.test(block.role))) return []
    const what = [block.language, block.role === 'run' ? '' : `${block.role} ${block.detail}`].join(' ').trim()
    return [[block.line, what, block, module] as const]
  })
}
