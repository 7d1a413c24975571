// Writes what is generated and checked in: the config types, the validators and the pages of the docs that come from gateway.schema.json, and
// the page of diagnostics. With --check it writes nothing and fails when something is stale.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { compile, type JSONSchema } from 'json-schema-to-typescript'
import { diagnosticsPage, languagePage } from './docs.ts'
import { validatorsModule } from './validators.ts'

const root = new URL('..', import.meta.url)
const banner = (from: string) =>
  `// Generated from ${from} by \`npm run generate\`. Do not edit: edit the schema and generate again.`

// One TypeScript type per definition: a description beside a `$ref` to an object would give each use a type of its own.
const schema = readJson('gateway.schema.json', (_key, value) => {
  const reference = (value as { readonly $ref?: unknown } | null)?.$ref
  return typeof reference === 'string' && !reference.endsWith('/duration') ? { $ref: reference } : value
})
// Two roots from one file: a gateway, and the Worker that carries it. What environments lay over that is for editors.
const { worker, environment: _, ...definitions } = schema.$defs
const combined = { ...schema, title: 'Gateway', $defs: definitions }
const options = {
  bannerComment: '',
  additionalProperties: false,
  ignoreMinAndMaxItems: true,
  style: { singleQuote: true, semi: false, printWidth: 120 },
}
const types = [
  banner('gateway.schema.json'),
  await compile(combined as JSONSchema, 'Gateway', options),
  await compile({ ...worker, title: 'Worker', $defs: definitions } as JSONSchema, 'Worker', options),
].join('\n\n')

const language = readJson('gateway.schema.json')
const steps = 'runtime/endpoints/universal.schema.json'
const validators = `${banner(`gateway.schema.json and ${steps}`)}\n${validatorsModule(language, readJson(steps))}`

const stale: string[] = []
for (const [path, text] of [
  ['compiler/2-check/config.gen.ts', types],
  ['compiler/2-check/validators.gen.ts', validators],
  ['docs/language.md', languagePage(language)],
  ['docs/diagnostics.md', diagnosticsPage()],
] as const) {
  const file = new URL(path, root)
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) stale.push(path)
}
if (stale.length > 0) {
  process.stderr.write(`Stale: ${stale.join(', ')}. Run \`npm run generate\` and commit what it writes.\n`)
  process.exitCode = 1
}

function readJson(path: string, revive?: (key: string, value: unknown) => unknown) {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8'), revive)
}
