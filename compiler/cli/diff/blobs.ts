// Names of git objects -> their bytes, all from one process.

import { quote } from '../../diagnostics/words.ts'
import { CliError } from '../cli-error.ts'
import { git } from './git.ts'

/** In the order of `names`, each on a line of its own: an id, or `commit:path`, where links are followed. `shown` names one in a message. */
export async function blobs(
  root: string,
  names: readonly string[],
  shown: (at: number) => string,
): Promise<readonly Uint8Array[]> {
  if (names.length === 0) return []
  const said = await git(root, ['cat-file', '--batch', '--follow-symlinks'], names.map((name) => `${name}\n`).join(''))
  const found: Uint8Array[] = []
  let from = 0
  for (const at of names.keys()) {
    const end = said.stdout.indexOf(NEWLINE, from)
    const header = said.stdout.toString('utf8', from, Math.max(from, end))
    const size = / blob (\d+)$/.exec(header)?.[1]
    if (size === undefined) throw unreadable(shown(at), header)
    found.push(said.stdout.subarray(end + 1, end + 1 + Number(size)))
    from = end + 1 + Number(size) + 1
  }
  return found
}

const NEWLINE = 10

/** A link that leads out of the repository, or nowhere; an object that a partial clone has not fetched. */
function unreadable(name: string, header: string): CliError {
  return /^(?:symlink|dangling|loop|notdir) /.test(header)
    ? new CliError(`${quote(name)} is a link that leads to no file of the repository.`, 'Commit the file itself.')
    : new CliError(`git has ${quote(name)} not at hand.`, 'Fetch the whole history: git fetch --unshallow.')
}
