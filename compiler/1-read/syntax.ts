// From the yaml library's error to our diagnostic: our own sentence for each of its codes, and what to do.
// The library's own messages are not passed on: some quote the text, which may hold a key.

import { type Document, isScalar, visit, type YAMLError } from 'yaml'
import { diagnose } from '../diagnostics/catalog.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'

type Said = readonly [problem: string, advice: string]

const indentation = 'Keys of one map begin in the same column; what belongs to a key is indented by two more spaces.'

const sentences: { readonly [C in YAMLError['code']]: Said } = {
  ALIAS_PROPS: ['An alias cannot have an anchor or a tag of its own.', 'Remove what stands before the `*`.'],
  BAD_ALIAS: [
    'An alias needs a name right after the `*`, and a space before a `:`.',
    'Put the text in quotes if it is no alias.',
  ],
  BAD_DIRECTIVE: ['A line that begins with `%` is a directive, and this one is none that YAML knows.', 'Remove it.'],
  BAD_DQ_ESCAPE: [
    'In double quotes a backslash begins an escape, and this is none.',
    'Write `\\\\` for a backslash, or use single quotes.',
  ],
  BAD_INDENT: ['The line is not indented as what it belongs to.', indentation],
  BAD_PROP_ORDER: ['An anchor or a tag stands in the wrong place.', 'Put it right before its value.'],
  BAD_SCALAR_START: ['A value cannot begin with this character unless it is in quotes.', 'Put the value in quotes.'],
  BLOCK_AS_IMPLICIT_KEY: [
    'A second `:` on one line would begin a map inside a value.',
    'Put the value in quotes if the colon is part of it, else begin a new line.',
  ],
  BLOCK_IN_FLOW: [
    'Inside `{ }` and `[ ]` the indented style cannot be used.',
    'Write it as `{ key: value }` or `[a, b]`.',
  ],
  DUPLICATE_KEY: ['A key is given twice in one map.', 'Keep one of the two.'],
  IMPOSSIBLE: ['The parser cannot make sense of this text.', 'Look at the indentation and the brackets before it.'],
  KEY_OVER_1024_CHARS: ['A key has at most 1024 characters.', 'Look for a quote that is never closed.'],
  MISSING_CHAR: [
    'Something is not closed or not finished: a bracket, a quote, or the `:` after a key.',
    'Close it, or write `key: value`.',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'A key and its `:` stand on one line.',
    'Look for a missing `:` or a quote that is never closed.',
  ],
  MULTIPLE_ANCHORS: ['A value can have one anchor only.', 'Remove one.'],
  MULTIPLE_DOCS: ['A second YAML document begins here.', 'Give each gateway a file of its own.'],
  MULTIPLE_TAGS: ['A value can have one tag only.', 'Remove one.'],
  NON_STRING_KEY: ['A key is a plain word, not a map or a list.', 'Put it in quotes if it is meant as text.'],
  RESOURCE_EXHAUSTION: ['The text nests too deep to be read.', 'Look for a bracket that is never closed.'],
  TAB_AS_INDENT: ['YAML is indented with spaces, and this is a tab.', 'Replace each tab by two spaces.'],
  TAG_RESOLVE_FAILED: ['A tag does not fit its value.', 'Remove it.'],
  UNEXPECTED_TOKEN: [
    'The parser did not expect this here.',
    'Look at the indentation, the quotes and the brackets before it.',
  ],
  BAD_COLLECTION_TYPE: ['A tag does not fit its value.', 'Remove it.'],
}

/** Errors that may come from something left open. */
const closing: ReadonlySet<YAMLError['code']> = new Set<YAMLError['code']>(['BAD_INDENT', 'MISSING_CHAR'])
const closers: { readonly [opener: string]: string } = { '{': '}', '[': ']', '"': '"', "'": "'" }

function unclosed(opener: string): { readonly problem: string; readonly advice: string } {
  const closer = closers[opener] ?? opener
  return {
    problem: `The \`${opener}\` is not closed up to here.`,
    advice: `Write \`${closer}\`${closer === opener ? '' : '; on a line of its own it stands at least one space in'}.`,
  }
}

/** Where the last bracket or quote begins that is still open at an error. */
function openingOf(document: Document, text: string, { pos }: YAMLError): number | null {
  let found: number | null = null
  visit(document, {
    Node(_, node) {
      const [start, end] = node.range ?? [0, 0]
      const closer = closers[text.charAt(start)]
      const isFlow = !isScalar(node) || node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'
      const open = end - start < 2 || text.charAt(end - 1) !== closer
      if (isFlow && closer !== undefined && open && start <= pos[0] && end <= pos[1]) found = start
    },
  })
  return found
}

/** What the library found, in our words and at its place. */
export function syntaxDiagnostic(path: string, text: string, document: Document, error: YAMLError): Diagnostic {
  const start = Math.min(error.pos[0], text.length)
  const span = { file: path, start, end: Math.max(start, Math.min(error.pos[1], text.length)) }
  const source = text.slice(span.start, span.end)
  if (error.code === 'TAG_RESOLVE_FAILED' && source.startsWith('!')) return diagnose('yaml-tag', { tag: source }, span)
  const opening = closing.has(error.code) ? openingOf(document, text, error) : null
  if (opening !== null) {
    const opened = { file: path, start: opening, end: opening + 1 }
    const note = { message: 'It is opened here.', span: opened }
    return diagnose('yaml-syntax', unclosed(text.charAt(opening)), span, [note])
  }
  const [problem, advice] = sentences[error.code] ?? sentences.IMPOSSIBLE
  return diagnose('yaml-syntax', { problem, advice }, span)
}
