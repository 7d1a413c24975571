// What the model says, piece by piece in; the items of an answer as they grow, and the events that tell so, out. A thought or a message ends
// when something else begins; calls stay open until the answer ends, for their arguments may come in any mix.

import type { JsonObject } from '../chat.ts'
import { ARGUMENTS, type EntryKind, type Growing, ITEMS, type PartKind } from './parts.ts'
import { type Sealed, seal } from './seal.ts'

/** An item that is open, and the part of it that is. */
interface Item {
  readonly json: Growing
  readonly place: JsonObject
  part: { readonly kind: PartKind; readonly json: Growing; readonly place: JsonObject } | null
}

/** Writes the items of one answer. */
export interface OutputWriter {
  /** More of a thought or message. `tokens`: their probabilities. */
  readonly say: (kind: EntryKind, text: string, tokens?: readonly unknown[]) => void
  readonly call: (index: number, call_id: string, name: string) => void
  /** More of a call's arguments. */
  readonly argue: (index: number, json: string) => void
  /** What only the provider can read, in a reasoning item: the open one for its own signature. */
  readonly hide: (sealed: Sealed) => void
  /** Ends what is open. Of an answer that was cut it is the last item that is incomplete. */
  readonly close: (isCut: boolean) => void
  /** Marks what is open as incomplete, and says nothing. */
  readonly abandon: () => void
}

/** Items are added to `output`; ids are made of `answerId` and their place: there is no chance in them. */
export function outputWriter(
  output: Growing[],
  answerId: () => string,
  emit: (type: string, fields: JsonObject) => void,
): OutputWriter {
  const open = new Set<Item>()
  const calls = new Map<number, Item>()
  /** The thought or message that is open. */
  let speaking: Item | null = null

  function add(type: keyof typeof ITEMS, call: JsonObject = {}): Item {
    hush()
    const [prefix, make] = ITEMS[type]
    const output_index = output.length
    const item_id = `${prefix}_${answerId().replace(/^resp_/, '')}_${output_index}`
    const json = { id: item_id, type, ...make(), ...call }
    const item: Item = { json, place: { item_id, output_index }, part: null }
    output.push(json)
    open.add(item)
    emit('output_item.added', { output_index, item: json })
    return item
  }

  function openPart(item: Item, kind: EntryKind): void {
    const list = item.json[kind.list] as Growing[]
    const [json, place] = [kind.make(), { ...item.place, [kind.counter]: list.length }]
    list.push(json)
    item.part = { kind, json, place }
    emit(`${kind.frame}.added`, { ...place, part: json })
  }

  /** A call that has ended takes no more. */
  function more(item: Item | undefined, delta: string, tokens: readonly unknown[] = []): void {
    if (!item?.part) return
    const { kind, json, place } = item.part
    const { logprobs } = json
    json[kind.field] += delta
    if (Array.isArray(logprobs)) logprobs.push(...tokens)
    emit(`${kind.name}.delta`, { ...place, delta, ...(logprobs ? { logprobs: tokens } : {}) })
  }

  function closePart(item: Item): void {
    if (item.part === null) return
    const { kind, json, place } = item.part
    const { field, name, frame } = kind as PartKind & Partial<EntryKind>
    // A call without arguments is one with none: clients parse them.
    if (frame === undefined && json[field] === '') more(item, '{}')
    const { [field]: whole, logprobs } = json
    emit(`${name}.done`, { ...place, [field]: whole, ...(logprobs ? { logprobs } : {}) })
    if (frame !== undefined) emit(`${frame}.done`, { ...place, part: json })
    item.part = null
  }

  function closeItem(item: Item, status: string): void {
    const { json, place } = item
    closePart(item)
    if (json.status) json.status = status
    open.delete(item)
    emit('output_item.done', { output_index: place.output_index, item: json })
  }

  /** Ends the thought or message that is open. */
  function hush(): void {
    if (speaking !== null) closeItem(speaking, 'completed')
    speaking = null
  }

  return {
    say(kind, text, tokens = []) {
      if (text === '' && tokens.length === 0) return
      if (speaking?.json.type !== kind.item) speaking = add(kind.item)
      if (speaking.part?.kind !== kind) {
        closePart(speaking)
        openPart(speaking, kind)
      }
      more(speaking, text, tokens)
    },
    call(index, call_id, name) {
      const item = add('function_call', { call_id, name })
      item.part = { kind: ARGUMENTS, json: item.json, place: item.place }
      calls.set(index, item)
    },
    argue: (index, json) => more(calls.get(index), json),
    hide(sealed) {
      const isOwn = sealed.kind === 'signature' && speaking?.json.type === 'reasoning'
      if (!isOwn) speaking = add('reasoning')
      if (speaking !== null) speaking.json.encrypted_content = seal(sealed)
      hush()
    },
    close(isCut) {
      const last = output.at(-1)
      for (const item of open) closeItem(item, isCut && item.json === last ? 'incomplete' : 'completed')
      speaking = null
    },
    abandon() {
      for (const { json } of open) if (json.status) json.status = 'incomplete'
    },
  }
}
