// A wrangler that says what a test wants it to, and keeps what it was called with: its words, the file of secrets that they name, and
// the few variables that matter. It stands in the node_modules of the folder that the command line runs in.

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What it answers to words that begin with a key; nothing and 0 for others. */
export interface Script {
  readonly [words: string]: {
    readonly code?: number
    readonly stdout?: string
    readonly stderr?: string
    /** The id it says of the version, in the file that WRANGLER_OUTPUT_FILE_PATH names. */
    readonly uploads?: string
    /** It does not end until a signal comes, and then with this code. */
    readonly waits?: number
  }
}

export interface Call {
  readonly words: readonly string[]
  readonly secrets: {
    readonly path: string
    readonly text: string
    readonly mode: number
    readonly folderMode: number
  } | null
  readonly env: { readonly [name: string]: string | undefined }
}

/** The files that make it; they go beside the gateways. */
export function scripted(script: Script): { readonly [path: string]: string } {
  return {
    'node_modules/wrangler/package.json': JSON.stringify({
      name: 'wrangler',
      version: '4.999.0',
      bin: { wrangler: './bin.js' },
    }),
    'node_modules/wrangler/bin.js': code,
    'node_modules/wrangler/script.json': JSON.stringify(script),
    'node_modules/wrangler/calls.ndjson': '',
  }
}

/** Its calls so far, in the order in which they began. */
export function callsIn(cwd: string): readonly Call[] {
  const text = readFileSync(join(cwd, 'node_modules/wrangler/calls.ndjson'), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

/** Whether a path is still there. */
export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

const code = `
const { appendFileSync, readFileSync, statSync } = require('node:fs')
const { dirname, join } = require('node:path')
const words = process.argv.slice(2)
const at = words.indexOf('--secrets-file')
const file = at === -1 ? null : words[at + 1]
const secrets = file === null ? null
  : { path: file, text: readFileSync(file, 'utf8'), mode: statSync(file).mode & 0o777, folderMode: statSync(dirname(file)).mode & 0o777 }
const { WRANGLER_SEND_METRICS, WRANGLER_HIDE_BANNER, WRANGLER_OUTPUT_FILE_PATH, CLOUDFLARE_ENV } = process.env
const env = { WRANGLER_SEND_METRICS, WRANGLER_HIDE_BANNER, CLOUDFLARE_ENV }
appendFileSync(join(__dirname, 'calls.ndjson'), JSON.stringify({ words, secrets, env }) + '\\n')
const script = JSON.parse(readFileSync(join(__dirname, 'script.json'), 'utf8'))
const key = Object.keys(script).sort((a, b) => b.length - a.length).find((begin) => words.join(' ').startsWith(begin))
const { code = 0, stdout = '', stderr = '', uploads, waits } = script[key] ?? {}
process.stdout.write(stdout)
process.stderr.write(stderr)
if (uploads !== undefined && WRANGLER_OUTPUT_FILE_PATH !== undefined) appendFileSync(WRANGLER_OUTPUT_FILE_PATH, JSON.stringify({ type: 'version-upload', version: 1, version_id: uploads }) + '\\n')
if (waits === undefined) process.exitCode = code
else {
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => process.exit(waits))
  setInterval(() => {}, 1000)
}
`
