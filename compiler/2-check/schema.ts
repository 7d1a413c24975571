// gateway.schema.json as a validator and as a source of names: the language is written down there and nowhere else.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import { packageRoot } from '../package-root.ts'
import type { Gateway, Worker } from './config.gen.ts'
import { areSteps as isSteps, validatorsOf } from './validators.gen.ts'

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

const validators: {
  readonly isGateway: ValidateFunction<Gateway>
  readonly isWorker: ValidateFunction<Worker>
} = validatorsOf(schema)

/** Whether a value has a gateway's shape, and whether it has that of _worker.yaml. */
export const { isGateway, isWorker } = validators

/** Whether a value is a list of steps as the universal endpoint takes them; the Worker's own validator is made from the same schema. */
export const areSteps: ValidateFunction = isSteps

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
