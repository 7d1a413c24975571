// The schemas of gateways and of steps -> the code that validates by them: to make that when a command starts would take a quarter of its
// time.

import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'

/** As much of a schema as is read here. */
interface Schema {
  readonly $defs?: { readonly [name: string]: object }
}

const ROOTS = { isGateway: 'gateway.schema.json', isWorker: 'gateway.schema.json#/$defs/worker' }
const CODE = { source: true, esm: true, lines: true }

/** A module with `validatorsOf(schema)` for gateways, and `areSteps` for the universal endpoint's bodies. */
export function validatorsModule(gateway: Schema, steps: Schema): string {
  return `// @ts-nocheck\n\n${configValidators(gateway)}\n${stepsValidator(steps)}`
}

/** Errors refer to parts of the schema that the function is given, not to copies. */
function configValidators(schema: Schema): string {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    strictNumbers: true,
    validateSchema: false,
    meta: false,
    inlineRefs: false,
    logger: false,
    code: CODE,
  })
  ajv.addSchema(schema)
  const body = plain(withReferences(standalone.default(ajv, ROOTS), schema))
  return `export function validatorsOf(schema: object): any {\n${body}\nreturn { ${Object.keys(ROOTS).join(', ')} };\n}\n`
}

function stepsValidator(schema: Schema): string {
  const ajv = new Ajv2020({ allowUnionTypes: true, logger: false, code: CODE })
  const code = standalone.default(ajv, ajv.compile(schema))
  const [, name] = /^export default (\w+);/m.exec(code) ?? []
  return `export const areSteps: any = (() => {\n${plain(code)}\nreturn ${name};\n})();\n`
}

/** What ajv writes, without what makes it a module. */
function plain(code: string): string {
  const body = code
    .replace('"use strict";', '')
    .replace(/^export const (\w+) = (\w+);/gm, 'const $1 = $2;')
    .replace(/^export default (\w+);/gm, '')
    // It comes otherwise to Node than to bundlers.
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', '(text) => Array.from(text).length')
  const left = /\brequire\(|^export /m.exec(body)
  if (left !== null) throw new Error(`What ajv writes has changed: '${left[0]}' is not understood.`)
  return body.trim()
}

/** In place of the copies that ajv writes: `const schema7 = {…};`. */
function withReferences(code: string, schema: Schema): string {
  const places = new Map([[JSON.stringify(schema), 'schema']])
  for (const [name, definition] of Object.entries(schema.$defs ?? {})) {
    places.set(JSON.stringify(definition), `schema.$defs[${JSON.stringify(name)}]`)
  }
  return code.replace(/^const (schema\d+) = (\{.*\});$/gm, (_, name, copy) => {
    const place = places.get(JSON.stringify(JSON.parse(copy)))
    if (place === undefined) throw new Error(`What ajv writes has changed: ${name} is no definition of the schema.`)
    return `const ${name} = ${place};`
  })
}
