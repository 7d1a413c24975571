// The repository's own TypeScript, parsed: what the house rules are checked on. Nothing is type-checked, so it is quick.
// Goes out: every file with its imports resolved to paths from the repository's root, and places as `path:line`.

import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Node, Project, type SourceFile, SyntaxKind } from 'ts-morph'

/** One file of the repository. */
export interface Source {
  /** From the repository's root, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly ast: SourceFile
  readonly imports: readonly Import[]
}

/** One module that a file names: in an import, an `export … from`, an `import(…)` or a type. */
export interface Import {
  /** As it is written. */
  readonly specifier: string
  /** From the repository's root for a relative one, else the package's or the platform module's name. */
  readonly target: string
  /** Nothing of it is left when the types are stripped. */
  readonly typeOnly: boolean
  /** `path:line` */
  readonly place: string
}

/** The repository's root, an absolute path. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every TypeScript file of ours below some folders, sorted by path. Generated files are not ours. */
export function sourcesIn(...folders: readonly string[]): readonly Source[] {
  const project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true })
  const files = project.addSourceFilesAtPaths(folders.map((folder) => join(root, folder, '**/*.ts')))
  return files
    .filter((file) => !file.getFilePath().endsWith('.gen.ts'))
    .map((ast) => ({ path: pathOf(ast), text: ast.getFullText(), ast, imports: importsOf(ast) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Where a node stands, for a message: `path:line`. */
export function placeOf(node: Node): string {
  return `${pathOf(node.getSourceFile())}:${node.getStartLineNumber()}`
}

function pathOf(file: SourceFile): string {
  return relative(root, file.getFilePath()).replaceAll('\\', '/')
}

function importsOf(file: SourceFile): readonly Import[] {
  const made = (specifier: string, typeOnly: boolean, node: Node): Import => ({
    specifier,
    target: specifier.startsWith('.') ? join(dirname(pathOf(file)), specifier) : packageName(specifier),
    typeOnly,
    place: placeOf(node),
  })
  const declared = [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap((node) => {
    const specifier = node.getModuleSpecifierValue()
    return specifier === undefined ? [] : [made(specifier, node.isTypeOnly(), node)]
  })
  const dynamic = file
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .filter((call) => call.getExpression().getKind() === SyntaxKind.ImportKeyword)
    .flatMap((call) => {
      const [argument] = call.getArguments()
      return argument?.isKind(SyntaxKind.StringLiteral) ? [made(argument.getLiteralValue(), false, call)] : []
    })
  const types = file.getDescendantsOfKind(SyntaxKind.ImportType).map((node) => {
    const specifier = node.getArgument().getText().slice(1, -1)
    return made(specifier, true, node)
  })
  return [...declared, ...dynamic, ...types]
}

/** `@scope/name/file.js` is of `@scope/name`; `node:fs/promises` of `node:fs`. */
function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}
