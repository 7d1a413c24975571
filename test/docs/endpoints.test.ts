// The pages of each way to call a gateway, with curl and SDKs.

import { expect, it } from 'vitest'
import { describePages } from './describe-pages.ts'
import { pages } from './pages.ts'

const chosen = pages.filter(({ path }) => path.startsWith('docs/endpoints/') || path === 'docs/client.md')

describePages(chosen)

it('finds the pages it is about', () => {
  expect(chosen.map(({ path }) => path)).toEqual(expect.arrayContaining(['docs/client.md', 'docs/endpoints/native.md']))
})
