// Whether the state that gateways keep can be reached: one object of each class is asked, by a name that no gateway has. Promises an answer
// within its deadline, and that asking often costs little.

import type { Environment } from './exchange.ts'
import type { StateCheck } from './health.ts'
import { within } from './within.ts'

/** No longer than probes commonly wait. */
const MOST_WAIT_MS = 1000
/** What was found holds for so long: anybody may ask. */
const HOLDS_MS = 1000

/** What every Durable Object class here has: it does nothing, and is there. */
interface Pinged {
  getByName(name: string): { ping(): Promise<void> }
}

/** `bindings`: of the classes that are bound wherever the Worker runs. */
export function ready(bindings: readonly string[]): StateCheck {
  let found: readonly string[] = []
  let foundAtMs = 0

  return async (env) => {
    // The result is shared, not the work: the platform lets no request wait for another's.
    if (Date.now() - foundAtMs > HOLDS_MS) {
      found = (await Promise.all(bindings.map((binding) => failure(binding, env)))).flat()
      foundAtMs = Date.now()
    }
    return found
  }
}

async function failure(binding: string, env: Environment): Promise<readonly string[]> {
  try {
    await within(MOST_WAIT_MS, (env[binding] as Pinged).getByName('/ready').ping())
    return []
  } catch {
    return [`${binding} did not answer`]
  }
}
