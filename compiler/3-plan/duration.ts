// `30s`, `5m`, `1h` or a bare number -> milliseconds.

const units: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A bare number is already in milliseconds. The shape was checked: anything else is our mistake. */
export function milliseconds(duration: string | number): number {
  if (typeof duration === 'number') return Math.round(duration)
  const [, amount, unit = ''] = /^([0-9.]+)([a-z]+)$/.exec(duration) ?? []
  const factor = units[unit]
  if (factor === undefined) throw new Error(`unreachable: '${duration}' passed the check as a duration`)
  return Math.round(Number(amount) * factor)
}
