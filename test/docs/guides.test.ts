// All other pages, the README among them: what a reader at a terminal is told to do.

import { expect, it } from 'vitest'
import { describePages } from './describe-pages.ts'
import { pages } from './pages.ts'

const chosen = pages.filter(({ path }) => !/^docs\/(?:endpoints\/|(?:client|language|diagnostics)\.md$)/.test(path))

describePages(chosen)

it('finds the pages it is about', () => {
  expect(chosen.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['README.md', 'docs/quick-start.md', 'docs/deploy/cluster.md']),
  )
})
