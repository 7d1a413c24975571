// Cells in, a Markdown table out whose columns line up, so that it reads in a terminal too.

/** The first row is the head. Columns of numbers stand to the right: those whose name is in `right`, counted from 0. */
export function table(cells: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(3, ...cells.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width, right.includes(column))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (right.includes(column) ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`
  const [head = [], ...rest] = cells
  return [line(head), rule, ...rest.map(line)].join('\n')
}

function pad(text: string, width: number, toTheRight: boolean): string {
  return toTheRight ? text.padStart(width) : text.padEnd(width)
}
