// `POST /ai-gateway/run` and `POST /run`: a model, by name in a header, with its inputs -> the attempts that the REST API would make of them,
// and the model's own answer without an envelope. Streams can be taken up again. Source: the wire contract, "bindings".

import type { JsonObject } from '../../dialects/chat.ts'
import { objectOf } from '../../dialects/loose.ts'
import type { Door } from '../../exchange.ts'
import type { LookUp } from '../../locate.ts'
import { GatewayError } from '../../problem.ts'
import { attemptsAt } from '../ask.ts'
import { readBody } from '../asked.ts'
import { running } from '../running.ts'
import { modelAnswer } from './answer.ts'
import type { BindingCall, BindingDoor, Taken } from './binding.ts'
import { at } from './located.ts'
import { withOptions } from './options.ts'
import { resumable } from './recording.ts'
import { runFile } from './run-file.ts'
import { modelIn } from './said.ts'

/** Throws `invalidRequest` for a body that says no inputs. */
export const run: BindingDoor = async (call) => {
  const { request, query, translators } = call
  const name = modelIn(request.headers)
  if (query.has('userInputs')) return taken(call, null, request.headers, runFile(name, query), () => true)
  const { inputs, options } = (await readBody(request)).body
  const { gateway: stated, queueRequest } = objectOf(options)
  const { id } = objectOf(stated)
  const queued = queueRequest === true ? '?queueRequest=true' : ''
  let isOwn = false
  const door: Door = async ({ gateway }, entry, { headers }, rows) => {
    const { asked, aims } = running(gateway, name, inputsOf(inputs), '', rows)
    isOwn = asked.own !== null
    const incoming = { headers, entry, step: null }
    const whole = isOwn ? { ...asked, query: queued } : asked
    return { attempts: attemptsAt(aims, whole, incoming, gateway, rows, translators), deadlineMs: aims.deadlineMs }
  }
  const headers = withOptions(request.headers, objectOf(stated))
  return taken(call, typeof id === 'string' && id !== '' ? id : null, headers, door, () => isOwn)
}

function taken(call: BindingCall, id: string | null, headers: Headers, door: Door, isOwn: () => boolean): Taken {
  const { request, env, context } = call
  const find = at(id, call)
  let gateway = ''
  return {
    request: call.query.has('userInputs') ? request : new Request(request, { headers, body: null }),
    surface: {
      door,
      locate(lookUp: LookUp) {
        const located = find(lookUp)
        gateway = located.gateway.id
        return located
      },
    },
    finish: async (response) => resumable(await modelAnswer(response, isOwn()), gateway, env, context),
  }
}

function inputsOf(inputs: unknown): JsonObject {
  if (typeof inputs === 'object' && inputs !== null && !Array.isArray(inputs)) return inputs as JsonObject
  throw new GatewayError('invalidRequest', '`run` takes inputs as an object: env.AI.run(model, { prompt: "…" }).')
}
