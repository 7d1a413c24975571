// Every page that people read: the README, and what is in docs/. Comes in: the disk. Goes out: paths and texts, in order.

import { readdirSync, readFileSync } from 'node:fs'

/** The repository, with a slash at its end. */
export const root = new URL('../../', import.meta.url).pathname

/** A page, by its path in the repository. */
export interface Page {
  readonly path: string
  readonly text: string
}

/** All pages. */
export const pages: readonly Page[] = [
  'README.md',
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => `docs/${path}`),
].map((path) => ({ path, text: readFileSync(`${root}${path}`, 'utf8') }))
