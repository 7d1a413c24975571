// Folders of valid YAML give no diagnostics, and together they use every key of the schema, whose own examples are valid too.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { type Schema, schema } from '../../compiler/2-check/schema.ts'
import { run, sourcesIn } from '../diagnostics/folder.ts'

const here = import.meta.dirname
const folders = readdirSync(here, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

test.each(folders)('%s is right', async (folder) => {
  const { diagnostics, config } = run(await sourcesIn(join(here, folder)))
  expect(diagnostics).toEqual([])
  expect(config).not.toBeNull()
})

test('every key of the schema is used in one of them', async () => {
  const used = new Set<string>()
  for (const folder of folders) {
    const { config } = run(await sourcesIn(join(here, folder)))
    collect(config, used)
  }
  expect([...keysOf(schema)].filter((key) => !used.has(key))).toEqual([])
})

describe('the schema', () => {
  const ajv = new Ajv2020({ strict: false })
  ajv.addSchema(schema)
  const pointed = [...pointers(schema, '')]

  test.each(pointed)('%s describes itself and gives valid examples', (pointer, part) => {
    expect(part.description, 'editors show it').toBeTypeOf('string')
    const validate = ajv.getSchema(`gateway.schema.json#${pointer}`)
    for (const example of part.examples ?? []) {
      expect(validate?.(example), `${JSON.stringify(example)}: ${JSON.stringify(validate?.errors)}`).toBe(true)
    }
    if ('default' in part) expect(validate?.(part.default)).toBe(true)
  })

  test('every map is closed', () => {
    for (const [pointer, part] of parts(schema, '')) {
      if (part.type === 'object') expect(part, pointer).toHaveProperty('additionalProperties')
      if (part.properties !== undefined) expect(part.additionalProperties, pointer).toBe(false)
    }
  })
})

/** Every key and definition, by JSON pointer. */
function* pointers(part: Schema, pointer: string): Iterable<[string, Schema]> {
  for (const [at, sub] of parts(part, pointer)) {
    if (/\/properties\/[^/]+$/.test(at) || sub.examples !== undefined) yield [at, resolved(sub)]
  }
}

function* parts(part: Schema, pointer: string): Iterable<[string, Schema]> {
  yield [pointer, part]
  for (const group of ['properties', '$defs', 'patternProperties'] as const) {
    for (const [key, sub] of Object.entries(part[group] ?? {})) {
      yield* parts(sub, `${pointer}/${group}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    }
  }
  for (const [index, sub] of (part.anyOf ?? []).entries()) yield* parts(sub, `${pointer}/anyOf/${index}`)
}

function resolved(part: Schema): Schema {
  const name = typeof part.$ref === 'string' ? part.$ref.replace('#/$defs/', '') : ''
  return { ...schema.$defs?.[name], ...part }
}

function keysOf(part: Schema): Set<string> {
  return new Set([...parts(part, '')].flatMap(([, sub]) => Object.keys(sub.properties ?? {})))
}

function collect(value: unknown, keys: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) {
    keys.add(key)
    collect(item, keys)
  }
}
