// gateway.schema.json -> the code that validates by it: to make that when a command starts would take a quarter of its time.

import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'

/** As much of the schema as is read here. */
interface Schema {
  readonly $defs: { readonly [name: string]: object }
}

/** A module with `validatorsOf(schema)`. Errors refer to parts of the schema that it is given, not to copies. */
export function validatorsModule(schema: Schema): string {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    strictNumbers: true,
    validateSchema: false,
    meta: false,
    inlineRefs: false,
    logger: false,
    code: { source: true, esm: true, lines: true },
  })
  ajv.addSchema(schema)
  const roots = { isGateway: 'gateway.schema.json', isWorker: 'gateway.schema.json#/$defs/worker' }
  const code = standalone.default(ajv, roots)
  const body = withReferences(code, schema)
    .replace('"use strict";', '')
    .replace(/^export const (\w+) = (\w+);/gm, 'const $1 = $2;')
    // It comes otherwise to Node than to bundlers.
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', '(text) => Array.from(text).length')
  const left = /\brequire\(|^export /m.exec(body)
  if (left !== null) throw new Error(`What ajv writes has changed: '${left[0]}' is not understood.`)
  return [
    '// @ts-nocheck',
    '',
    'export function validatorsOf(schema: object): any {',
    body.trim(),
    `return { ${Object.keys(roots).join(', ')} };`,
    '}',
    '',
  ].join('\n')
}

/** In place of the copies that ajv writes: `const schema7 = {…};`. */
function withReferences(code: string, schema: Schema): string {
  const places = new Map([[JSON.stringify(schema), 'schema']])
  for (const [name, definition] of Object.entries(schema.$defs)) {
    places.set(JSON.stringify(definition), `schema.$defs[${JSON.stringify(name)}]`)
  }
  return code.replace(/^const (schema\d+) = (\{.*\});$/gm, (_, name, copy) => {
    const place = places.get(JSON.stringify(JSON.parse(copy)))
    if (place === undefined) throw new Error(`What ajv writes has changed: ${name} is no definition of the schema.`)
    return `const ${name} = ${place};`
  })
}
