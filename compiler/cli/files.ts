// The only file that touches the user's disk: YAML in, a build out, and word of when something changed.
// What the disk refuses is a CliError that names the path and says what to do.

import {
  type FSWatcher,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { parseEnv } from 'node:util'
import type { SourceFile } from '../1-read/tree.ts'
import type { Output } from '../compile.ts'
import { quote } from '../diagnostics/words.ts'
import { CliError, systemCode } from './cli-error.ts'

/** The folder's YAML files, sorted by path. Folders in it, hidden files and what is no regular file are passed over. */
export function readSources(cwd: string, folder: string): readonly SourceFile[] {
  const root = resolve(cwd, folder)
  return disk(folder, 'read', () => readdirSync(root))
    .filter(isSourceName)
    .sort()
    .map((name) => ({ absolute: join(root, name), path: relative(cwd, join(root, name)).split(sep).join('/') }))
    .flatMap(({ absolute, path }): SourceFile[] =>
      disk(path, 'read', () =>
        statSync(absolute).isFile() ? [{ kind: 'source', path, bytes: readFileSync(absolute) }] : [],
      ),
    )
}

/** Whether a file of this name is one of the sources, if it is a file. */
export function isSourceName(name: string): boolean {
  return /^[^.].*\.ya?ml$/i.test(name)
}

/** The bytes of one file. */
export function readBytes(cwd: string, path: string): Uint8Array {
  return disk(path, 'read', () => readFileSync(resolve(cwd, path)))
}

/** The bytes of one file; `null` where there is none. */
export function readIfThere(cwd: string, path: string): Uint8Array | null {
  try {
    return readFileSync(resolve(cwd, path))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw refusal(path, 'read', error)
  }
}

/** The variables of a `.dev.vars` file; `null` where there is none. */
export function readVariables(cwd: string, path: string): { readonly [name: string]: string | undefined } | null {
  try {
    return parseEnv(readFileSync(resolve(cwd, path), 'utf8'))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw refusal(path, 'read', error)
  }
}

/**
 * Writes a build. Every file is complete before the first takes its place, so a failure leaves the former build whole.
 * Refuses a path that leads out of the folder.
 */
export function writeOutputs(cwd: string, folder: string, outputs: readonly Output[]): void {
  const root = resolve(cwd, folder)
  const written: { readonly temporary: string; readonly target: string }[] = []
  try {
    for (const { path, bytes } of outputs) {
      const target = disk(folder, 'write', () => targetOf(root, path))
      // A rename would stumble over a folder, when other files are in their places already.
      if (statSync(target, { throwIfNoEntry: false })?.isDirectory()) throw inTheWay(join(folder, path))
      const temporary = `${target}.${process.pid}.tmp`
      written.push({ temporary, target })
      disk(join(folder, path), 'write', () => writeFileSync(temporary, bytes))
    }
    for (const { temporary, target } of written) {
      disk(relative(cwd, target), 'write', () => renameSync(temporary, target))
    }
  } finally {
    for (const { temporary } of written) rmSync(temporary, { force: true })
  }
}

function targetOf(root: string, path: string): string {
  const target = resolve(root, path)
  // Before any folder is made, and again with links followed: neither `..` nor a link may lead out.
  if (!isBelow(root, target)) throw outside(path)
  mkdirSync(root, { recursive: true })
  const parent = dirname(target)
  mkdirSync(parent, { recursive: true })
  if (!isBelow(realpathSync(root), join(realpathSync(parent), 'file'))) throw outside(path)
  return target
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function outside(path: string): CliError {
  return new CliError(
    `${quote(path)} leads out of the output folder.`,
    'Remove the link, or choose another folder with --out.',
  )
}

function inTheWay(path: string): CliError {
  return new CliError(
    `${quote(path)} is a folder, and a file should go there.`,
    'Remove it, or choose another folder with --out.',
  )
}

/** A folder of our own that nobody else can read, and how to remove it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'gatewright-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

const settleMs = 50
const retryMs = 500

/**
 * Calls `changed` when something in the folder was saved, or a file of those names in `cwd`; once for many saves at a time,
 * and now and then without a reason. A folder that is taken away and put back is followed.
 */
export function watchSources(
  cwd: string,
  folder: string,
  names: readonly string[],
  changed: () => void,
): { readonly close: () => void } {
  let watchers: FSWatcher[] = []
  let timer: NodeJS.Timeout | null = null
  const disarm = () => {
    for (const watcher of watchers) watcher.close()
    watchers = []
  }
  const arm = () => {
    disarm()
    try {
      watchers.push(watch(resolve(cwd, folder), touched))
      watchers.push(watch(cwd, (_event, file) => (file !== null && names.includes(file) ? touched() : undefined)))
      for (const watcher of watchers) watcher.on('error', touched)
    } catch {
      // The folder is gone, or the system has no watches left: look again from time to time.
      wait(retryMs)
    }
  }
  const wait = (delayMs: number) => {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => {
      // What is watched is a folder, not its name: another may stand there by now.
      arm()
      changed()
    }, delayMs)
  }
  const touched = () => wait(settleMs)
  arm()
  return {
    close: () => {
      if (timer !== null) clearTimeout(timer)
      disarm()
    },
  }
}

function disk<T>(path: string, verb: 'read' | 'write', action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw error instanceof CliError ? error : refusal(path, verb, error)
  }
}

function refusal(path: string, verb: 'read' | 'write', error: unknown): unknown {
  const code = systemCode(error)
  if (!(error instanceof Error) || code === null) return error
  return (
    refusalOf(code, path, verb) ??
    new CliError(`${quote(path)} cannot be ${verb === 'read' ? 'read' : 'written'}: ${error.message}`)
  )
}

function refusalOf(code: string, path: string, verb: 'read' | 'write'): CliError | null {
  const shown = quote(path)
  switch (code) {
    case 'ENOENT':
      return new CliError(`There is no ${shown}.`, 'Create it, or name another folder.')
    case 'ENOTDIR':
    case 'EEXIST': {
      const hint =
        verb === 'read' ? 'Name the folder that holds the YAML files.' : 'Remove it, or choose another with --out.'
      return new CliError(`${shown} is a file, and a folder is needed.`, hint)
    }
    case 'EISDIR':
      return inTheWay(path)
    case 'EACCES':
    case 'EPERM':
      return new CliError(
        `There is no permission to ${verb} ${shown}.`,
        'Change its permissions, or name another folder.',
      )
    case 'ENOSPC':
      return new CliError(`There is no space left to write ${shown}.`)
    case 'EROFS':
      return new CliError(`${shown} is on a disk that cannot be written.`, 'Choose another folder with --out.')
    default:
      return null
  }
}
