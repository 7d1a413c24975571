// Diagnostics of values: of the wrong kind, or of the right kind but not among those that a key takes.

import { diagnose } from '../diagnostics/catalog.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { nearest } from '../diagnostics/suggest.ts'
import { count, quote } from '../diagnostics/words.ts'
import { type Schema, schema } from './schema.ts'
import type { Finding } from './shape.ts'
import { exampleOf, expectedBy, kindOf, nameOf } from './shape-words.ts'

/** What is wrong with a value, by the keyword of the schema that it breaks. */
export function valueDiagnostic(finding: Finding): Diagnostic {
  const { error } = finding
  const { keyword, params } = error
  const limit = Number(params.limit)
  switch (keyword) {
    case 'type':
    case 'anyOf':
      return wrongType(finding)
    case 'enum':
      return notAllowed(finding, params.allowedValues)
    case 'const':
      return notAllowed(finding, [params.allowedValue])
    case 'pattern':
      return misspelt(finding)
    case 'maxLength':
      return wrongValue(finding, `has ${count(`${error.data}`.length, 'character')}, and ${limit} is the most`)
    case 'minimum':
      return wrongValue(finding, `is less than ${limit}`)
    case 'minItems':
    case 'minProperties':
      return wrongValue(finding, limit === 1 ? 'is empty' : `has fewer than ${limit} entries`)
    case 'maxItems':
    case 'maxProperties':
      return wrongValue(finding, `has more than ${limit} entries`)
    default:
      return wrongValue(finding, `cannot be ${shown(finding)}`)
  }
}

/** A text of the wrong form. Where it may be a secret, it is not quoted. */
function misspelt(finding: Finding): Diagnostic {
  const { error, node, path } = finding
  const { secretName, token } = schema.$defs ?? {}
  if (error.parentSchema === secretName) return diagnose('secret-name', { name: nameOf(path) }, node.span)
  if (error.parentSchema === token?.properties?.sha256) return diagnose('token-hash', { name: nameOf(path) }, node.span)
  return wrongValue(finding, `cannot be ${shown(finding)}`)
}

function wrongType(finding: Finding): Diagnostic {
  const { error, node, path } = finding
  const wanted: Schema = error.parentSchema ?? {}
  // Of a union that takes one word, another word is not quoted: it may be a token.
  const takesWord = (wanted.anyOf ?? []).some((branch) => branch.const !== undefined)
  const found = takesWord && typeof error.data === 'string' ? 'another text' : kindOf(node)
  const parameters = {
    name: nameOf(path),
    expected: expectedBy(wanted),
    found,
    advice: adviceOn(finding, wanted),
  }
  return diagnose('wrong-type', parameters, node.span)
}

function adviceOn({ node, path }: Finding, wanted: Schema): string | null {
  const key = path.at(-1)
  const value = node.kind === 'scalar' ? node.value : undefined
  const allowed: readonly unknown[] = Array.isArray(wanted.enum)
    ? wanted.enum
    : (wanted.anyOf ?? []).map((branch) => branch.const)
  if (typeof value === 'boolean' && (allowed.includes('on') || allowed.includes('off'))) {
    const word = value ? 'on' : 'off'
    if (allowed.includes(word))
      return `Write \`${word}\`: in YAML 1.2 \`on\` and \`off\` are text, and \`${value}\` is not.`
  }
  if (value === null && wanted.type === 'object' && wanted.required === undefined) {
    return `Write \`${key}: {}\` for a map without entries.`
  }
  const takesText = [wanted.type ?? []].flat().includes('string') && wanted.enum === undefined
  if (takesText && wanted.type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return 'Put it in quotes to make it text.'
  }
  return exampleOf(key, wanted)
}

function notAllowed(finding: Finding, values: readonly unknown[]): Diagnostic {
  const { error, node, path } = finding
  const all = values.map((value) => `${value}`)
  const near = nearest(`${error.data}`, all)
  const allowed = [...near, ...all.filter((value) => !near.includes(value))]
  const advice = exampleOf(path.at(-1), error.parentSchema ?? {})
  return diagnose(
    'wrong-value',
    { name: nameOf(path), problem: `cannot be ${shown(finding)}`, allowed, advice },
    node.span,
  )
}

function wrongValue({ error, node, path }: Finding, problem: string): Diagnostic {
  const described: Schema = error.parentSchema ?? {}
  const advice = [described.description ?? [], exampleOf(path.at(-1), described) ?? []].flat().join(' ')
  const parameters = { name: nameOf(path), problem, allowed: [], advice: advice === '' ? null : advice }
  return diagnose('wrong-value', parameters, node.span)
}

function shown({ error }: Finding): string {
  return typeof error.data === 'string' ? quote(error.data) : `${error.data}`
}
