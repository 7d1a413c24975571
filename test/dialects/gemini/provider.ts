// A stand-in for the Gemini API, by its reference (ai.google.dev/api): reads generateContent requests, writes answers, streams and errors.

import type {
  ChatEvent,
  ChatResponse,
  Choice,
  Failure,
  Finish,
  JsonObject,
  Usage,
} from '../../../runtime/dialects/chat.ts'
import { parseExactly } from '../../../runtime/json.ts'
import type { ProviderSide } from '../provider.ts'
import { expressible, MARK } from './expressible.ts'
import { readRequest } from './read.ts'

/** The side that faces the gateway. */
export const gemini: ProviderSide = {
  read: readRequest,
  response,
  events,
  failure,
  contentType: 'text/event-stream',
  expressible,
}

const REASONS: { readonly [reason in Finish['reason']]: string } = {
  stop: 'STOP',
  tool_calls: 'STOP',
  length: 'MAX_TOKENS',
  content_filter: 'SAFETY',
  refusal: 'PROHIBITED_CONTENT',
  pause: 'CONTINUATION',
  error: 'MALFORMED_FUNCTION_CALL',
}

function response({ choices, usage, ...told }: ChatResponse): JsonObject {
  return {
    ...head(told),
    candidates: choices.map(candidate),
    ...(usage === null ? {} : { usageMetadata: usageMetadata(usage) }),
  }
}

function head({ id, model, createdSeconds }: Omit<ChatResponse, 'choices' | 'usage'>): JsonObject {
  return {
    ...(id === null ? {} : { responseId: id }),
    ...(model === null ? {} : { modelVersion: model }),
    ...(createdSeconds === null ? {} : { createTime: new Date(createdSeconds * 1000).toISOString() }),
  }
}

function candidate({ index, content, finish, logprobs }: Choice): JsonObject {
  const parts = content.flatMap((part): JsonObject[] => {
    if (part.kind === 'text') return [{ text: part.text }]
    if (part.kind === 'reasoning') return [{ text: part.text, thought: true, ...signed(part.signature) }]
    if (part.kind !== 'tool_call') return []
    return [
      { functionCall: { id: part.id, name: part.name, args: parseExactly(part.arguments) }, ...signed(part.signature) },
    ]
  })
  return {
    // Protocol buffers leave zeros out.
    ...(index === 0 ? {} : { index }),
    content: { role: 'model', parts },
    finishReason: REASONS[finish.reason],
    ...(logprobs === null ? {} : { logprobsResult: logprobsResult(logprobs) }),
  }
}

function signed(signature: string | null): JsonObject {
  return signature === null ? {} : { thoughtSignature: signature.replace(MARK, '') }
}

function logprobsResult({ content }: JsonObject): JsonObject {
  const tokens = content as { token: string; logprob: number; top_logprobs: { token: string; logprob: number }[] }[]
  const named = ({ token, logprob }: { token: string; logprob: number }) => ({ token, logProbability: logprob })
  return {
    chosenCandidates: tokens.map(named),
    topCandidates: tokens.map((token) => ({ candidates: token.top_logprobs.map(named) })),
  }
}

function usageMetadata({ inputTokens, outputTokens, cachedTokens, reasoningTokens }: Usage): JsonObject {
  return {
    promptTokenCount: inputTokens,
    candidatesTokenCount: outputTokens - (reasoningTokens ?? 0),
    totalTokenCount: inputTokens + outputTokens,
    ...(cachedTokens === null ? {} : { cachedContentTokenCount: cachedTokens }),
    ...(reasoningTokens === null ? {} : { thoughtsTokenCount: reasoningTokens }),
  }
}

/** Calls come whole, where their arguments end; a frame for each piece of anything else. */
function events(all: readonly ChatEvent[]): readonly Uint8Array[] {
  const said = all.findLast((event) => event.kind === 'usage')
  const start = all.find((event) => event.kind === 'start')
  const told = start === undefined ? {} : head(start)
  const metadata = said === undefined ? {} : { usageMetadata: usageMetadata(said.usage) }
  return all.flatMap((event, position) => {
    if (event.kind === 'failure') return [frame(failure(event.failure))]
    if (!('choice' in event)) return []
    const piece = pieceOf(event, all, position)
    if (piece === null) return []
    const index = event.choice === 0 ? {} : { index: event.choice }
    return [frame({ candidates: [{ ...piece, ...index }], ...metadata, ...told })]
  })
}

function pieceOf(
  event: Extract<ChatEvent, { choice: number }>,
  all: readonly ChatEvent[],
  position: number,
): JsonObject | null {
  const parts = (...some: JsonObject[]) => ({ content: { role: 'model', parts: some } })
  switch (event.kind) {
    case 'text':
      return {
        ...parts({ text: event.text }),
        ...(event.logprobs === null ? {} : { logprobsResult: logprobsResult(event.logprobs) }),
      }
    case 'reasoning':
      return parts({ text: event.text, thought: true })
    case 'signature':
      return parts({ text: '', ...signed(event.signature) })
    case 'tool_call': {
      const json = all.slice(position).reduce((text, later) => {
        const isMore = later.kind === 'arguments' && later.choice === event.choice && later.index === event.index
        return isMore ? text + later.json : text
      }, '')
      const { id, name, signature } = event
      return parts({ functionCall: { id, name, args: parseExactly(json || '{}') }, ...signed(signature) })
    }
    case 'finish':
      return { ...parts({ text: '' }), finishReason: REASONS[event.finish.reason] }
    default:
      return null
  }
}

function frame(body: JsonObject): Uint8Array {
  return new TextEncoder().encode(`data: ${JSON.stringify(body)}\r\n\r\n`)
}

function failure({ status, type, code, message, param }: Failure): JsonObject {
  const details = [
    ...(code === null ? [] : [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: code }]),
    ...(param === null
      ? []
      : [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field: param }] }]),
  ]
  return { error: { code: status, message, ...(type === null ? {} : { status: type }), details } }
}
