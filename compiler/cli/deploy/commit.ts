// Which commit a folder stands on, for the mark of a deploy. Where there is no git or no repository, there is none.

import { resolve } from 'node:path'
import { git } from '../diff/git.ts'

/** What is checked out, and whether the folder is as it has it. */
export interface Commit {
  /** `null`: none is known. */
  readonly id: string | null
  readonly isClean: boolean
}

const NONE: Commit = { id: null, isClean: false }

/** Never raises: a deploy needs no git. */
export async function commitOf(cwd: string, folder: string): Promise<Commit> {
  const root = resolve(cwd, folder)
  try {
    const head = await git(root, ['rev-parse', '--verify', '--quiet', 'HEAD'])
    const id = head.stdout.toString('utf8').trim()
    if (head.code !== 0 || !/^[0-9a-f]{40,64}$/.test(id)) return NONE
    const status = await git(root, ['status', '--porcelain', '--untracked-files=all', '--', '.'])
    return { id, isClean: status.code === 0 && status.stdout.length === 0 }
  } catch {
    return NONE
  }
}
