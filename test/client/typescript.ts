// What the TypeScript compilers say of a client and of code that uses it: the one that is installed, and the one before it, which ts-morph
// brings and which can complete code as well.

import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Project, ts } from 'ts-morph'
import { projectFolder } from './emitted.ts'

const root = join(import.meta.dirname, '../..')

/** As strict as compilers can be asked to be. */
const STRICTEST = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  noEmit: true,
} as const

/** Where code runs, as its types say it. */
export const platforms = {
  browsers: { lib: ['es2022', 'dom', 'dom.iterable', 'dom.asynciterable'], types: [] },
  Workers: { lib: ['es2022'], types: ['@cloudflare/workers-types'] },
  Node: { lib: ['es2022'], types: ['node'] },
} as const

/** The complaints about these files, in order, as `file:line: message`; all lines of a message in one. */
export function complaints(
  files: { readonly [path: string]: string },
  platform: keyof typeof platforms = 'browsers',
): readonly string[] {
  const compilerOptions = {
    ...STRICTEST,
    ...platforms[platform],
    erasableSyntaxOnly: true,
    target: 'es2022',
    module: 'nodenext',
    allowImportingTsExtensions: true,
  }
  const folder = projectFolder({ ...files, 'package.json': '{ "type": "module" }' })
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(files) }))
  const words = ['-p', folder, '--pretty', 'false']
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), words, { encoding: 'utf8', cwd: folder })
  rmSync(folder, { recursive: true })
  return stdout
    .split(/\n(?=\S)/)
    .filter((text) => text !== '')
    .map((text) => text.trimEnd().replace(/^(\S+?)\((\d+),\d+\): error TS\d+: /, '$1:$2: '))
}

/** The same of the compiler before: TypeScript 6. */
export function formerComplaints(files: { readonly [path: string]: string }): readonly string[] {
  return formerProject(files)
    .getPreEmitDiagnostics()
    .map((it) => `${it.getSourceFile()?.getBaseName()}:${it.getLineNumber()}: ${flat(it.compilerObject.messageText)}`)
}

function flat(message: string | ts.DiagnosticMessageChain): string {
  return ts.flattenDiagnosticMessageText(message, '\n')
}

/** What an editor offers at the mark `|` in `use.ts`. */
export function completions(client: string, use: string): readonly string[] {
  const position = use.indexOf('|')
  const project = formerProject({ 'client.ts': client, 'use.ts': use.replace('|', '') })
  const service = project.getLanguageService().compilerObject
  return service.getCompletionsAtPosition('/use.ts', position, {})?.entries.map(({ name }) => name) ?? []
}

/** What an editor shows of the last `name` in `use.ts`: its documentation. */
export function documentation(client: string, use: string, name: string): string {
  const project = formerProject({ 'client.ts': client, 'use.ts': use })
  const info = project.getLanguageService().compilerObject.getQuickInfoAtPosition('/use.ts', use.lastIndexOf(name))
  return ts.displayPartsToString(info?.documentation ?? [])
}

function formerProject(files: { readonly [path: string]: string }): Project {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: {
      ...STRICTEST,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true,
      lib: platforms.browsers.lib.map((name) => `lib.${name}.d.ts`),
      types: [],
    },
  })
  for (const [path, text] of Object.entries(files)) project.createSourceFile(`/${path}`, text)
  return project
}
