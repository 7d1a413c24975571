// JSON text -> the one text of all that say the same: keys sorted, no white space, escapes alike, of a repeated key the last.
// Numbers stay as they were written: two that differ beyond a double's precision must not meet; test/properties/canonical.test.ts.

/** Newer than the language version whose types are used. */
interface VerbatimJson {
  parse: (
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source: string }) => unknown,
  ) => unknown
  rawJSON: (text: string) => unknown
  isRawJSON: (value: unknown) => boolean
}

/** `null`: the text is no JSON, or nested deeper than can be followed. */
export function canonical(text: string): string | null {
  const json = JSON as unknown as VerbatimJson
  try {
    return JSON.stringify(
      json.parse(text, (_, value, { source }) => {
        if (typeof value === 'number') return json.rawJSON(source)
        return typeof value === 'object' && value !== null && !Array.isArray(value) && !json.isRawJSON(value)
          ? Object.fromEntries(Object.entries(value).sort(byKey))
          : value
      }),
    )
  } catch {
    return null
  }
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1
}
