// The part of the entry that puts dialects together: the sides that the plan asks for, and nothing where it asks for none.

import type { FeaturePlan, NamedUse } from '../3-plan/ir.ts'
import { text } from '../literal.ts'
import type { Constant } from './module.ts'

/** A side of a dialect: where it is in the runtime, what it is called there, and here. */
export interface Side {
  readonly path: string
  readonly name: string
  readonly as: string
  readonly places: NamedUse['places']
}

/** The dialect of each API that callers ask in. */
const DIALECT_OF: { readonly [api: string]: string } = { chat: 'openai', messages: 'anthropic', responses: 'responses' }

/** What is imported for them. */
export function sidesOf({ translations: { callers, upstreams, embeddings } }: FeaturePlan): readonly Side[] {
  return [
    ...callers.map(({ name: api, places }) => side(DIALECT_OF[api] ?? api, 'caller', places)),
    ...upstreams.map(({ name, places }) => side(name, 'upstream', places)),
    ...embeddings.map(({ name, places }) => side(name, 'embeddings', places)),
  ]
}

/** The constant that all endpoints share. */
export function translatorsOf({ translations: { callers, upstreams, embeddings } }: FeaturePlan): Constant {
  const callersText = callers.map(({ name: api }) => `${api}: ${alias(DIALECT_OF[api] ?? api, 'caller')}`).join(', ')
  const chats =
    callers.length === 0
      ? 'null'
      : `chats({\ncallers: { ${callersText} },\nupstreams: { ${properties(upstreams, 'upstream')} },\n})`
  const vectors = embeddings.length === 0 ? 'null' : `embeddings({ ${properties(embeddings, 'embeddings')} })`
  return {
    name: 'translators',
    doc: 'What callers and providers speak differently, both sides of each; `null`: all speak the same.',
    value: `{\nchats: ${chats},\nembeddings: ${vectors},\n}`,
  }
}

function properties(uses: readonly NamedUse[], kind: Kind): string {
  return uses.map(({ name }) => `${/^\w+$/.test(name) ? name : text(name)}: ${alias(name, kind)}`).join(', ')
}

type Kind = 'caller' | 'upstream' | 'embeddings'

function side(dialect: string, kind: Kind, places: NamedUse['places']): Side {
  return { path: `dialects/${dialect}/${kind}.ts`, name: camelCase(dialect), as: alias(dialect, kind), places }
}

function alias(dialect: string, kind: Kind): string {
  return `${camelCase(dialect)}${kind[0]?.toUpperCase()}${kind.slice(1)}`
}

/** `workers-ai` is exported as `workersAi`. */
export function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
