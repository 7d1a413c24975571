// A case of the importers: a folder with a source, and for hosted gateways what else its API says, beside what becomes of it.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkSources } from '../../compiler/compile.ts'
import { type ImportResult, importSources } from '../../compiler/import/import.ts'
import { modeline } from '../../compiler/init/modeline.ts'

/** Where the cases are. */
export const room = import.meta.dirname

/** The cases' folders, by name. */
export const cases: readonly string[] = readdirSync(room, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()

/** The names of a case's sources, the first one first. */
export function sourceNames(name: string): readonly string[] {
  const order = ['config.yaml', 'config.json', 'gateway.json', 'routes.json', 'providers.json']
  const present = readdirSync(join(room, name))
  return order.filter((file) => present.includes(file))
}

/** Imports a case. Its gateway is called after it. */
export function importCase(name: string): ImportResult {
  const sources = sourceNames(name).map((path) => ({
    kind: 'source' as const,
    path,
    bytes: readFileSync(join(room, name, path)),
  }))
  return importSources({ sources, format: null, id: name, modeline: modeline('gateways') })
}

/** Imports a text. */
export function importText(text: string, path = 'config.json'): ImportResult {
  const sources = [{ kind: 'source' as const, path, bytes: new TextEncoder().encode(text) }]
  return importSources({ sources, format: null, id: 'imported', modeline: modeline('gateways') })
}

/** What `check` finds in the files of an import, as `severity[code] at line`. */
export function findingsOf({ files }: ImportResult): readonly string[] {
  const sources = files.map(({ name, text }) => ({
    kind: 'source' as const,
    path: `gateways/${name}`,
    bytes: new TextEncoder().encode(text),
  }))
  return checkSources(sources).diagnostics.map(({ code, severity, message }) => `${severity}[${code}] ${message}`)
}
