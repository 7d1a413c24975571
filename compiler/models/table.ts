// models.gen.ts as maps: in goes its text, out comes what each provider's models have. Each provider's is read when it is first asked for.

import { type Capability, capabilitiesIn } from './capability.ts'
import { models } from './models.gen.ts'

/** What is known of a model. What is in neither list, it lacks. */
export interface ModelFacts {
  readonly has: readonly Capability[]
  /** Nobody says whether it has these. */
  readonly unsaid: readonly Capability[]
}

/** Models by name, sorted. A `*` stands for any model. */
export type ModelTable = ReadonlyMap<string, ModelFacts>

const tables = new Map<string, ModelTable>()

/** The models of a provider; `null` where no provider of that slug is in the data. */
export function tableOf(slug: string): ModelTable | null {
  const known = tables.get(slug)
  if (known !== undefined) return known
  const section = sections().find((text) => text.startsWith(`${slug}\n`))
  if (section === undefined) return null
  const table = parse(section)
  tables.set(slug, table)
  return table
}

/** The providers in the data, sorted. */
export function listedSlugs(): readonly string[] {
  return sections().map((section) => section.slice(0, section.indexOf('\n')))
}

/** A line without a space in front begins a provider, and is its slug. */
function sections(): readonly string[] {
  return models.split(/\n(?=[^ ])/)
}

/** A line with a space in front is a model and its letters. */
function parse(section: string): ModelTable {
  const lines = section.trimEnd().split('\n').slice(1)
  return new Map(
    lines.map((line) => {
      const [, name = '', letters = ''] = line.split(' ')
      const [has = '', unsaid = ''] = letters.split('|')
      return [name, { has: capabilitiesIn(has), unsaid: capabilitiesIn(unsaid) }]
    }),
  )
}
