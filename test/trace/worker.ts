// What the Worker makes of a described request, up to where it would be sent: its own doors and its own decisions, with a platform
// and translators that say no more than who was to be asked in what.

import type { Plan } from '../../compiler/3-plan/ir.ts'
import { textPayload } from '../../runtime/attempts/payload.ts'
import type { Translate } from '../../runtime/endpoints/ask.ts'
import { apis } from '../../runtime/endpoints/asked.ts'
import { compat } from '../../runtime/endpoints/compat.ts'
import { compatStep } from '../../runtime/endpoints/compat-step.ts'
import { dynamic } from '../../runtime/endpoints/dynamic.ts'
import { native } from '../../runtime/endpoints/native.ts'
import { rest } from '../../runtime/endpoints/rest.ts'
import { universal } from '../../runtime/endpoints/universal.ts'
import type { Attempt, Call, Door, Exchange, Layer, Outcome } from '../../runtime/exchange.ts'
import { type Located, locate } from '../../runtime/locate.ts'
import { GatewayError } from '../../runtime/problem.ts'
import type { GatewayRecord } from '../../runtime/records.ts'
import type { Sent } from './requests.ts'

// Not seen by the type check, which has Node's types here and not the Worker's.
const attemptModule: string = '../../runtime/attempts/attempt.ts'
const { resolve } = (await import(attemptModule)) as { readonly resolve: Resolve }

type Resolve = (
  attempt: Attempt,
  exchange: Exchange,
  hasNext: boolean,
  abilities: { readonly layers: readonly Layer[]; readonly [name: string]: unknown },
) => Promise<Outcome>

/** An attempt as far as it is decided: a call, or why there is none. */
export interface Decided {
  readonly attempt: Attempt
  readonly call: Call | GatewayError
  /** Between which dialects; `null`: the body goes out as it came but for the model. */
  readonly translated: string | null
  readonly deadlineMs: number | null
}

/** No JSON begins like this. */
const MARK = 'from '
const asked: Translate = ({ api }, { dialect }) => ({
  payload: textPayload(`${MARK}${apis[api].dialect} to ${dialect}`),
  translation: { dropped: () => [], answer: async (response) => response },
})
const translators = { chats: asked, embeddings: asked }

/** Throws the GatewayError of a request that comes to no attempt. Empty where the gateway answers itself. */
export async function worked({ gateways, rows: planned, features }: Plan, sent: Sent): Promise<readonly Decided[]> {
  const records = new Map(gateways.map(({ record }) => [record.id, record]))
  const lookUp = (id: string) => records.get(id)
  const rows = new Map(planned.map(({ name, row }) => [name, row]))
  const url = sent.isRest ? `/client/v4/accounts/acme/ai/${sent.below}` : `/v1/acme/g${sent.below}`
  const request = new Request(`http://localhost${url}`, {
    method: sent.method,
    headers: [...sent.headers, ['cf-aig-gateway-id', 'g']].map(([name = '', value = '']): [string, string] => [
      name,
      value,
    ]),
    // Bytes: a text would bring a content type of its own.
    body: sent.body === null ? null : new TextEncoder().encode(sent.body),
  })
  const surface = features.rest.length > 0 ? rest(translators)(request.url) : null
  const located = (surface ?? { locate }).locate(lookUp, request.url, request.headers)
  const door = surface?.door ?? doorOf(located, features)
  const course = await door(located, { caller: null, spent: [], query: located.query }, request, rows, '')
  if (course instanceof Response) return []
  const deadlineMs = course.deadlineMs ?? located.gateway.deadlineMs
  return Promise.all(
    course.attempts.map(async (attempt) => ({
      attempt,
      translated: translatedOf(attempt),
      call: await callOf(attempt, exchangeOf(request, located.gateway)),
      deadlineMs,
    })),
  )
}

function translatedOf({ model, payload }: Attempt): string | null {
  const body = model === null ? null : payload.take()
  return typeof body === 'string' && body.startsWith(MARK) ? body : null
}

function doorOf({ segment }: Located, features: Plan['features']): Door {
  const doors: { readonly [segment: string]: readonly [Door, readonly unknown[]] } = {
    '': [universal(features.compat.length > 0 ? compatStep(translators) : null), features.universal],
    compat: [compat(translators), features.compat],
    dynamic: [dynamic(translators), features.routes],
  }
  const [door, uses] = (Object.hasOwn(doors, segment) ? doors[segment] : undefined) ?? [native, []]
  if (uses.length > 0) return door
  if (segment !== '' && features.native.length > 0) return native
  throw new GatewayError('notFound', 'Nothing is served at this path. Use /v1/{account_id}/{gateway_id}/{provider}/….')
}

/** The innermost layer sees what would be sent, and sends nothing. */
async function callOf(attempt: Attempt, exchange: Exchange): Promise<Call | GatewayError> {
  const seen: Call[] = []
  const { problem } = await resolve(attempt, exchange, false, {
    signers: {},
    builtins: {},
    bound: null,
    namedTarget: null,
    stage: null,
    watch: null,
    layers: [
      async (call) => {
        if (attempt.row.builtin === null) call.identity()
        seen.push(call)
        return { verdict: 'take', response: new Response(), problem: null }
      },
    ],
  })
  const [call] = seen
  if (call !== undefined) return call
  if (problem === null) throw new Error('an attempt came to neither a call nor a problem')
  return problem
}

function exchangeOf(request: Request, gateway: GatewayRecord): Exchange {
  return {
    requestId: '',
    eventId: '',
    request,
    gateway,
    account: 'acme',
    caller: null,
    env: {},
    waitUntil: () => {},
    startDeadline: () => null,
    endsAtMs: null,
    decided: new Map(),
    surface: {},
  }
}
