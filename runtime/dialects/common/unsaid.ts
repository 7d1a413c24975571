// Fields by the names that callers know them by -> those that are stated are named as lost.

import type { JsonObject } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { stated } from '../loose.ts'

/** For what a dialect has no words for. `null`, an empty list and an empty object say nothing, and are no loss. */
export function unsaid(fields: JsonObject, loss: Loss): void {
  for (const name of Object.keys(stated(fields))) loss.drop(name)
}
