// The Worker's small reading of a schema says the same as ajv, of anything: whether it fits and, of what does not, that something is wrong.

import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { complaintOf, type Shape } from '../../runtime/endpoints/shape.ts'
import schema from '../../runtime/endpoints/universal.schema.json' with { type: 'json' }

const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema)
const shape = schema as Shape
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.integer({ min: -2, max: 3_600_002 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const config = fc.record(
  {
    requestTimeout: fc.oneof(fc.integer({ min: -1, max: 3_600_001 }), odd),
    maxAttempts: fc.oneof(fc.integer({ min: 0, max: 6 }), odd),
    retryDelay: fc.oneof(fc.integer({ min: -1, max: 60_001 }), odd),
    backoff: fc.oneof(fc.constantFrom('constant', 'linear', 'exponential', 'Linear'), odd),
    more: odd,
  },
  { requiredKeys: [] },
)
const step = fc.record(
  {
    provider: fc.oneof(fc.constantFrom('openai', 'custom-a', 'Open AI', ''), odd),
    endpoint: fc.oneof(fc.string(), odd),
    authorization: fc.oneof(fc.string(), odd),
    headers: fc.oneof(fc.dictionary(fc.string(), odd), odd),
    config: fc.oneof(config, odd),
    query: odd,
  },
  { requiredKeys: ['provider', 'endpoint'] },
)
const steps = fc.oneof(
  fc.array(fc.oneof({ weight: 9, arbitrary: step }, { weight: 1, arbitrary: odd }), { maxLength: 4 }),
  odd,
)

it('takes what ajv takes, and nothing else', () => {
  fc.assert(
    fc.property(steps, (value) => {
      expect(complaintOf(value, shape) === null).toBe(validate(value))
    }),
    { numRuns: 2000 },
  )
})

it.each([0, 1, 50, 51])('counts %i steps', (length) => {
  const value = Array.from({ length }, () => ({ provider: 'openai', endpoint: 'x' }))
  expect(complaintOf(value, shape) === null).toBe(validate(value))
})
