// The only file that knows ts-morph: a module's parts in, readable TypeScript out.

import { IndentationText, Project, QuoteKind, ts } from 'ts-morph'
import { text } from '../literal.ts'

/** A file of the build before bundling. */
export interface Module {
  readonly kind: 'module'
  /** Relative to the output folder. */
  readonly path: string
  readonly text: string
}

/** One import line. */
export interface Import {
  readonly from: string
  /** The export's name; `null` for the default export. */
  readonly name: string | null
  readonly as: string
  /** Nothing of it is left when the types are stripped. */
  readonly typeOnly: boolean
  /** Ends the line as a comment, already fit for one; empty for none. */
  readonly comment: string
}

/** One `const` of the module: its value is an expression, already printed. */
export interface Constant {
  readonly name: string
  readonly doc: string
  readonly value: string
}

/** What a module is made of, in the order in which it stands there. */
export interface ModuleParts {
  readonly path: string
  /** Opens the file, a comment line each. */
  readonly header: readonly string[]
  readonly imports: readonly Import[]
  readonly constants: readonly Constant[]
  /** Exported again under the same name. */
  readonly reexports: readonly Import[]
  /** The default export's expression. */
  readonly exported: string
}

/** Imports come out sorted by where they are from, dialects first: the same parts give the same text. */
export function printModule({ path, header, imports, constants, reexports, exported }: ModuleParts): Module {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  })
  const file = project.createSourceFile(path)
  const sorted = [...imports].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  // In one go: a comment at the end of a statement is lost when another is added behind it.
  file.addStatements([
    ...sorted.map(importLine),
    ...reexports.map((reexport) => importLine(reexport).replace('import', 'export')),
    ...constants.map(({ name, doc, value }) => `\n/** ${doc} */\nconst ${name} = ${value}`),
    `\nexport default ${exported}`,
  ])
  file.formatText({ semicolons: ts.SemicolonPreference.Remove, indentSize: 2, ensureNewLineAtEndOfFile: true })
  return { kind: 'module', path, text: `${header.map((line) => `// ${line}\n`).join('')}\n${file.getFullText()}` }
}

/** Dialects come first, and so stand together in the bundle: what they have in common is within the reach of gzip, 32 KB, only then. */
function rank({ from }: Import): string {
  return from.includes('/dialects/') ? ` ${from}` : from
}

function importLine({ from, name, as, typeOnly, comment }: Import): string {
  const names = name === null ? as : name === as ? `{ ${name} }` : `{ ${name} as ${as} }`
  return `import ${typeOnly ? 'type ' : ''}${names} from ${text(from)}${comment === '' ? '' : ` // ${comment}`}`
}
