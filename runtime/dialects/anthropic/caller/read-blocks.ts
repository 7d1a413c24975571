// Anthropic's content blocks in, neutral parts out. What a block says that the neutral shape cannot is named, as is a block of another kind.
// Source: Anthropic's API reference, "Messages", and the types of @anthropic-ai/sdk.

import type { AssistantPart, FilePart, ImagePart, JsonObject, Source, TextPart } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { partsOf } from '../blocks.ts'
import { revealed } from './call-signature.ts'
import { field, list, nameOthers, needed } from './fields.ts'

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
export function blocksIn(from: JsonObject, name: string, path = ''): readonly JsonObject[] {
  const content = from[name]
  return typeof content === 'string' ? [{ type: 'text', text: content }] : list(from, name, 'object', path)
}

/** The parts that these blocks are; `path` is where they stand. */
export function partsIn<Role extends keyof Roles>(
  blocks: readonly JsonObject[],
  role: Role,
  path: string,
  loss: Loss,
): Roles[Role][] {
  return blocks.flatMap((block, position) => {
    const type = needed(block, 'type', 'string', path)
    if (BLOCKS[role].test(type)) {
      nameOthers(block, `messages.${type}.`, loss)
      return read(block, blocks[position - 1], path, loss) as Roles[Role][]
    }
    loss.drop(`messages.${type}`)
    return []
  })
}

function read(
  block: JsonObject,
  before: JsonObject | undefined,
  path: string,
  loss: Loss,
): (Roles['user'] | AssistantPart)[] {
  const cacheControl = field(block, 'cache_control', 'object', path)
  if (!('source' in block)) {
    const [part] = partsOf(block, (name) => needed(block, name, 'string', path))
    if (part?.kind === 'tool_call') return [{ ...part, signature: revealed(before?.data), cacheControl }]
    return !part || revealed(block.data) !== null ? [] : [part.kind === 'text' ? { ...part, cacheControl } : part]
  }
  const source = sourceOf(needed(block, 'source', 'object', path), `${path}source.`)
  if (source === null) {
    loss.drop(`messages.${block.type}`)
    return []
  }
  if (block.type === 'image') return [{ kind: 'image', source, detail: null, cacheControl }]
  return [{ kind: 'file', source, name: field(block, 'title', 'string', path), cacheControl }]
}

/** A text is a file of plain text; what is made of blocks is none. */
function sourceOf(source: JsonObject, path: string): Source | null {
  const text = (name: string) => needed(source, name, 'string', path)
  switch (source.type) {
    case 'base64':
      return { kind: 'bytes', mediaType: text('media_type'), base64: text('data') }
    case 'text':
      return { kind: 'bytes', mediaType: 'text/plain', base64: encoded(text('data')) }
    case 'url':
      return { kind: 'url', url: text('url') }
    case 'file':
      return { kind: 'id', id: text('file_id') }
    default:
      return null
  }
}

function encoded(text: string): string {
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}
