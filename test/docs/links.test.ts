// Every relative link of every page leads to a file, and to a heading of it where it names one. Every page is reached from the index.

import { join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anchorsOf, brokenLinks, linksOf } from './links.ts'
import { pages } from './pages.ts'

it.each(pages.map((page) => [page.path, page] as const))('%s leads somewhere', (_path, page) => {
  expect(brokenLinks(page)).toEqual([])
})

it('docs/README.md names every page', () => {
  const index = pages.find(({ path }) => path === 'docs/README.md')
  const named = linksOf(index?.text ?? '').map(({ target }) => normalize(join('docs', target.replace(/#.*/, ''))))
  const others = pages.map(({ path }) => path).filter((path) => path.startsWith('docs/') && path !== 'docs/README.md')
  expect(others.filter((path) => !named.includes(path))).toEqual([])
})

describe('the checker', () => {
  it('makes the anchors that GitHub makes', () => {
    const page = '# One, *two*\n## `a.<b>[].c_d`\n### `ttl` and 3\n## Same\n## Same\n```sh\n# no heading\n```\n'
    expect([...anchorsOf(page)]).toEqual(['one-two', 'abc_d', 'ttl-and-3', 'same', 'same-1'])
  })

  it('finds what leads nowhere', () => {
    const text = `[a](language.md) [b](nothing.md) [c](#here)
\`[code](nothing.md)\` [d](https://example.com/nothing.md) [e](language.md#nothing) [f](language.md#cache) [g](../../x)
\`\`\`yaml
# [h](nothing.md)
\`\`\`
[i](#not-here)

## Here
`
    expect(brokenLinks({ path: 'docs/page.md', text })).toEqual([
      'docs/page.md:1 nothing.md',
      'docs/page.md:2 language.md#nothing',
      'docs/page.md:2 ../../x',
      'docs/page.md:6 #not-here',
    ])
  })
})
