// The errors of the platform's `env.AI`, under the names and in the words that callers match on. Source: the wire contract, "bindings".

/** What of an answer an error is made of. */
interface ErrorBody {
  readonly internalCode?: number
  readonly description?: string
  readonly name?: string
  readonly errors?: readonly ({ readonly code?: number; readonly message?: string } | null)[]
}

/** A model, or the gateway, said no. */
export class InferenceUpstreamError extends Error {
  constructor(message: string, name = 'InferenceUpstreamError') {
    super(message)
    this.name = name
  }
}

/** A call that this binding cannot make. */
export class AiInternalError extends Error {
  override name = 'AiInternalError'
}

/** The gateway failed at something that is about itself. */
export class AiGatewayInternalError extends Error {
  override name = 'AiGatewayInternalError'
}

/** There is no such row in the gateway's log. */
export class AiGatewayLogNotFound extends Error {
  override name = 'AiGatewayLogNotFound'
}

/** What `run` throws for an answer, and the code in it; `null`: it has none of its own. */
export function runFailure(text: string): { readonly error: InferenceUpstreamError; readonly code: number | null } {
  const { internalCode, description, name, errors } = bodyOf(text)
  if (internalCode)
    return { error: new InferenceUpstreamError(`${internalCode}: ${description}`, name), code: internalCode }
  const [first] = errors ?? []
  return { error: new InferenceUpstreamError(first ? `${first.code}: ${first.message}` : text), code: null }
}

/** What the calls about a gateway throw for an answer: `kind`, or the text where it is no error that is known. */
export function gatewayFailure(text: string, kind: new (message: string) => Error, otherwise: string): Error {
  const { errors } = bodyOf(text)
  return Array.isArray(errors) ? new kind(errors[0]?.message || otherwise) : new AiGatewayInternalError(text)
}

function bodyOf(text: string): ErrorBody {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}
