// Anthropic's content blocks in, neutral parts out. What a block says that the neutral shape cannot is named, as is a block of another kind.
// Source: Anthropic's API reference, "Messages", and the types of @anthropic-ai/sdk.

import type { AssistantPart, CacheControl, JsonObject, Source, TextPart, UserPart } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { revealed } from './call-signature.ts'
import { field, nameOthers, needed, objects, refusal } from './fields.ts'

/** A text is short for one block of text. */
export function blocksIn(from: JsonObject, name: string, path: string): readonly JsonObject[] {
  const content = from[name] ?? []
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return objects(field(from, name, 'array', path) ?? [], path)
}

/** Blocks of instructions, which are texts. */
export function textsOf(blocks: readonly JsonObject[], path: string, loss: Loss): readonly TextPart[] {
  return blocks.flatMap((block) => inputParts(block, path, loss)).filter((part) => part.kind === 'text')
}

/** A block of a question or of a tool's result. A search result is its title, its source and its texts. */
export function inputParts(block: JsonObject, path: string, loss: Loss): readonly UserPart[] {
  const cacheControl = cacheControlOf(block, path)
  switch (block.type) {
    case 'text':
      nameOthers(block, ['type', 'text', 'cache_control'], 'messages.text.', loss)
      return [{ kind: 'text', text: needed(block, 'text', 'string', `${path}.text`), cacheControl }]
    case 'image':
      nameOthers(block, ['type', 'source', 'cache_control'], 'messages.image.', loss)
      return [{ kind: 'image', source: sourceOf(block, path), detail: null, cacheControl }]
    case 'document':
      nameOthers(block, ['type', 'source', 'title', 'cache_control'], 'messages.document.', loss)
      return documentParts(block, path, loss)
    case 'search_result': {
      nameOthers(block, ['type', 'source', 'title', 'content', 'cache_control'], 'messages.search_result.', loss)
      const texts = textsOf(blocksIn(block, 'content', `${path}.content`), path, loss).map(({ text }) => text)
      const head = [block.title, block.source].filter((some) => typeof some === 'string')
      return [{ kind: 'text', text: [...head, ...texts].join('\n'), cacheControl }]
    }
    default:
      loss.drop(`messages.${needed(block, 'type', 'string', `${path}.type`)}`)
      return []
  }
}

/** The blocks of an assistant's turn. */
export function outputParts(blocks: readonly JsonObject[], path: string, loss: Loss): readonly AssistantPart[] {
  let signature: string | null = null
  return blocks.flatMap((block): readonly AssistantPart[] => {
    switch (block.type) {
      case 'text':
        return textsOf([block], path, loss)
      case 'thinking': {
        const text = field(block, 'thinking', 'string', `${path}.thinking`) ?? ''
        return [{ kind: 'reasoning', text, signature: field(block, 'signature', 'string', path) || null }]
      }
      case 'redacted_thinking': {
        const data = needed(block, 'data', 'string', `${path}.data`)
        signature = revealed(data)
        return signature === null ? [{ kind: 'redacted_reasoning', data }] : []
      }
      case 'tool_use': {
        const isDirect = (block.caller as JsonObject | null | undefined)?.type === 'direct'
        const known = ['type', 'id', 'name', 'input', 'cache_control', ...(isDirect ? ['caller'] : [])]
        nameOthers(block, known, 'messages.tool_use.', loss)
        const call: AssistantPart = {
          kind: 'tool_call',
          id: needed(block, 'id', 'string', `${path}.id`),
          name: needed(block, 'name', 'string', `${path}.name`),
          arguments: JSON.stringify(block.input ?? {}),
          signature,
          cacheControl: cacheControlOf(block, path),
        }
        signature = null
        return [call]
      }
      default:
        loss.drop(`messages.${needed(block, 'type', 'string', `${path}.type`)}`)
        return []
    }
  })
}

/** A mark for the prompt cache. */
export function cacheControlOf(block: JsonObject, path: string): CacheControl | null {
  return field(block, 'cache_control', 'object', `${path}.cache_control`)
}

/** A text is a file of plain text; a document made of blocks is its blocks. */
function documentParts(block: JsonObject, path: string, loss: Loss): readonly UserPart[] {
  const cacheControl = cacheControlOf(block, path)
  const name = field(block, 'title', 'string', `${path}.title`)
  const source = needed(block, 'source', 'object', `${path}.source`)
  if (source.type === 'content') {
    if (name !== null) loss.drop('messages.document.title')
    const parts = blocksIn(source, 'content', `${path}.source.content`).flatMap((it) => inputParts(it, path, loss))
    return parts.map((part, position) => (position === parts.length - 1 ? marked(part, cacheControl, loss) : part))
  }
  return [{ kind: 'file', source: sourceOf(block, path), name, cacheControl }]
}

/** A mark on the whole is one on its last part. */
export function marked(part: UserPart, cacheControl: CacheControl | null, loss: Loss): UserPart {
  if (cacheControl === null) return part
  if (part.kind !== 'audio' && part.cacheControl === null) return { ...part, cacheControl }
  loss.drop('cache_control')
  return part
}

function sourceOf(block: JsonObject, path: string): Source {
  const at = `${path}.source`
  const source = needed(block, 'source', 'object', at)
  const value = (name: string) => needed(source, name, 'string', `${at}.${name}`)
  switch (source.type) {
    case 'base64':
      return { kind: 'bytes', mediaType: value('media_type'), base64: value('data') }
    case 'text':
      return { kind: 'bytes', mediaType: 'text/plain', base64: encoded(value('data')) }
    case 'url':
      return { kind: 'url', url: value('url') }
    case 'file':
      return { kind: 'id', id: value('file_id') }
    default:
      throw refusal(`${at}.type`, 'is none that the gateway knows. It takes "base64", "text", "url", "file"')
  }
}

function encoded(text: string): string {
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}
