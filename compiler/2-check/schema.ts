// gateway.schema.json as a validator and as a source of names: the language is written down there and nowhere else.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { packageRoot } from '../package-root.ts'
import type { Gateway, Worker } from './config.gen.ts'

/** What this code reads of a JSON Schema. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly properties?: { readonly [key: string]: Schema }
  readonly patternProperties?: { readonly [pattern: string]: Schema }
  readonly $defs?: { readonly [name: string]: Schema }
  readonly anyOf?: readonly Schema[]
  readonly [keyword: string]: unknown
}

/** The whole schema. */
export const schema: Schema = JSON.parse(readFileSync(join(packageRoot(), 'gateway.schema.json'), 'utf8'))

// One function per definition and no optimizer: half the time to compile, and a check validates little.
const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  strict: false,
  strictNumbers: true,
  validateSchema: false,
  meta: false,
  inlineRefs: false,
  code: { optimize: false },
  logger: false,
})
ajv.addSchema(schema)

/** Whether a value has a gateway's shape. */
export const isGateway: ValidateFunction<Gateway> = compiled('gateway.schema.json')

/** Whether a value has the shape of _worker.yaml. */
export const isWorker: ValidateFunction<Worker> = compiled('gateway.schema.json#/$defs/worker')

/** Whether a value is a list of steps as the universal endpoint takes them; made on demand, from the schema that the Worker's own validator is made from. */
export function stepsValidator(): ValidateFunction {
  const path = join(packageRoot(), 'runtime/endpoints/universal.schema.json')
  return new Ajv2020({ allowUnionTypes: true, logger: false }).compile(JSON.parse(readFileSync(path, 'utf8')))
}

/** The keys of a definition, in whichever of its forms, or of the gateway itself. */
export function keysOf(definition: string | null): readonly string[] {
  const { properties = {}, anyOf = [] } = (definition === null ? schema : schema.$defs?.[definition]) ?? {}
  return [properties, ...anyOf.map((branch) => branch.properties ?? {})].flatMap(Object.keys)
}

/** A schema with the definition that it refers to below what it says itself. */
export function resolve(it: Schema): Schema {
  const name = typeof it.$ref === 'string' ? it.$ref.replace('#/$defs/', '') : null
  return name === null ? it : { ...schema.$defs?.[name], ...it }
}

/** The definition that a schema stands for when it is no more than a reference; else the schema itself. */
export function definitionOf(it: Schema): Schema {
  const name = typeof it.$ref === 'string' ? it.$ref.replace('#/$defs/', '') : null
  return (name === null ? it : schema.$defs?.[name]) ?? it
}

function compiled<T>(reference: string): ValidateFunction<T> {
  const validate = ajv.getSchema<T>(reference)
  if (validate === undefined || '$async' in validate) throw new Error(`unreachable: no schema ${reference}`)
  return validate
}
