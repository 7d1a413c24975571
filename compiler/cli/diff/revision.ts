// A revision and a folder -> the folder's YAML as it was then, under the paths that it has now. The working tree is left alone.

import { join, relative, resolve, sep } from 'node:path'
import type { SourceFile } from '../../1-read/tree.ts'
import { quote } from '../../diagnostics/words.ts'
import { CliError } from '../cli-error.ts'
import { isSourceName } from '../files.ts'
import { blobs } from './blobs.ts'
import { git } from './git.ts'

/** `null`: the folder was not there. Raises CliError where there is no repository, or no such revision in it. */
export async function sourcesAt(revision: string, cwd: string, folder: string): Promise<readonly SourceFile[] | null> {
  const root = resolve(cwd, folder)
  const prefix = await prefixOf(root, folder)
  const commit = await commitOf(revision, root)
  const listed = await git(root, ['ls-tree', '-z', '--full-tree', `${commit}:${prefix.replace(/\/$/, '')}`])
  if (listed.code !== 0) return null
  const entries = listed.stdout
    .toString('utf8')
    .split('\0')
    .flatMap((line) => entryOf(line) ?? [])
    .filter(({ name }) => isSourceName(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const bytes = await blobs(
    root,
    // A link is followed, as it is on the disk.
    entries.map(({ id, isLink, name }) => (isLink ? `${commit}:${prefix}${name}` : id)),
    (at) => `${revision}:${prefix}${entries[at]?.name}`,
  )
  return entries.map(({ name }, at) => ({
    kind: 'source',
    path: relative(cwd, join(root, name)).split(sep).join('/'),
    bytes: bytes[at] ?? new Uint8Array(),
  }))
}

/** The folder from the repository's root, with a slash at the end; empty for the root itself. */
async function prefixOf(root: string, folder: string): Promise<string> {
  const said = await git(root, ['rev-parse', '--show-prefix'])
  if (said.code === 0) return said.stdout.toString('utf8').replace(/\n$/, '')
  throw new CliError(
    /not a git repository/.test(said.complaint)
      ? `${quote(folder)} is in no git repository, so there is no revision to compare with.`
      : `git does not read the repository of ${quote(folder)}: ${said.complaint}.`,
    'Compare with the manifest.json of an earlier build: gatewright diff dist/manifest.json.',
  )
}

async function commitOf(revision: string, root: string): Promise<string> {
  // Before git sees it: what begins with a hyphen would be an option, and a range is two revisions.
  if (revision.startsWith('-') || /[\s\p{Cc}]|\.\./u.test(revision)) throw unknown(revision)
  const said = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])
  const commit = said.stdout.toString('utf8').trim()
  if (said.code !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) throw unknown(revision)
  return commit
}

function unknown(revision: string): CliError {
  return revision === 'HEAD'
    ? new CliError('The repository has no commit yet, so there is nothing to compare with.', 'Commit first.')
    : new CliError(
        `${quote(revision)} is no revision of this repository.`,
        'Name one commit, branch or tag that is here, or a manifest.json. A clone in CI may be shallow: fetch the base branch first (actions/checkout: fetch-depth: 0).',
      )
}

interface Entry {
  readonly name: string
  readonly id: string
  readonly isLink: boolean
}

/** `100644 blob <id> TAB <name>`; `null` for folders and submodules. */
function entryOf(line: string): Entry | null {
  const [, mode = '', id = '', name = ''] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? []
  return id === '' ? null : { name, id, isLink: mode === '120000' }
}
