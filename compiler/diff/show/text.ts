// A difference as text, for a terminal or a log: what weakens first, then the Worker, then each gateway.

import { styleText } from 'node:util'
import { type Change, sentence } from '../change.ts'
import { NO_SIZES, type SizeChange, type SizeRow, sizeRows } from '../sizes.ts'
import { type Group, grouped, groupName, headline, markOf } from './grouped.ts'

/** What is said when both do the same. */
export const SAME = 'No difference in behaviour.'

/** What the text is shown on. */
export interface Canvas {
  readonly color: boolean
}

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

/** Ends in a line break. */
export function renderText(changes: readonly Change[], { color }: Canvas, sizes: SizeChange = NO_SIZES): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text)
  const { weakening, others } = grouped(changes)
  const blocks = [
    changes.length === 0 ? SAME : paint('bold', `${headline(changes)}:`),
    ...(weakening.length === 0 ? [] : [warnings(weakening, paint)]),
    ...others.map((group) =>
      [paint('bold', groupName(group)), ...group.changes.map((it) => line(it, paint))].join('\n'),
    ),
    ...bytes(sizeRows(sizes), paint),
  ]
  return `${blocks.join('\n\n')}\n`
}

function warnings(groups: readonly Group[], paint: Paint): string {
  const lines = groups.flatMap((group) =>
    group.changes.map((change) => `  ${paint('red', `! ${groupName(group)}: ${sentence(change)}`)}`),
  )
  return [paint(['bold', 'red'], 'Protects less'), ...lines].join('\n')
}

function line(change: Change, paint: Paint): string {
  return `  ${paint(STYLES[change.kind], markOf(change))} ${sentence(change)}`
}

const STYLES: { readonly [kind in Change['kind']]: Style } = { added: 'green', removed: 'red', changed: 'yellow' }

function bytes(rows: readonly SizeRow[], paint: Paint): readonly string[] {
  if (rows.length === 0) return []
  const width = (of: (row: SizeRow) => string) => Math.max(...rows.map((row) => of(row).length))
  const widths = {
    name: width(({ name }) => name),
    before: width((row) => row.before),
    after: width((row) => row.after),
  }
  const lines = rows.map(({ name, before, after, more }) =>
    `  ${name.padEnd(widths.name)}  ${before.padStart(widths.before)} → ${after.padStart(widths.after)}  ${paint('dim', more)}`.trimEnd(),
  )
  return [[paint('bold', 'Bytes'), ...lines].join('\n')]
}
