// JSON that passes through the gateway keeps its numbers: 12345678901234567890 goes out as it came in, though no double holds it.

/** More digits together than a double is sure to keep. */
const LONG_NUMBER = /[\d.]{16}|\d[eE]\+?\d{3}/

interface WithRawJson {
  rawJSON(text: string): unknown
}

/** Parses; a number that a double would change becomes raw JSON, which `JSON.stringify` writes as it was. Throws SyntaxError. */
export function parseExactly(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text)
  return JSON.parse(text, keepNumber as (key: string, value: unknown) => unknown)
}

function keepNumber(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || source === undefined || !LONG_NUMBER.test(source) || String(value) === source)
    return value
  return (JSON as unknown as WithRawJson).rawJSON(source)
}
