// An import of the runtime's, and the YAML lines that asked for it as its comment.

import type { Place } from '../2-check/config.ts'
import { RUNTIME } from '../layout.ts'
import { comment } from '../literal.ts'
import type { Import } from './module.ts'

/** How many YAML lines a comment names before it only counts. */
export const SHOWN = 3

/** `path` is below the runtime. */
export function runtime(path: string, name: string, places: readonly Place[]): Import {
  return { from: `${RUNTIME}/${path}`, name, as: name, typeOnly: false, comment: placesText(places) }
}

/** Places as a comment has them. */
export function placesText(places: readonly Place[]): string {
  const shown = places.slice(0, SHOWN).map(({ file, line }) => `${comment(file)}:${line}`)
  return places.length > SHOWN ? `${shown.join(', ')} and ${places.length - SHOWN} more` : shown.join(', ')
}
