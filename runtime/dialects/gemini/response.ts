// A whole `GenerateContentResponse` -> the answer.

import type { AssistantPart, ChatResponse, Choice, JsonObject } from '../chat.ts'
import { Unreadable } from '../unreadable.ts'
import type { CallIds } from './call-ids.ts'
import { newVoice, type Spoken, saidIn } from './candidate.ts'
import { BLOCKED, finishOf, headOf, isBlocked, logprobsOf, usageOf } from './facts.ts'
import { isObject, listOf, numberOf, objectOf, textOf } from '../loose.ts'

/** Throws an Unreadable where there is no candidate and no word why. */
export function readResponse(value: unknown, callIds: CallIds): ChatResponse {
  const body = objectOf(value)
  const candidates = listOf(body.candidates)
  if (candidates.length === 0 && !isBlocked(body)) throw new Unreadable('it has no `candidates`')
  const head = headOf(body)
  const spoken = { responseId: head.id, callIds, calls: 0 }
  const all = candidates.length === 0 ? [{ finishReason: BLOCKED }] : candidates
  const choices = all.map((candidate, position) => choiceOf(objectOf(candidate), position, spoken))
  return { ...head, choices, usage: isObject(body.usageMetadata) ? usageOf(body.usageMetadata) : null }
}

function choiceOf(candidate: JsonObject, position: number, spoken: Spoken): Choice {
  const voice = newVoice()
  const content: AssistantPart[] = []
  for (const part of listOf(objectOf(candidate.content).parts)) {
    for (const said of saidIn(part, spoken, voice)) append(content, said)
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
  if (said.kind === 'text' && last?.kind === 'text') {
    content[content.length - 1] = { ...last, text: last.text + said.text }
  } else if (said.kind === 'reasoning' && last?.kind === 'reasoning' && last.signature === null) {
    content[content.length - 1] = { ...said, text: last.text + said.text }
  } else content.push(said)
}
