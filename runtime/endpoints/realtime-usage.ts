// What a provider says in its messages that it used -> one sum for the session. Only messages that have the word in them are parsed, and
// no message is held or changed.

/** Numbers by the provider's own names, as deep as it has them. */
export interface Usage {
  readonly [name: string]: number | Usage
}

/** Reads one session's messages. */
export interface UsageReader {
  readonly read: (message: string | ArrayBuffer) => void
  /** `null`: nothing was said. */
  readonly total: () => Usage | null
}

/** What speaks of usage is JSON of a few kilobytes; what is larger is sound. */
const MOST_CHARACTERS = 256 * 1024

/** `paths` are dotted, into the JSON of a message: the first that leads anywhere in it counts. */
export function usageReader(paths: readonly string[]): UsageReader {
  const places = paths.map((path) => path.split('.'))
  const words = places.map((place) => `"${place.at(-1)}"`)
  const decoder = new TextDecoder()
  let total: Usage | null = null
  return {
    read(message) {
      if ((typeof message === 'string' ? message.length : message.byteLength) > MOST_CHARACTERS) return
      const text = typeof message === 'string' ? message : decoder.decode(message)
      if (!words.some((word) => text.includes(word))) return
      try {
        const said = saidIn(JSON.parse(text), places)
        if (said !== null) total = sum(total ?? {}, said)
      } catch {
        // Not JSON, or too deep to be meant: it says nothing.
      }
    },
    total: () => total,
  }
}

function saidIn(message: unknown, places: readonly (readonly string[])[]): object | null {
  for (const place of places) {
    const found = place.reduce(at, message)
    if (isObject(found)) return found
  }
  return null
}

function at(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

function sum(total: Usage, said: object): Usage {
  const summed: { [name: string]: number | Usage } = Object.assign(Object.create(null), total)
  for (const [name, value] of Object.entries(said)) {
    const before = summed[name]
    if (typeof value === 'number') summed[name] = (typeof before === 'number' ? before : 0) + value
    else if (isObject(value)) {
      const counts = Array.isArray(value) ? byModality(value) : value
      if (counts !== null) summed[name] = sum(isObject(before) ? before : {}, counts)
    }
  }
  return summed
}

/** `[{"modality": "AUDIO", "tokenCount": 45}]`, as Gemini's Live API has it, is summed by name; `null` for any other list. */
function byModality(list: readonly unknown[]): object | null {
  const counts = list
    .filter(isObject)
    .flatMap(({ modality, tokenCount }) => (typeof modality === 'string' ? [[modality, tokenCount]] : []))
  return counts.length === 0 ? null : Object.fromEntries(counts)
}

function isObject(value: unknown): value is { readonly [name: string]: never } {
  return typeof value === 'object' && value !== null
}
