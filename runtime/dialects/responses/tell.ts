// The events of an answer in, the events of OpenAI's Responses API out, as JSON. Only the first choice is told: this API has no other.
// Source: OpenAI's API reference, "Streaming events".

import type { ChatEvent, ChatRequest, Finish, JsonObject, Usage } from '../chat.ts'
import { listOf } from '../loose.ts'
import { type End, endOf, errorJson, responseJson } from './body.ts'
import { outputWriter } from './output.ts'
import { type Growing, REFUSAL, SUMMARY, TEXT } from './parts.ts'

/** Tells one answer. */
export interface Teller {
  readonly tell: (event: ChatEvent) => void
  /** The response object as it is now. */
  readonly whole: () => JsonObject
}

/** A teller for one answer to this request. What it sends grows afterwards, and is to be written down at once. */
export function teller(request: ChatRequest, send: (event: JsonObject) => void): Teller {
  const output: Growing[] = []
  const { say, call, argue, hide, close, abandon } = outputWriter(output, () => id, emit)
  let [id, model, createdSeconds, sequence] = ['resp_0', request.model, 0, 0]
  let usage: Usage | null = null
  let end: End | null = null
  let [isBegun, isRefused, isOver] = [false, false, false]

  function whole(): JsonObject {
    return responseJson({ id, model, createdSeconds, output, end, usage }, request)
  }

  function emit(type: string, fields: JsonObject = { response: whole() }): void {
    send({ type: `response.${type}`, sequence_number: sequence++, ...fields })
  }

  function begin(event: ChatEvent): void {
    isBegun = true
    if (event.kind === 'start') {
      if (event.id !== null) id = event.id.replace(/^(?:resp_)?/, 'resp_')
      model = event.model ?? model
      createdSeconds = event.createdSeconds ?? 0
    }
    emit('created')
    emit('in_progress')
  }

  function finish(why: Finish | null): void {
    if (end !== null) return
    end = endOf(why, isRefused)
    close(end.status !== 'completed')
  }

  function hear(event: Exclude<ChatEvent, { kind: 'ping' }>): void {
    switch (event.kind) {
      case 'start':
        break
      case 'text':
        say(TEXT, event.text, listOf(event.logprobs?.content))
        break
      case 'refusal':
        isRefused = true
        say(REFUSAL, event.text)
        break
      case 'reasoning':
        say(SUMMARY, event.text)
        break
      case 'signature':
        hide({ kind: event.kind, value: event.signature, callId: '' })
        break
      case 'redacted_reasoning':
        hide({ kind: 'redacted', value: event.data, callId: '' })
        break
      case 'tool_call': {
        const { index, id: callId, name, signature } = event
        // A call's own signature goes before it: clients give a reasoning item back, and have no other place for it.
        if (signature !== null) hide({ kind: 'call', value: signature, callId })
        call(index, callId, name)
        break
      }
      case 'arguments':
        argue(event.index, event.json)
        break
      case 'finish':
        finish(event.finish)
        break
      case 'usage':
        usage = event.usage
        break
      case 'failure': {
        // As OpenAI has it: an error, and then the answer that failed, if one had begun.
        const error = errorJson(event.failure)
        end = { status: 'failed', error }
        const { code, message, param } = error
        send({ type: 'error', sequence_number: sequence++, code, message, param, error })
        abandon()
        if (isBegun) emit('failed')
        isOver = true
        break
      }
      case 'end':
        finish(null)
        emit(`${end?.status}`)
        isOver = true
        break
      default:
        event satisfies never
    }
  }

  return {
    tell(event) {
      if (isOver || event.kind === 'ping' || ('choice' in event && event.choice !== 0)) return
      if (!isBegun && event.kind !== 'failure') begin(event)
      hear(event)
    },
    whole,
  }
}
