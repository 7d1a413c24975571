// A difference as Markdown, made to be a comment on a pull request: a headline, what weakens, details folded by gateway,
// bytes. Nothing that somebody wrote in the YAML becomes markup, a mention or a link.

import { type Change, sidesOf } from '../change.ts'
import type { Difference } from '../difference.ts'
import { type SizeRow, sizeRows } from '../sizes.ts'
import { counted } from '../words.ts'
import { type Group, grouped, groupName, headline, markOf } from './grouped.ts'
import { code, plain } from './markdown-text.ts'
import { SAME } from './text.ts'

/** GitHub takes 65,536 characters of a comment. */
const MOST_CHARACTERS = 60_000
const MOST_WARNINGS = 50

/** Ends in a line break, and fits in a comment: what does not is counted. */
export function renderMarkdown({ changes, sizes }: Difference): string {
  const { weakening, others } = grouped(changes)
  const title = changes.length === 0 ? SAME : `${headline(changes)}`
  const start = [
    `### Gatewright: ${title.replace(/^N(?=o )/, 'n').replace(/\.$/, '')}`,
    ...(weakening.length === 0 ? [] : [warnings(weakening)]),
  ]
  const end = bytes(sizeRows(sizes))
  return `${[...start, ...details(others, MOST_CHARACTERS - lengthOf(start) - lengthOf(end)), ...end].join('\n\n')}\n`
}

function warnings(groups: readonly Group[]): string {
  const shown = groups.slice(0, MOST_WARNINGS)
  const lines = shown.flatMap((group) =>
    group.changes.map((change) => `> - **${plain(groupName(group))}**: ${words(change)}`),
  )
  const rest = groups.length - shown.length
  return [
    '> [!WARNING]',
    `> **${counted(groups.length, 'change')} ${groups.length === 1 ? 'protects' : 'protect'} less:**`,
    '>',
    ...lines,
    ...(rest > 0 ? [`> - … and ${rest} more`] : []),
  ].join('\n')
}

function details(groups: readonly Group[], room: number): readonly string[] {
  const shown: string[] = []
  let left = room
  for (const [at, group] of groups.entries()) {
    const text = folded(group)
    left -= text.length + 2
    if (left < MORE_CHARACTERS) {
      const rest = groups.slice(at).flatMap(({ gateways }) => gateways ?? [])
      return [...shown, `… and ${counted(rest.length, 'more gateway')}: \`gatewright diff\` shows all of it.`]
    }
    shown.push(text)
  }
  return shown
}

const MORE_CHARACTERS = 100

/** The Worker's stand open: whoever deploys has something to do there. */
function folded(group: Group): string {
  const lines = group.changes.map((change) => `- ${code(markOf(change))} ${words(change)}`).join('\n')
  const name = groupName(group)
  if (group.gateways === null) return `**${name}**\n\n${lines}`
  // Ids are letters, digits, - and _: nothing that HTML would take otherwise.
  const summary = `<b>${name}</b>: ${counted(group.changes.length, 'change')}${group.gateways.length > 1 ? ' each' : ''}`
  return `<details><summary>${summary}</summary>\n\n${lines}\n\n</details>`
}

function words(change: Change): string {
  const { subject, note } = change
  const sides = sidesOf(change).map(code)
  const values = sides.length === 0 ? '' : `: ${sides.join(' → ')}`
  return `${plain(subject)}${values}${note === null ? '' : ` (${plain(note)})`}`
}

function bytes(rows: readonly SizeRow[]): readonly string[] {
  if (rows.length === 0) return []
  const lines = rows.map(({ name, before, after, more }) => `| ${name} | ${before} | ${after} | ${more} |`)
  return [['| | before | after | |', '|---|---:|---:|---:|', ...lines].join('\n')]
}

function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length + 2, 0)
}
