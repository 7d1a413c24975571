// Where `dev` finds secrets: the first source that has one, and only those that the Worker needs.

import { expect, it } from 'vitest'
import { findSecrets } from '../../compiler/cli/running/secrets.ts'

const needed = ['A', 'B', 'C', 'constructor'].map((name) => ({ name, places: [] }))

it('takes the first that has one, and an empty value for none', () => {
  const secrets = findSecrets(needed, [
    { name: 'the environment', values: { A: 'a1', B: '', PATH: '/bin' } },
    { name: '.dev.vars', values: { A: 'a2', B: 'b2', UNUSED: 'x' } },
  ])
  expect(secrets.values).toEqual({ A: 'a1', B: 'b2' })
  expect(secrets.found).toEqual([
    { name: 'A', source: 'the environment' },
    { name: 'B', source: '.dev.vars' },
  ])
  expect(secrets.missing.map(({ name }) => name)).toEqual(['C', 'constructor'])
})
