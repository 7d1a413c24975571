// A time as an option says it -> milliseconds.

const UNITS_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** `30s`, `5m`, `1h`, `250ms`; a bare number is seconds. `null` for anything else. */
export function milliseconds(text: string): number | null {
  const [, number, unit = 's'] = /^(\d{1,6})(ms|s|m|h)?$/.exec(text) ?? []
  return number === undefined ? null : Number(number) * UNITS_MS[unit as keyof typeof UNITS_MS]
}
