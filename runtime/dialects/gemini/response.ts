// A whole `GenerateContentResponse` -> the answer.

import type { AssistantPart, ChatResponse, Choice, JsonObject } from '../chat.ts'
import type { CallIds } from '../common/call-ids.ts'
import { isObject, listOf, numberOf, objectOf, textOf } from '../loose.ts'
import { Unreadable } from '../unreadable.ts'
import { candidatesOf, newVoice, saidIn } from './candidate.ts'
import { finishOf, headOf, logprobsOf } from './facts.ts'
import { usageOf } from './usage.ts'

/** Throws an Unreadable where there is no candidate and no word why. */
export function readResponse(value: unknown, idOf: CallIds): ChatResponse {
  const body = objectOf(value)
  const head = headOf(body)
  let calls = 0
  const nextId = (): string => idOf(head.id, calls++)
  const choices = candidatesOf(body).map((candidate, position) => choiceOf(candidate, position, nextId))
  if (choices.length === 0) throw new Unreadable('it has no `candidates`')
  return { ...head, choices, usage: isObject(body.usageMetadata) ? usageOf(body.usageMetadata) : null }
}

function choiceOf(candidate: JsonObject, position: number, nextId: () => string): Choice {
  const voice = newVoice()
  const content: AssistantPart[] = []
  for (const part of listOf(objectOf(candidate.content).parts)) {
    for (const said of saidIn(part, voice, nextId)) append(content, said)
  }
  return {
    index: numberOf(candidate.index) ?? position,
    content,
    finish: finishOf(textOf(candidate.finishReason) ?? 'STOP', voice.calls > 0),
    logprobs: logprobsOf(candidate.logprobsResult),
  }
}

/** Texts that follow each other are one, and so are thoughts up to their signature: Gemini cuts them anywhere. */
function append(content: AssistantPart[], said: AssistantPart): void {
  const last = content.at(-1)
  const isMore =
    last?.kind === said.kind && 'text' in last && 'text' in said && !('signature' in last && last.signature)
  if (isMore) content[content.length - 1] = { ...said, text: last.text + said.text }
  else content.push(said)
}
