// `30s`, `5m`, `1h` or a bare number -> milliseconds or seconds.

const units: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** For keys whose bare numbers are milliseconds. The shape was checked: anything else is our mistake. */
export function milliseconds(duration: string | number): number {
  return Math.round(typeof duration === 'number' ? duration : parse(duration))
}

/** For keys whose bare numbers are seconds; a part of a second counts as a whole one, so that none becomes 0. */
export function seconds(duration: string | number): number {
  return Math.ceil(typeof duration === 'number' ? duration : parse(duration) / 1000)
}

function parse(duration: string): number {
  const [, amount, unit = ''] = /^([0-9.]+)([a-z]+)$/.exec(duration) ?? []
  const factor = units[unit]
  if (factor === undefined) throw new Error(`unreachable: '${duration}' passed the check as a duration`)
  return Number(amount) * factor
}
