// Writes the config types from gateway.schema.json. With --check it writes nothing and fails when they are stale.

import { readFileSync, writeFileSync } from 'node:fs'
import { compile, type JSONSchema } from 'json-schema-to-typescript'

const root = new URL('..', import.meta.url)
const target = new URL('compiler/2-check/config.gen.ts', root)
const banner = [
  '// Generated from gateway.schema.json by `npm run generate`. Do not edit: edit the schema and generate again.',
].join('\n')

// One TypeScript type per definition: a description beside a `$ref` to an object would give each use a type of its own.
const schema = JSON.parse(readFileSync(new URL('gateway.schema.json', root), 'utf8'), (_key, value) =>
  typeof value?.$ref === 'string' && !value.$ref.endsWith('/duration') ? { $ref: value.$ref } : value,
)
// Two roots from one file: a gateway, and the Worker that carries it.
const { worker, ...definitions } = schema.$defs
const combined = { ...schema, title: 'Gateway', $defs: definitions }
const options = {
  bannerComment: '',
  additionalProperties: false,
  style: { singleQuote: true, semi: false, printWidth: 120 },
}
const text = [
  banner,
  await compile(combined as JSONSchema, 'Gateway', options),
  await compile({ ...worker, title: 'Worker', $defs: definitions } as JSONSchema, 'Worker', options),
].join('\n\n')

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    process.stderr.write('compiler/2-check/config.gen.ts is stale: run `npm run generate` and commit it.\n')
    process.exitCode = 1
  }
} else {
  writeFileSync(target, text)
}
