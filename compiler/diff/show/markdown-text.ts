// What somebody wrote -> Markdown that shows just that, wherever a comment is rendered.

/** A code span: nothing in it is markup, and `@name` in it calls nobody. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const edge = /^[` ]|[` ]$/.test(text) ? ' ' : ''
  // In a table or a quote a line break would end it; there is none, as changes hold printable text.
  return `${fence}${edge}${text}${edge}${fence}`
}

/** Prose where it is plain words, else a code span. */
export function plain(text: string): string {
  return PLAIN.test(text) && !LINKED.test(text) ? text.replace(/_/g, '\\_') : code(text)
}

const PLAIN = /^[\p{L}\p{N} ,.:;/_’'=-]+$/u
/** What a renderer makes a link of on its own. */
const LINKED = /:\/\/|www\./i
