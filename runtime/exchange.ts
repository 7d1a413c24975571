// One client request on its way through the gateway, and the attempts at answering it. Every endpoint kind turns its
// request into these shapes; everything after them knows no endpoint.

import type { Located, LookUp } from './locate.ts'
import type { RequestType } from './logs/row.ts'
import type { GatewayError } from './problem.ts'
import type { GatewayRecord, ProviderRecord, ProviderRow } from './records.ts'
import type { Settings } from './settings.ts'

/** The Worker's environment: secrets by name, and the platform's bindings. */
export type Environment = { readonly [name: string]: unknown }

/** The provider rows of this bundle, by name. */
export type Rows = ReadonlyMap<string, ProviderRow>

/** A request's body as fetch takes it. */
export type Body = ReadableStream | ArrayBuffer | string | null

/** A body that may have to be had more than once; attempts/payload.ts. */
export interface Payload {
  /** The body for one sending. Once {@link hold} has succeeded it can be had any number of times, else once. */
  take: () => Body
  /** Reads the body so that it can be had again. `null`: it is larger than may be held, and {@link take} still gives it whole, once. */
  hold: () => Promise<ArrayBuffer | null>
}

/** Someone whom the gateway let in, and what is left of the request once the gateway's tokens are out of it. */
export interface Entry {
  /** The token's name; `null` where authentication is off. */
  readonly caller: string | null
  /** The headers that held a gateway token: none of them goes upstream. */
  readonly spent: readonly string[]
  /** The query, without a parameter that held one. */
  readonly query: string
}

/** A limit of time on an answer's beginning. */
export interface Deadline {
  readonly signal: AbortSignal
  readonly afterMs: number
  readonly stop: () => void
  /** Fires when nobody wants the answer any more: then nobody else is asked. HTTP requests have none; the platform sees to them. */
  readonly takenBack?: AbortSignal
}

/** One client request, from the moment it was let in. */
export interface Exchange {
  /** UUIDv7. */
  readonly requestId: string
  /** What the client sent in `cf-aig-event-id`, else the request's id. */
  readonly eventId: string
  readonly request: Request
  readonly gateway: GatewayRecord
  /** The `{account_id}` of the path; `null` where a host name implied the gateway. */
  readonly account: string | null
  /** The name of the token that opened the gateway; `null` where authentication is off. */
  readonly caller: string | null
  readonly env: Environment
  /** Keeps work alive when the client has left. */
  readonly waitUntil: (work: Promise<unknown>) => void
  /** Begins an attempt's limit of time. What was asked over a socket ends with this too when nobody wants the answer any more. */
  readonly startDeadline: (afterMs: number | null) => Deadline | null
  /** When all of it must be over, in epoch milliseconds; `null`: no limit. */
  readonly endsAtMs: number | null
  /** What was already decided for the whole request (a limit counts it once, however many attempts it takes). */
  readonly decided: Map<string, Promise<unknown>>
  /** Where it was taken; see {@link Surface.requestType}. */
  readonly surface: Pick<Surface, 'requestType'>
}

/** One request to one provider. */
export interface Attempt {
  /** Which of the client's steps, or of its route's, this is, from 0. */
  readonly step: number
  /** The YAML's name of the route that was asked for; `null`: none was. */
  readonly route: string | null
  /** The provider's name of the model, where callers ask by name; `null`: path or body tell it to the provider alone. */
  readonly model: string | null
  /** The provider's slug, as the YAML has it. */
  readonly slug: string
  readonly provider: ProviderRecord
  readonly row: ProviderRow
  readonly method: string
  /** Below the provider, without a leading slash, percent-encoding as sent. */
  readonly path: string
  /** With its `?`, or empty. */
  readonly query: string
  /** What was said to the provider and to the gateway, a step's own over the request's; the latter is taken out on the way up. */
  readonly headers: Headers
  /** Headers that held a gateway token: spent, and not to go upstream. */
  readonly spent: readonly string[]
  /** Headers in which the caller's API has its key, where that is not the provider's: the key moves to its place. Else empty. */
  readonly keyFrom: readonly string[]
  readonly payload: Payload
  /** `null`: caller and provider speak the same, and the answer passes as it is. */
  readonly translation: Translation | null
}

/** What stands between a caller and a provider that speak differently. */
export interface Translation {
  /** The fields that the provider could not be told; complete once the payload was taken. */
  readonly dropped: () => readonly string[]
  /** The provider's answer, a failure too, in the caller's words. Throws a GatewayError for one that cannot be read. */
  readonly answer: (response: Response) => Promise<Response>
}

/** An attempt whose settings are known: what the layers around it see. */
export interface Call {
  readonly attempt: Attempt
  readonly settings: Settings
  /** Whose key it goes out with: a fingerprint of the caller's own, or the name of a stored one. `null`: none. */
  readonly identity: () => string | null
  /** Whether another step could be asked if this one fails. */
  readonly hasNext: boolean
}

/**
 * How a call ended. `take`: this is the answer. `try on`: it failed, and whoever comes next may be asked.
 * `give up`: it failed in a way that the next would too (the client's limit, the request's deadline).
 */
export interface Outcome {
  readonly verdict: 'take' | 'try on' | 'give up'
  readonly response: Response
  /** Why there is no answer of a provider's: then the response is the gateway's own. */
  readonly problem: GatewayError | null
}

/** What wraps a call: it answers itself, or asks the next and looks at what came. */
export type Layer = (call: Call, exchange: Exchange, next: () => Promise<Outcome>) => Promise<Outcome>

/** What a request comes to. */
export interface Course {
  /** At least one. */
  readonly attempts: readonly Attempt[]
  /** How long all of them may take, where a route says so; `null`: as long as the gateway says. */
  readonly deadlineMs: number | null
}

/** A way in: turns a request into attempts, or answers it. Throws a GatewayError for one that it cannot take. */
export type Door = (located: Located, entry: Entry, request: Request, rows: Rows) => Promise<Course | Response>

/** Where a request is taken, other than by its path below a gateway. */
export interface Surface {
  /** What its requests are in the log; without one, what the path below the gateway says. */
  readonly requestType?: RequestType
  /** Which gateway a request is for. Throws `noSuchGateway`, or `notFound` for a path that is none of it. */
  readonly locate: (lookUp: LookUp, url: string, headers: Headers) => Located
  /** Without one, the door that the path names. */
  readonly door?: (...request: [...Parameters<Door>, requestId: string]) => ReturnType<Door>
  /** An error in its shape; without one, the data plane's. */
  readonly problem?: (thrown: unknown) => Response
  /** Someone who was let in before, and is not asked again. */
  readonly entry?: Entry
  /** Another beginning of time limits than the one that an HTTP request has. */
  readonly startDeadline?: Exchange['startDeadline']
}
