// Values in, a number for each out that equal values, and no others, have in common. What lies in a value is looked at once.

/** Which value it is, and how long its JSON. */
export interface Identity {
  readonly number: number
  readonly sizeBytes: number
}

/** The order of an object's properties counts, as it does in JSON. */
export type IdentityOf = (value: unknown) => Identity

/** Remembers the values for as long as they are there. The numbers begin with 0, in the order in which values were first asked for. */
export function identities(): IdentityOf {
  const byMeaning = new Map<string, Identity>()
  const known = new WeakMap<object, Identity>()

  function identityOf(value: unknown): Identity {
    if (typeof value !== 'object' || value === null) {
      const text = JSON.stringify(value)
      return meaning(text, text.length)
    }
    const before = known.get(value)
    if (before !== undefined) return before
    const keys = Array.isArray(value) ? '' : JSON.stringify(Object.keys(value))
    let parts = ''
    // Brackets, and a comma or a colon for each part or key.
    let sizeBytes = 1 + keys.length
    for (const inner of Object.values(value)) {
      const part = identityOf(inner)
      parts += ` ${part.number}`
      sizeBytes += part.sizeBytes + 1
    }
    // What has no parts is neither begun by a space nor by a bracket.
    const identity = meaning(`${keys} ${parts}`, sizeBytes)
    known.set(value, identity)
    return identity
  }

  function meaning(text: string, sizeBytes: number): Identity {
    const before = byMeaning.get(text)
    if (before !== undefined) return before
    const identity = { number: byMeaning.size, sizeBytes }
    byMeaning.set(text, identity)
    return identity
  }

  return identityOf
}
