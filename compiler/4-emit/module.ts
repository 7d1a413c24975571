// The only file that knows ts-morph: a module's parts in, readable TypeScript out; and a module's text in, its declarations out.

import { IndentationText, Node, Project, QuoteKind, type Statement, ts } from 'ts-morph'
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
  /** Left out: it is the module's own. */
  readonly isExported?: true
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
  const file = project().createSourceFile(path)
  const sorted = [...imports].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  // In one go: a comment at the end of a statement is lost when another is added behind it.
  file.addStatements([
    ...sorted.map(importLine),
    ...reexports.map((reexport) => importLine(reexport).replace('import', 'export')),
    ...constants.map(
      ({ name, doc, value, isExported }) => `\n/** ${doc} */\n${isExported ? 'export ' : ''}const ${name} = ${value}`,
    ),
    `\nexport default ${exported}`,
  ])
  file.formatText({ semicolons: ts.SemicolonPreference.Remove, indentSize: 2, ensureNewLineAtEndOfFile: true })
  return { kind: 'module', path, text: `${header.map((line) => `// ${line}\n`).join('')}\n${file.getFullText()}` }
}

/** One statement of a module that declares something. */
export interface Declaration {
  readonly names: readonly string[]
  /** With its comments; as it stands there, but that functions and constants are not exported any more. */
  readonly text: string
  /** Every name that stands in it and may be another declaration's. */
  readonly uses: ReadonlySet<string>
}

/** What a module declares, and where it has the rest from. */
export interface Declarations {
  /** The comment that it opens with, `//` included. */
  readonly header: string
  readonly declarations: readonly Declaration[]
  /** By name, the path that it is imported from, as it is written. */
  readonly imports: ReadonlyMap<string, string>
}

/** Takes modules apart, one after another: for imports of named exports under their own names. */
export function declarationReader(): (path: string, text: string) => Declarations {
  const modules = project()
  return (path, text) => {
    const header = /^(?:\/\/.*\n)*/.exec(text)?.[0] ?? ''
    const file = modules.createSourceFile(path, text.slice(header.length))
    const imports = file
      .getImportDeclarations()
      .flatMap((from) => from.getNamedImports().map((it) => [it.getName(), from.getModuleSpecifierValue()] as const))
    const declarations = file.getStatements().filter((statement) => !Node.isImportDeclaration(statement))
    return { header: header.trimEnd(), declarations: declarations.map(declarationOf), imports: new Map(imports) }
  }
}

function declarationOf(statement: Statement): Declaration {
  const whole = statement.getFullText().trim()
  const isValue = Node.isFunctionDeclaration(statement) || Node.isVariableStatement(statement)
  const uses = new Set<string>()
  statement.forEachDescendant((node) => {
    if (Node.isIdentifier(node) && !isNameOfMember(node)) uses.add(node.getText())
  })
  const names = Node.isVariableStatement(statement)
    ? statement.getDeclarations().map((each) => each.getName())
    : Node.hasName(statement)
      ? [statement.getName()]
      : []
  return { names, text: isValue ? whole.replace(/^export /m, '') : whole, uses }
}

/** `b` in `a.b`, `{ b: a }` and `b(): void`: whose name it is depends on what it stands in. */
function isNameOfMember(node: Node): boolean {
  const parent = node.getParentOrThrow()
  if (Node.isShorthandPropertyAssignment(parent) || Node.isVariableDeclaration(parent)) return false
  if (Node.isBindingElement(parent)) return parent.getInitializer() !== node
  if (Node.isTypeReference(parent) || Node.isTypeParameterDeclaration(parent)) return false
  return Node.hasName(parent) ? parent.getNameNode() === node : false
}

function project(): Project {
  return new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  })
}

/** A dialect's sides, those that are most alike first. */
const SIDES = ['upstream', 'embeddings', 'caller', 'usage']

/** Dialects come first, side by side, and so stand together in the bundle: what they have in common is within the reach of gzip, 32 KB, only then. */
function rank({ from }: Import): string {
  const side = /\/dialects\/.*\/([a-z]+)\.ts$/.exec(from)?.[1]
  return side === undefined ? from : ` ${SIDES.indexOf(side)} ${from}`
}

function importLine({ from, name, as, typeOnly, comment }: Import): string {
  const names = name === null ? as : name === as ? `{ ${name} }` : `{ ${name} as ${as} }`
  return `import ${typeOnly ? 'type ' : ''}${names} from ${text(from)}${comment === '' ? '' : ` // ${comment}`}`
}
