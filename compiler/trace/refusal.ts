// What the gateway would say to a request that it cannot take: its own words, and the status and code of its answer.

/** Codes of the wire contract: the same as the Worker's. */
const codes = {
  noSuchGateway: [400, 2001],
  invalidProvider: [400, 2008],
  noSuchAlias: [400, 2040],
  invalidRequest: [400, 7001],
  tooLarge: [413, 7001],
  notFound: [404, 7002],
  noSuchModel: [404, 7003],
} as const

/** A kind of refusal, by the Worker's name for it. */
export type Problem = keyof typeof codes

/** Thrown for a request that gets an answer of the gateway's own, whatever its providers are. */
export class Refusal extends Error {
  readonly problem: Problem

  constructor(problem: Problem, message: string) {
    super(message)
    this.problem = problem
  }
}

/** `400, code 2008` */
export function answerOf({ problem }: Refusal): string {
  const [status, code] = codes[problem]
  return `${status}, code ${code}`
}
