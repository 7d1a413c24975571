// What the tests of deploy have a scripted wrangler say of an account: what is live, what a version says of itself, which secrets there
// are; and how they read its calls.

import { execFileSync } from 'node:child_process'
import { demo, folderWith } from './command-line.ts'
import { callsIn, type Script, scripted } from './scripted-wrangler.ts'

/** A gateway that needs BOT_TOKEN and OPENAI_API_KEY. */
export const keyed =
  'authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }] }\nproviders: { openai: { key: { secret: OPENAI_API_KEY } } }\n'
/** No such Worker. */
export const none: Script[string] = {
  code: 1,
  stderr: '✘ [ERROR] This Worker does not exist on your account. [code: 10007]\n',
}
/** No account. */
export const locked: Script[string] = {
  code: 1,
  stderr: '✘ [ERROR] \u001b[1mNobody is logged in. Please do.\u001b[0m\n',
}
/** An account without the Worker. */
export const fresh: Script = { 'deployments status': none, 'secret list': none }

/** What has the requests. */
export function live(...shares: readonly (readonly [version: string, percentage: number])[]): Script {
  const versions = shares.map(([version_id, percentage]) => ({ version_id, percentage }))
  return { 'deployments status': { stdout: JSON.stringify({ id: 'd', versions }) } }
}

/** A version that tells its tag and message. */
export function version(id: string, tag?: string, message?: string): Script {
  const annotations = { 'workers/tag': tag, 'workers/message': message }
  return {
    [`versions view ${id}`]: {
      stdout: JSON.stringify({ id, annotations, metadata: { created_on: '2026-11-20T10:00:00Z' } }),
    },
  }
}

/** The secrets that the Worker has. */
export function withSecrets(...names: readonly string[]): Script {
  return { 'secret list': { stdout: JSON.stringify(names.map((name) => ({ name, type: 'secret_text' }))) } }
}

/** A folder with such a wrangler, and gateways. */
export function home(
  script: Script,
  files: { readonly [path: string]: string } = { 'gateways/demo.yaml': demo },
): string {
  return folderWith({ ...files, ...scripted(script) })
}

/** Commits all that is there but node_modules; gives the commit. */
export function commit(cwd: string): string {
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', cwd, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words], {
      encoding: 'utf8',
    })
  git('init', '--quiet')
  git('add', 'gateways')
  git('commit', '--quiet', '--allow-empty', '--message', 'gateways')
  return git('rev-parse', 'HEAD').trim()
}

/** The first two words of each call. */
export const verbs = (cwd: string) => callsIn(cwd).map(({ words }) => words.slice(0, 2).join(' '))
/** The first call that begins so. */
export const callOf = (cwd: string, verb: string) => callsIn(cwd).find(({ words }) => words.join(' ').startsWith(verb))
/** The value of a flag. */
export const flagIn = (words: readonly string[] = [], flag: string) => words[words.indexOf(flag) + 1] ?? ''
