// The world's mistakes (client input, credentials, upstream, network) become GatewayError, and GatewayError becomes the
// wire's error envelope here and nowhere else. Source of shape and codes: the wire contract, "errors".

/**
 * Codes of the wire contract that the data plane answers with, each with its HTTP status and the message that clients may
 * match on; `null` where the description is the message.
 */
export const problems = {
  noSuchGateway: { status: 400, code: 2001, message: 'Gateway does not exist' },
  /** The hosted service says 400 here, and SDKs then never retry; ours is a gateway error, as HTTP means it. */
  upstreamFailed: { status: 502, code: 2005, message: 'Failed to get response from provider' },
  upstreamTimedOut: { status: 504, code: 2005, message: 'Failed to get response from provider' },
  invalidProvider: { status: 400, code: 2008, message: 'Invalid provider' },
  unauthorized: { status: 401, code: 2009, message: 'Unauthorized' },
  noSuchAlias: { status: 400, code: 2040, message: null },
  internal: { status: 500, code: 7000, message: null },
  /** The hosted control plane's code for a parameter it cannot take; the data plane has none of its own. */
  invalidRequest: { status: 400, code: 7001, message: null },
  notFound: { status: 404, code: 7002, message: null },
  /** The control plane's, for a token that is good elsewhere. */
  forbidden: { status: 403, code: 10000, message: 'Authentication error' },
  /** The control plane's. */
  notAllowed: { status: 405, code: 7001, message: null },
  /** The code of the REST API for a model that nobody here has. */
  noSuchModel: { status: 404, code: 7003, message: null },
  /** The provider's API has no words for a part of the request; another provider's may. */
  unsupported: { status: 400, code: 7001, message: null },
  rateLimited: { status: 429, code: 2003, message: 'Rate limited' },
  overBudget: { status: 429, code: 2045, message: null },
  /** The data plane has no code for it. A part of the gateway's own failed, which is 7000; it may pass, which is 503: SDKs try again. */
  limiterFailed: { status: 503, code: 7000, message: null },
  tooLarge: { status: 413, code: 7001, message: null },
} as const

/** A kind of answer of the gateway's own. */
export type ProblemName = keyof typeof problems

/** Why an upstream gave no answer, in the one word of the `cf-aig-error` header. */
export type UpstreamFailure = 'unreachable' | 'reset' | 'timeout'

/** An answer of the gateway's own. `description` says what happened and what to do; it never holds a secret. */
export class GatewayError extends Error {
  override readonly name = 'AiGatewayError'
  readonly problem: ProblemName
  readonly description: string
  readonly failure: UpstreamFailure | null
  /** Headers of the answer besides `cf-aig-error`. */
  readonly headers: { readonly [name: string]: string }

  constructor(
    problem: ProblemName,
    description: string,
    failure: UpstreamFailure | null = null,
    headers: { readonly [name: string]: string } = {},
  ) {
    super(description)
    this.problem = problem
    this.description = description
    this.failure = failure
    this.headers = headers
  }

  /** The request itself is at fault: no other provider would make it right. */
  get isFinal(): boolean {
    return this.problem === 'invalidRequest' || this.problem === 'tooLarge'
  }
}

/** The control plane's own code and words for a token that opens nothing. */
const NOT_AUTHENTICATED = { code: 10000, message: 'Authentication error' } as const

/** The response for anything thrown while a request was served. What is not a GatewayError is ours: 500, details in the log. */
export function problemResponse(thrown: unknown): Response {
  return envelope(told(thrown))
}

/** Ours is not the client's to know more of. */
function told(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown
  console.error('gatewright: unexpected error', thrown)
  return new GatewayError('internal', 'The gateway failed to handle this request. Its log says why.')
}

/** The same in the control plane's shape, of which SDKs read `errors`. Source: the wire contract, "errors" and "clients". */
export function controlPlaneResponse(thrown: unknown): Response {
  const { name, problem, description, failure, headers } = told(thrown)
  const { status } = problems[problem]
  const { code, message } = problem === 'unauthorized' ? NOT_AUTHENTICATED : problems[problem]
  const errors = [{ code, message: message ?? description }]
  const body = { success: false, result: null, errors, messages: [], name, internalCode: code, description }
  return Response.json(body, { status, headers: withFailure(headers, failure) })
}

function envelope({ name, problem, description, failure, headers }: GatewayError): Response {
  const { status, code, message } = problems[problem]
  const shown = message ?? description
  const body = {
    success: false,
    result: [],
    messages: [],
    error: [{ code, message: shown }],
    name,
    httpCode: status,
    internalCode: code,
    message: shown,
    description,
  }
  return Response.json(body, { status, headers: withFailure(headers, failure) })
}

function withFailure(headers: GatewayError['headers'], failure: UpstreamFailure | null): GatewayError['headers'] {
  return failure === null ? headers : { ...headers, 'cf-aig-error': failure }
}
