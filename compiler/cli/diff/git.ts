// git, asked without a shell: words in, bytes out. It reads objects only, and runs nothing that a repository brings.

import { execFile } from 'node:child_process'
import { CliError, systemCode } from '../cli-error.ts'

/** What git said. */
export interface Said {
  /** 0 where it did what it was asked. */
  readonly code: number
  readonly stdout: Buffer
  /** The first line of its complaint. */
  readonly complaint: string
}

const MOST_BYTES = 1024 * 1024 * 1024

/** Runs git in a folder, and gives it `input` to read. Raises CliError where there is no git. */
export function git(folder: string, words: readonly string[], input = ''): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      ['-C', folder, ...words],
      { encoding: 'buffer', maxBuffer: MOST_BYTES },
      (error, stdout, stderr) => {
        if (error !== null && systemCode(error) === 'ENOENT') return reject(missing())
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
        resolve({ code, stdout, complaint: firstLine(stderr) })
      },
    )
    // It may end before it has read all.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

function missing(): CliError {
  return new CliError(
    'There is no git here, and revisions are its to know.',
    'Install git, or compare with the manifest.json of an earlier build.',
  )
}

function firstLine(stderr: Buffer): string {
  return (
    stderr
      .toString('utf8')
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.replace(/^(?:fatal|error): /, '') ?? ''
  )
}
