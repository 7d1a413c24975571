// From an import to its report: what was carried over, what was approximated and what was left out, each with its place.
// As text for people or JSON for programs. Holds no value of the source.

import { count } from '../diagnostics/words.ts'
import type { Finding, Imported, Outcome } from './imported.ts'

/** How the report is shown. */
export type ReportFormat = 'text' | 'json'

/** The report. `files` are those that the import wrote. */
export function reportOf(imported: Imported, files: readonly string[], format: ReportFormat): string {
  const findings = sorted(imported.findings)
  if (format === 'json') {
    return `${JSON.stringify({ files, findings, secrets: imported.secrets }, null, 2)}\n`
  }
  const groups = (['carried', 'approximated', 'left-out'] as const).map((outcome) => groupOf(findings, outcome))
  return [...groups.filter((text) => text !== ''), secretsOf(imported)].join('\n')
}

/** By place, then by what is said: the same import always has the same report. */
export function sorted(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      compare(a.place.file, b.place.file) ||
      a.place.line - b.place.line ||
      a.place.column - b.place.column ||
      compare(a.setting, b.setting),
  )
}

const titles: { readonly [outcome in Outcome]: string } = {
  carried: 'Carried over',
  approximated: 'Approximated',
  'left-out': 'Left out',
}

function groupOf(findings: readonly Finding[], outcome: Outcome): string {
  const group = findings.filter((finding) => finding.outcome === outcome)
  if (group.length === 0) return ''
  const places = group.map(({ place }) => `${place.file}:${place.line}:${place.column}`)
  const width = Math.max(...places.map((place) => place.length))
  const lines = group.flatMap(({ setting, became, why }, index) => {
    const target = became === null ? '' : ` → ${became}`
    const first = `  ${(places[index] ?? '').padEnd(width)}  ${setting === '' ? 'the whole' : setting}${target}`
    return why === null ? [first] : [first, `  ${' '.repeat(width)}  ${why}`]
  })
  return `${titles[outcome]}: ${count(group.length, 'setting')}\n${lines.join('\n')}\n`
}

function secretsOf({ secrets }: Imported): string {
  if (secrets.length === 0) return 'It needs no secrets.\n'
  const lines = secrets.map(({ name, wasWritten, place }) => {
    const where = place === null ? 'new' : `${place.file}:${place.line}`
    return `  ${name}=  (${where}${wasWritten ? '; its value stood there: replace it where the file was shared' : ''})`
  })
  const how = 'Put them in .dev.vars for `gatewright dev`, and with `wrangler secret put NAME` on Cloudflare.'
  return `${count(secrets.length, 'secret')} needed. ${how}\n${lines.join('\n')}\n`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
