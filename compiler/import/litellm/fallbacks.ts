// LiteLLM's fallbacks and aliases: which group is asked after which, and what else a group is called.

import { at, entriesIn, itemsIn, textAt, textIn } from '../source/fields.ts'
import type { Field, Notes } from '../source/notes.ts'

/** What is asked after a group; `from` null: after every one. */
export interface Chain {
  readonly field: Field
  readonly from: string | null
  readonly to: readonly string[]
  /** After any failure, or only when the prompt is too long or not wanted. */
  readonly kind: 'any' | 'special'
}

const kinds = [
  ['fallbacks', 'any'],
  ['default_fallbacks', 'any'],
  ['context_window_fallbacks', 'special'],
  ['content_policy_fallbacks', 'special'],
] as const

/** Every fallback of a configuration, those after any failure first. */
export function fallbacksIn(notes: Notes, root: Field): readonly Chain[] {
  const rooms = ['router_settings', 'litellm_settings'].map((room) => at(notes, root, room))
  return kinds.flatMap(([key, kind]) =>
    rooms.flatMap((room): readonly Chain[] => {
      const list = at(notes, room, key)
      if (list === null) return []
      const names = itemsIn(list).flatMap((item) => textIn(item) ?? [])
      const everywhere: Chain[] = names.length === 0 ? [] : [{ field: list, from: null, to: names, kind }]
      const single = itemsIn(list).flatMap((item) =>
        entriesIn(notes, item).map(([from, field]) => ({ field, from, to: namesIn(field), kind })),
      )
      return [...everywhere, ...single]
    }),
  )
}

// A fallback may also be `{ model: name, … }`.
function namesIn(field: Field): readonly string[] {
  const alone = textIn(field)
  if (alone !== null) return [alone]
  return itemsIn(field).flatMap((item) => textIn(item) ?? [])
}

/** The other names of groups. */
export function aliasesIn(
  notes: Notes,
  root: Field,
): readonly { readonly field: Field; readonly alias: string; readonly group: string }[] {
  const rooms = ['router_settings', 'litellm_settings'].map((room) => at(notes, root, room))
  return rooms.flatMap((room) =>
    entriesIn(notes, at(notes, room, 'model_group_alias')).map(([alias, field]) => {
      const group = textIn(field) ?? textAt(notes, field, 'model')?.[0] ?? ''
      return { field, alias, group }
    }),
  )
}
