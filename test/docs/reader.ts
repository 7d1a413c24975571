// Reads one block of a page as its reader would: writes it, runs it, checks it, or holds it to what was just said. Throws where the page
// is wrong, with what really happened.

import { expect } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { Block } from './blocks.ts'
import { shapesDiffer, textPattern } from './compare.ts'
import type { Scene } from './scene.ts'
import type { Said } from './shell.ts'
import { checkFiles, checkPart, type Findings } from './yaml.ts'

/** What is known when a block is read. */
export interface Reading {
  readonly scene: Scene
  /** What the last command said. */
  last: Said | null
  /** Examples of diagnostics, whose files come one after another: CODE -> name -> text. */
  readonly examples: Map<string, { [file: string]: string }>
}

/** Reads it. */
export async function read(block: Block, reading: Reading): Promise<void> {
  if (block.role === 'not run') return
  if (block.role === 'file') return readFile(block, reading)
  switch (block.language) {
    case 'sh':
      return readShell(block, reading)
    case 'yaml':
      return readYaml(block, reading)
    case 'json':
      return readJson(block, reading)
    case 'text':
      return readText(block, reading)
    default:
      throw new Error(
        `Nobody runs a block of "${block.language}": name its language (sh, ts, yaml, json, text), or say why it is not run.`,
      )
  }
}

function readFile({ detail, text }: Block, { scene }: Reading): void {
  scene.write(detail, text)
  if (!/\.ya?ml$/.test(detail)) return
  if (detail.startsWith('gateways/')) expectNothing(checkFiles(scene.gateways()))
  for (const document of parseAllDocuments(text)) expect(document.errors).toEqual([])
}

async function readShell({ role, detail, text }: Block, reading: Reading): Promise<void> {
  if (role === 'serves') {
    await reading.scene.serve(text)
    return
  }
  const said = await reading.scene.run(text)
  reading.last = said
  expect(said.code, `${said.stdout}${said.stderr}`).toBe(role === 'exits' ? Number(detail) : 0)
}

function readYaml({ role, detail, text }: Block, { examples }: Reading): void {
  // A file's name may have spaces: that it must not is what one of the codes says.
  const [, code = '', file = ''] = /^(\S*) ?(.*)$/.exec(detail) ?? []
  if (role === 'before' || role === 'after') {
    const name = `${role} ${code}`
    const files = { ...examples.get(name), [file]: text }
    examples.set(name, files)
    return
  }
  const findings = checkPart(text)
  if (role === 'gives') expect(findings.codes, findings.text).toEqual([code])
  else expectNothing(findings)
}

/** Whether the examples that a page shows give their diagnostics, once all their files are read. */
export function readExamples({ examples }: Reading): void {
  for (const [name, files] of examples) {
    const [role, code] = name.split(' ')
    const { codes, text } = checkFiles(files)
    if (role === 'after') expect(codes, `${name}:\n${text}`).toEqual([])
    else expect(codes, `${name}:\n${text}`).toContain(code)
  }
}

function readJson({ role, text }: Block, { last }: Reading): void {
  const shown: unknown = JSON.parse(text)
  if (role === 'run') return
  const real = last?.stdout.slice(Math.max(0, last.stdout.search(/^[[{]/m))) ?? ''
  expect(shapesDiffer(shown, JSON.parse(real), role === 'part of answer'), real).toEqual([])
}

function readText({ text }: Block, { last }: Reading): void {
  if (last === null) throw new Error('No command was run before it: a block of text is what one said.')
  const said = `${last.stdout}${last.stderr}`
  if (!textPattern(text).test(said)) expect(said).toBe(text)
}

function expectNothing({ codes, text }: Findings): void {
  expect(codes, text).toEqual([])
}
