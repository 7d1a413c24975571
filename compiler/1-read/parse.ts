// From text to the yaml library's document. Depth and amount are bounded on the tokens, before anything recursive runs:
// on absurd nesting the library would otherwise exhaust the stack, and V8 may then end the process (test/read/hostile.test.ts).

import {
  Composer,
  type CST,
  type Document,
  type DocumentOptions,
  Lexer,
  type ParseOptions,
  Parser,
  type SchemaOptions,
  type YAMLError,
} from 'yaml'
import { diagnose } from '../diagnostics/catalog.ts'
import type { Diagnostic, Findings } from '../diagnostics/diagnostic.ts'
import { syntaxDiagnostic } from './syntax.ts'

/** The most levels of maps and lists in one another. */
export const depthLimit = 64
/** The most lexical tokens of a file. */
export const tokenLimit = 100_000

const options: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.2',
  schema: 'core',
  // Merge keys are followed in to-tree.ts, which knows the spans.
  merge: false,
  resolveKnownTags: false,
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
}

/** The one document of a text; `null` where it cannot be relied on. */
export function parse(path: string, text: string): Findings<Document.Parsed | null> {
  const tokens = tokenize(path, text)
  if (tokens.value === null) return { value: null, diagnostics: tokens.diagnostics }
  const directive = tokens.value.find((token) => token.type === 'directive')
  if (directive !== undefined) {
    const span = { file: path, start: directive.offset, end: directive.offset + directive.source.length }
    return { value: null, diagnostics: [diagnose('yaml-directive', { directive: directive.source }, span)] }
  }
  const [document, second] = new Composer(options).compose(tokens.value, true, text.length)
  if (document === undefined) return { value: null, diagnostics: [] }
  // What follows the first error of syntax is mostly its echo. Tags are warnings to the library, and each is one by itself.
  const problems = document.errors.length > 0 ? first(document.errors) : document.warnings
  const diagnostics = problems.map((problem) => syntaxDiagnostic(path, text, document, problem))
  if (second !== undefined) diagnostics.push(secondDocument(path, text, second))
  return { value: diagnostics.length === 0 ? document : null, diagnostics }
}

function first(errors: readonly YAMLError[]): readonly YAMLError[] {
  return errors.toSorted((a, b) => a.pos[0] - b.pos[0]).slice(0, 1)
}

function secondDocument(path: string, text: string, document: Document.Parsed): Diagnostic {
  const start = Math.max(0, text.lastIndexOf('---', document.range[0]))
  return diagnose('yaml-documents', {}, { file: path, start, end: Math.min(start + 3, text.length) })
}

function tokenize(path: string, text: string): Findings<readonly CST.Token[] | null> {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let amount = 0
  let at = 0
  for (const lexeme of new Lexer().lex(text)) {
    amount += 1
    if (amount > tokenLimit) {
      const parameters = { amount, limit: tokenLimit, unit: 'token' } as const
      return {
        value: null,
        diagnostics: [diagnose('file-too-large', parameters, { file: path, start: at, end: at + 1 })],
      }
    }
    for (const token of parser.next(lexeme)) tokens.push(token)
    if (depthOf(parser) > depthLimit) {
      return {
        value: null,
        diagnostics: [diagnose('too-deep', { limit: depthLimit }, { file: path, start: at, end: at + 1 })],
      }
    }
    at = parser.offset
  }
  for (const token of parser.end()) tokens.push(token)
  return { value: tokens, diagnostics: [] }
}

function depthOf(parser: Parser): number {
  // The stack also holds the document and the scalar being read.
  if (parser.stack.length <= depthLimit) return 0
  return parser.stack.filter((token) => collections.has(token.type)).length
}

const collections = new Set<CST.Token['type']>(['block-map', 'block-seq', 'flow-collection'])
