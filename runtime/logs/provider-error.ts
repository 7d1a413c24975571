// What a provider says went wrong, in a line. Promises that no key which was sent is in it, also where a provider repeats it.

import { objectOf, objectsIn, textOf } from '../dialects/loose.ts'
import type { Attempt, Environment } from '../exchange.ts'
import { slotsOf } from '../headers.ts'

const MOST_CHARACTERS = 300
/** Shorter ones are no keys. */
const LEAST_CHARACTERS = 8

/** `{"error": {"message": "…"}}`, `{"error": "…"}`, `{"message": "…"}`, lists of these, and what else vendors have; `null`: nothing. */
export function messageIn(said: unknown): string | null {
  const [first] = Array.isArray(said) ? said : [said]
  const body = objectOf(first)
  const { error } = body
  const places = [
    objectOf(error).message,
    error,
    objectsIn(error)[0]?.message,
    objectsIn(body.errors)[0]?.message,
    objectOf(objectOf(body.response).error).message,
    body.message,
    body.Message,
    body.detail,
    objectOf(body.detail).message,
  ]
  return places.map(textOf).find((text) => text !== null && text.trim() !== '') ?? null
}

/** A text as one short line. */
export function lineOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS - 1)}…`
}

/** The keys that may go out with an attempt: the caller's own, and those that the gateway stores. */
export function keysOf({ headers, query, provider, row, spent }: Attempt, env: Environment): readonly string[] {
  const slots = ['cf-aig-authorization', 'authorization', 'x-api-key', ...slotsOf(row), ...spent]
  const sent = slots.map((name) => headers.get(name)?.replace(/^\S+ +(?=\S+$)/, ''))
  const { query: parameter } = row.credential
  const inQuery = parameter === null ? [] : new URLSearchParams(query).getAll(parameter)
  const stored = Object.values(provider.keys).map((name) => textOf(env[name]))
  return [...sent, ...inQuery, ...stored].filter((key) => key != null && key.length >= LEAST_CHARACTERS) as string[]
}

/** The text without these. */
export function withoutKeys(text: string, keys: readonly string[]): string {
  return keys.reduce((left, key) => left.replaceAll(key, '***'), text)
}
