// Fields by the names that callers know them by -> those that are stated are named as lost.

import type { JsonObject } from '../chat.ts'
import type { Loss } from '../dialect.ts'

/** For what a dialect has no words for. `null` and absent say nothing, and are no loss. */
export function unsaid(fields: JsonObject, loss: Loss): void {
  for (const [name, value] of Object.entries(fields)) if (value != null) loss.drop(name)
}
