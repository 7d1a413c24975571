// Comes in: the text of a page. Goes out: its fenced blocks in order, each with its language, its line and what the HTML comment right
// before it says to do with it. A block that says nothing is run. Throws where a comment says something that is not known.

/** What a page can say of a block: `<!-- file: gateways/demo.yaml -->` on the line before it. */
export const roles = [
  'after', // yaml: after: CODE FILE. The example of a diagnostic, put right
  'answer', // json: the shape of what the last command said
  'before', // yaml: before: CODE FILE. It gives this diagnostic
  'continues', // ts: goes on where the ts block before it ends
  'exits', // sh: exits: 1. With this code, not 0
  'file', // any: is this file of the page's folder, from here on
  'gives', // yaml: gives: CODE. A part that gives this diagnostic, and no other
  'not run', // any: and why
  'part of answer', // json: the same, of which the page shows a part
  'serves', // sh: goes on while the rest of the page is read
  'types only', // ts: is held to its types, and why it is not run
  'worker', // ts: the same, with the types of Workers, and why it is not run
] as const

/** One of them. */
export type Role = (typeof roles)[number]

/** A fenced block of a page. */
export interface Block {
  /** Of the opening fence, from 1. */
  readonly line: number
  /** What stands behind the fence, `sh`; empty where nothing does. */
  readonly language: string
  readonly text: string
  /** `run` where the page says nothing. */
  readonly role: Role | 'run'
  /** What stands behind the role's colon; empty where nothing does. */
  readonly detail: string
}

/** The blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const lines = page.split('\n')
  const blocks: Block[] = []
  let open: {
    readonly fence: string
    readonly indent: number
    readonly line: number
    readonly language: string
  } | null = null
  for (const [index, line] of lines.entries()) {
    const fence = /^(\s*)(`{3,}|~{3,})\s*(\S*)\s*$/.exec(line)
    if (open === null && fence !== null) {
      open = { fence: fence[2] ?? '', indent: (fence[1] ?? '').length, line: index + 1, language: fence[3] ?? '' }
    } else if (open !== null && line.trim() === open.fence) {
      const { indent } = open
      const text = lines.slice(open.line, index).map((inner) => `${inner.slice(Math.min(indent, leading(inner)))}\n`)
      blocks.push({ ...open, text: text.join(''), ...roleBefore(lines, open.line - 2) })
      open = null
    }
  }
  if (open !== null) throw new Error(`The block that begins in line ${open.line} has no end.`)
  return blocks.map(({ line, language, text, role, detail }) => ({ line, language, text, role, detail }))
}

function roleBefore(lines: readonly string[], index: number): Pick<Block, 'role' | 'detail'> {
  const comment = /^\s*<!-- ([^:]*?)(?:: (.*))? -->$/.exec(lines[index] ?? '')
  if (comment === null) return { role: 'run', detail: '' }
  const [, name = '', detail = ''] = comment
  const role = roles.find((known) => known === name)
  if (role === undefined) {
    throw new Error(`Line ${index + 1} says "${name}" of a block, and known are ${roles.join(', ')}.`)
  }
  if (/^(?:not run|types only|worker)$/.test(role) && !/\S+ \S+/.test(detail)) {
    throw new Error(`Line ${index + 1} says "${role}" and not why: write <!-- ${role}: why -->.`)
  }
  return { role, detail }
}

function leading(line: string): number {
  return line.length - line.trimStart().length
}
