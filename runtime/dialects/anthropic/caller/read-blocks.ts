// Anthropic's content blocks in, neutral parts out. What a block says that the neutral shape cannot is named, as is a block of another kind.
// Source: Anthropic's API reference, "Messages", and the types of @anthropic-ai/sdk.

import type { AssistantPart, FilePart, ImagePart, Source, TextPart } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { partsOf } from '../blocks.ts'
import { revealed } from './call-signature.ts'
import { type Fields, field, list, nameRest, needed } from './fields.ts'

/** The parts of each role's turns. */
interface Roles {
  readonly system: TextPart
  readonly user: TextPart | ImagePart | FilePart
  readonly assistant: AssistantPart
}

/** And the kinds of blocks that they are. */
const BLOCKS: { readonly [Role in keyof Roles]: RegExp } = {
  system: /^text$/,
  user: /^(?:text|image|document)$/,
  assistant: /^(?:text|thinking|redacted_thinking|tool_use)$/,
}

/** A text is short for one block of text. */
export function blocksIn(from: Fields, name: string): readonly Fields[] {
  if (typeof from[name] !== 'string') return list(from, name, 'object')
  return [{ type: 'text', text: needed(from, name, 'string') }]
}

/** The parts that these blocks are. */
export function partsIn<Role extends keyof Roles>(blocks: readonly Fields[], role: Role, loss: Loss): Roles[Role][] {
  /** Of the call that comes next. */
  let signature: string | null = null
  return blocks.flatMap((block) => {
    const type = needed(block, 'type', 'string')
    const part = BLOCKS[role].test(type) ? read(block, type) : null
    if (part) nameRest(block, `messages.${type}.`, loss)
    else loss.drop(`messages.${type}`)
    const itsSignature = signature
    signature = part?.kind === 'redacted_reasoning' ? revealed(part.data) : null
    if (!part || signature !== null) return []
    return [(part.kind === 'tool_call' ? { ...part, signature: itsSignature } : part) as Roles[Role]]
  })
}

function read(block: Fields, type: string): Roles['user'] | AssistantPart | undefined {
  const cacheControl = field(block, 'cache_control', 'object')
  const text = (name: string) => needed(block, name, 'string')
  if (type !== 'image' && type !== 'document') {
    const [part] = partsOf(block, type, text)
    return part && 'cacheControl' in part ? { ...part, cacheControl } : part
  }
  const source = sourceOf(needed(block, 'source', 'object'))
  if (type === 'image') return source && { kind: 'image', source, detail: null, cacheControl }
  return source && { kind: 'file', source, name: field(block, 'title', 'string'), cacheControl }
}

/** A text is a file of plain text; what is made of blocks is none. */
function sourceOf(source: Fields): Source | undefined {
  const text = (name: string) => needed(source, name, 'string')
  switch (text('type')) {
    case 'base64':
      return { kind: 'bytes', mediaType: text('media_type'), base64: text('data') }
    case 'text':
      return { kind: 'bytes', mediaType: 'text/plain', base64: encoded(text('data')) }
    case 'url':
      return { kind: 'url', url: text('url') }
    case 'file':
      return { kind: 'id', id: text('file_id') }
    default:
      return undefined
  }
}

function encoded(text: string): string {
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}
