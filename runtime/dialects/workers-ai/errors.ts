// Workers AI's own error numbers -> the HTTP status that each has. Source: developers.cloudflare.com/workers-ai/platform/errors.

const STATUSES: readonly (readonly [status: number, codes: readonly number[]])[] = [
  [400, [5007, 5004, 3039, 3003, 5006, 5023]],
  [403, [5018, 5016, 3023, 3041]],
  [404, [3042]],
  [405, [5019, 5005]],
  [408, [3007, 3008]],
  [413, [3006]],
  [429, [3036, 3040]],
]

/** For a number that is not listed: the service's own fault. */
export function statusOfCode(code: unknown): number {
  return STATUSES.find(([, codes]) => codes.includes(Number(code)))?.[0] ?? 500
}
