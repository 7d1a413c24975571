// The secrets that a Worker needs -> those that are missing, and the very lines that would put them. Names only, never a value.

import type { SecretValues } from './secret-values.ts'
import type { Wrangler } from './wrangler.ts'

/** Which secrets the Worker has already. */
export type Present =
  | { readonly kind: 'known'; readonly names: ReadonlySet<string> }
  /** It is not there yet: it has none, and can have none before its first deploy. */
  | { readonly kind: 'absent' }
  /** `null`: nobody was asked. */
  | { readonly kind: 'unknown'; readonly reason: string | null }

/** Of `wrangler secret list`. */
export async function presentSecrets(wrangler: Wrangler, where: readonly string[]): Promise<Present> {
  const answer = await wrangler.ask(['secret', 'list', '--format', 'json', ...where])
  switch (answer.kind) {
    case 'absent':
      return { kind: 'absent' }
    case 'refused':
      return { kind: 'unknown', reason: answer.reason }
    case 'answer': {
      const list = (Array.isArray(answer.value) ? answer.value : []) as readonly { readonly name?: unknown }[]
      return { kind: 'known', names: new Set(list.flatMap(({ name }) => (typeof name === 'string' ? [name] : []))) }
    }
    default:
      return answer satisfies never
  }
}

/** What is to be said about secrets, and which have to be put before a deploy can work. */
export interface SecretReport {
  /** Ends in a line break. */
  readonly text: string
  /** None where nobody knows. */
  readonly missing: readonly string[]
}

/** `file`: where values come from, as the user named it. */
export interface Given {
  readonly file: string
  readonly values: SecretValues
}

/** What advice names: the path of the emitted wrangler.json, and the command that is running, without its flags. */
export interface Places {
  readonly config: string
  readonly again: string
}

/** What is missing is what neither the file nor the Worker has. */
export function secretReport(
  needed: readonly string[],
  given: Given | null,
  present: Present,
  places: Places,
): SecretReport {
  const lines = [`Secrets   ${needed.join(', ') || 'none needed'}`]
  const fromFile = needed.filter((name) => given?.values.has(name))
  if (given !== null) {
    if (fromFile.length > 0) lines.push(`          from ${given.file}: ${fromFile.join(', ')}`)
    const idle = [...given.values.keys()].filter((name) => !needed.includes(name))
    if (idle.length > 0) lines.push(`          in ${given.file} and not needed, so not put: ${idle.join(', ')}`)
  }
  const open = needed.filter((name) => !fromFile.includes(name))
  const missing = present.kind === 'known' ? open.filter((name) => !present.names.has(name)) : open
  if (missing.length === 0) return { text: ended(lines), missing: [] }
  lines.push(...advice(missing, present, places))
  return { text: ended(lines), missing: present.kind === 'unknown' ? [] : missing }
}

function advice(missing: readonly string[], present: Present, { config, again }: Places): readonly string[] {
  const puts = missing.map((name) => `  npx wrangler secret put ${name} --config ${quoted(config)}`)
  const label = `Missing   ${missing.length}`
  switch (present.kind) {
    case 'known':
      return [`${label}: put with these lines, or from a file with --secrets-file`, ...puts]
    case 'absent': {
      const lines = missing.map((name) => `  ${name}=…`)
      return [
        `${label}: the Worker is not there yet, and its first deploy takes them from a file of such lines`,
        ...lines,
        `  ${again} --secrets-file <file>`,
      ]
    }
    case 'unknown': {
      const why = present.reason === null ? 'a dry run does not ask' : `wrangler says: ${present.reason}`
      return [
        `${label}, unless the Worker has them (${why})`,
        '  They are put from a file with --secrets-file, or, once the Worker is there, with these lines:',
        ...puts,
      ]
    }
    default:
      return present satisfies never
  }
}

function ended(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
