// Every diagnostic there is, by its permanent code. `diagnose` is the only way to make one:
// it takes the parameters that the code declares and lets no secret's value through.

import { cacheCodes } from './catalog/caches.ts'
import { documentCodes } from './catalog/documents.ts'
import { environmentCodes } from './catalog/environments.ts'
import { fileCodes } from './catalog/files.ts'
import { headerCodes } from './catalog/headers.ts'
import { limitCodes } from './catalog/limits.ts'
import { observingCodes } from './catalog/observing.ts'
import { providerCodes } from './catalog/providers.ts'
import { routeCodes } from './catalog/routes.ts'
import { secretCodes } from './catalog/secrets.ts'
import { settingCodes } from './catalog/settings.ts'
import { shapeCodes } from './catalog/shape.ts'
import { yamlCodes } from './catalog/yaml.ts'
import type { Diagnostic, Note, Span } from './diagnostic.ts'
import type { Entry } from './entry.ts'
import { mask } from './secrets.ts'

const entries = {
  ...yamlCodes,
  ...documentCodes,
  ...fileCodes,
  ...environmentCodes,
  ...shapeCodes,
  ...settingCodes,
  ...limitCodes,
  ...cacheCodes,
  ...providerCodes,
  ...routeCodes,
  ...secretCodes,
  ...headerCodes,
  ...observingCodes,
}

/** A permanent name of a diagnostic: kebab-case, never given to anything else. */
export type Code = keyof typeof entries

type ParametersByCode = { [C in Code]: (typeof entries)[C] extends Entry<infer P> ? P : never }

/** What the sentences of a code are made of. */
export type Parameters<C extends Code> = ParametersByCode[C]

/** The entry of every code. */
export const catalog: { readonly [C in Code]: Entry<ParametersByCode[C]> } = entries

/** All codes, in alphabetical order. */
export const codes: readonly Code[] = (Object.keys(entries) as Code[]).sort()

/** Makes a diagnostic. Whatever looks like a key is masked in each of its sentences. */
export function diagnose<C extends Code>(
  code: C,
  parameters: Parameters<C>,
  span: Span | null,
  notes: readonly Note[] = [],
): Diagnostic {
  const { severity, message, hint } = catalog[code]
  const advice = hint(parameters)
  return {
    kind: 'diagnostic',
    code,
    severity,
    message: mask(message(parameters)),
    span,
    notes: notes.map((note) => ({ ...note, message: mask(note.message) })),
    hint: advice === null ? null : mask(advice),
  }
}
