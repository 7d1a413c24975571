// Values of JSON that somebody else wrote, for the dialects that restate theirs as this one: `null` for what is absent, empty or of another
// type.

import type { JsonObject } from '../chat.ts'
import { isObject } from '../loose.ts'

export { filled as textOf, numberOf, objectsIn, present as stated } from '../loose.ts'

/** An object that is no list. */
export function objectOf(value: unknown): JsonObject | null {
  return isObject(value) ? value : null
}
