// From LiteLLM's name of a model (`azure/gpt-4o-eu`, `bedrock/us-west-2/anthropic.claude-…`, `gpt-4o`) to a provider and the
// model's own name there.

import type { Unreached, Wanted } from '../draft/reach.ts'
import { type Vendor, vendorNamed } from '../draft/vendors.ts'
import { textAt } from '../source/fields.ts'
import { approximated, carried, type Field, type Notes } from '../source/notes.ts'
import { variableIn } from '../source/secrets.ts'

/** A model, and the provider that has it. */
export interface Model {
  readonly wanted: Wanted
  readonly model: string
  readonly field: Field
  /** It stands for all models: `openai/*`. */
  readonly isPattern: boolean
}

/** Names that say without a prefix whose models they are. */
const wellKnown: readonly (readonly [RegExp, string])[] = [
  [/^(ft:)?(gpt-|o[134](-|$)|chatgpt-|text-embedding-|dall-e-|whisper-|tts-|davinci|babbage)/, 'openai'],
  [/^claude-/, 'anthropic'],
  [/^gemini-/, 'vertex_ai'],
  [/^command/, 'cohere'],
  [/^deepseek-/, 'deepseek'],
]

/** Words in front of a model that say which of a provider's APIs is meant: the gateway knows by itself. */
const ways = /^(converse|converse_like|invoke|responses|o_series|gpt5_series|chat|completion|gemini)\//

/** Vertex AI's models of other publishers have APIs of their own. */
const foreign = /^(claude|mistral|codestral|meta\/|llama|jamba|deepseek|qwen|openai\/|moonshot|minimax)/

/** What `model` of a deployment means. */
export function modelOf(
  notes: Notes,
  [text, field]: readonly [string, Field],
  parameters: Field,
  shared: Field | null,
  base: readonly [string, Field] | null,
): Model | Unreached {
  const said = textAt(notes, parameters, 'custom_llm_provider')
  const [prefix = '', ...rest] = text.split('/')
  const byPrefix = rest.length === 0 ? null : vendorNamed(prefix)
  const bySaying = said === null ? null : vendorNamed(said[0])
  const byName = vendorNamed(wellKnown.find(([pattern]) => pattern.test(text))?.[1] ?? '')
  const vendor = bySaying ?? byPrefix ?? byName
  if (vendor === null)
    return { problem: 'Nobody here is known as its provider: add it as a custom provider, with its url and dialect.' }
  if (said !== null) carried(notes, said[1], 'providers')
  const own = byPrefix !== null && byPrefix === vendor ? rest.join('/') : text
  return located(notes, vendor, own, field, parameters, shared, base)
}

function located(
  notes: Notes,
  vendor: Vendor,
  own: string,
  field: Field,
  parameters: Field,
  shared: Field | null,
  base: readonly [string, Field] | null,
): Model | Unreached {
  const setting = (...keys: readonly string[]) => textAt(notes, parameters, ...keys) ?? textAt(notes, shared, ...keys)
  const { shape } = vendor
  let model = own.replace(ways, '')
  const inModel = shape === 'region' ? /^([a-z]{2}(?:-[a-z]+)+-\d)\/(.+)$/.exec(model) : null
  model = inModel?.[2] ?? model
  if (shape === 'project' && foreign.test(model)) {
    return {
      problem:
        'Of Vertex AI the gateway has Google’s own models: ask this one of its maker, or call its path below /google-vertex-ai/.',
    }
  }
  const region =
    shape === 'region'
      ? setting('aws_region_name', 'region_name')
      : shape === 'project'
        ? setting('vertex_location', 'vertex_ai_location')
        : null
  const project = shape === 'project' ? setting('vertex_project', 'vertex_ai_project') : null
  const account = shape === 'account' && base !== null ? accountIn(base[0]) : null
  for (const found of [region, project]) {
    if (found === null) continue
    const became = `providers.${vendor.name}`
    if (variableIn(found[0]) === null) carried(notes, found[1], became)
    else approximated(notes, found[1], became, 'It is written down here, and no variable: put its value in.')
  }
  if (account !== null && base !== null) carried(notes, base[1], `providers.${vendor.name}.account`)
  const wanted = {
    vendor,
    url: account === null ? (base?.[0] ?? null) : null,
    region: inModel?.[1] ?? stated(region),
    project: stated(project),
    account,
  }
  return { wanted, model, field, isPattern: model.includes('*') }
}

function accountIn(url: string): string | null {
  return /^https:\/\/api\.cloudflare\.com\/client\/v4\/accounts\/([A-Za-z0-9_-]{1,64})\/ai\b/.exec(url)?.[1] ?? null
}

function stated(found: readonly [string, Field] | null): string | null {
  return found === null || variableIn(found[0]) !== null ? null : found[0]
}
