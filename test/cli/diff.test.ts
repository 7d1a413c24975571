// `gatewright diff` in a real repository: against revisions and manifests, in its three forms, and what it says when it cannot.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { broken, demo, folderWith, gatewright } from './command-line.ts'

const keyed = 'authentication: off\nproviders:\n  echo: {}\n  openai: { key: { secret: OPENAI_API_KEY } }\n'
const same = { code: 0, stdout: 'No difference in behaviour.\n', stderr: '' }

/** A folder under git, with these files committed. */
function repositoryWith(files: { readonly [path: string]: string }): string {
  const cwd = folderWith(files)
  git(cwd, 'init', '--quiet', '--initial-branch=main')
  commit(cwd)
  return cwd
}

function commit(cwd: string): void {
  git(cwd, 'add', '--all')
  git(cwd, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message=x')
}

function git(cwd: string, ...words: readonly string[]): void {
  execFileSync('git', words, { cwd, env: { ...process.env, HOME: cwd, GIT_CONFIG_NOSYSTEM: '1' } })
}

describe('against a revision', () => {
  it('says nothing of comments, order and what is no YAML', async () => {
    const cwd = repositoryWith({ 'gateways/demo.yaml': demo, 'gateways/notes.txt': 'a' })
    writeFileSync(join(cwd, 'gateways/demo.yaml'), '# New.\nproviders: { echo: {} }\nauthentication: off\n')
    writeFileSync(join(cwd, 'gateways/notes.txt'), 'b')
    expect(await gatewright(['diff', '--exit-code'], { cwd })).toEqual(same)
  })

  it('says what changed since HEAD, and what it weighs', async () => {
    const cwd = repositoryWith({ 'gateways/demo.yaml': demo })
    writeFileSync(join(cwd, 'gateways/demo.yaml'), keyed)
    const { code, stdout, stderr } = await gatewright(['diff'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(
      '\n  ! demo: provider openai: https://api.openai.com/v1; key OPENAI_API_KEY (anyone may spend it)\n',
    )
    expect(stdout).toContain('\n  + secret OPENAI_API_KEY: needed by demo (put it before this is deployed)\n')
    expect(stdout).toMatch(/\n {2}worker\.js +[\d,]+ B → +[\d,]+ B {2}\+[\d,]+\n {2}worker\.js, gzip +[\d,]+ B/)
    expect((await gatewright(['diff', '--exit-code'], { cwd })).code).toBe(1)
  })

  it('takes branches, tags and commits before HEAD', async () => {
    const cwd = repositoryWith({ 'gateways/demo.yaml': demo })
    git(cwd, 'tag', 'v1')
    git(cwd, 'branch', 'feature/x')
    writeFileSync(join(cwd, 'gateways/demo.yaml'), keyed)
    commit(cwd)
    expect(await gatewright(['diff'], { cwd })).toEqual(same)
    for (const reference of ['v1', 'feature/x', 'HEAD~1']) {
      const { stdout } = await gatewright(['diff', reference, '--format', 'json'], { cwd })
      expect(JSON.parse(stdout)).toMatchObject({ same: false, secrets: { needed: ['OPENAI_API_KEY'] } })
    }
  })

  it('finds the folder from any place in the repository, and the YAML of fragments, links and environments', async () => {
    const cwd = folderWith({
      'deep/er/gateways/_base.yaml': demo,
      'deep/er/gateways/one.yaml': 'extends: _base\n',
      'deep/er/gateways/_worker.production.yaml': 'account: 0123456789abcdef0123456789abcdef\n',
      'shared/two.yaml': demo,
    })
    symlinkSync('../../../shared/two.yaml', join(cwd, 'deep/er/gateways/two.yaml'))
    git(cwd, 'init', '--quiet')
    commit(cwd)
    expect(await gatewright(['diff', '--dir', 'deep/er/gateways'], { cwd })).toEqual(same)
    expect(await gatewright(['diff', '--env', 'production'], { cwd: join(cwd, 'deep/er') })).toEqual(same)
    expect(await gatewright(['diff', '--dir', '.'], { cwd: join(cwd, 'deep/er/gateways') })).toEqual(same)
    writeFileSync(join(cwd, 'shared/two.yaml'), `timeout: 5s\n${demo}`)
    const { stdout } = await gatewright(['diff'], { cwd: join(cwd, 'deep/er') })
    expect(stdout).toMatch(/^1 change in 1 gateway:\n\ntwo\n {2}\+ time to the first byte of echo: 5 s at most\n/)
  })

  it('compares an environment with what it was, and takes one that was not there for new', async () => {
    const cwd = repositoryWith({ 'gateways/demo.yaml': demo, 'gateways/_worker.yaml': 'name: one\n' })
    writeFileSync(join(cwd, 'gateways/_worker.staging.yaml'), 'compatibility_date: "2026-10-01"\n')
    expect(await gatewright(['diff'], { cwd })).toEqual(same)
    const { stdout } = await gatewright(['diff', '--env', 'staging'], { cwd })
    expect(stdout).toContain('\n  + gateway: echo\n')
    commit(cwd)
    writeFileSync(join(cwd, 'gateways/_worker.staging.yaml'), 'name: other\ncompatibility_date: "2026-10-01"\n')
    const after = await gatewright(['diff', '--env', 'staging'], { cwd })
    expect(after.stdout).toMatch(/^1 change in the Worker itself:\n\nWorker\n {2}~ Worker: one-staging → other /)
  })

  it('takes a folder that was not there for new', async () => {
    const cwd = repositoryWith({ 'gateways/demo.yaml': demo, readme: 'x' })
    mkdirSync(join(cwd, 'more'))
    writeFileSync(join(cwd, 'more/new.yaml'), demo)
    const { code, stdout } = await gatewright(['diff', '--dir', 'more'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('Protects less\n  ! new: authentication: off (anyone may call)\n')
    expect(stdout).toContain('\nnew\n  + gateway: echo\n')
  })

  it('finds gateways that are removed', async () => {
    const cwd = repositoryWith({ 'gateways/demo.yaml': demo, 'gateways/gone.yaml': demo })
    rmSync(join(cwd, 'gateways/gone.yaml'))
    expect((await gatewright(['diff'], { cwd })).stdout).toContain('\ngone\n  - gateway: echo\n')
  })

  it('is coloured where colours are asked for', async () => {
    const cwd = repositoryWith({ 'gateways/demo.yaml': demo })
    writeFileSync(join(cwd, 'gateways/demo.yaml'), `timeout: 5s\n${demo}`)
    const { stdout } = await gatewright(['diff'], { cwd, env: { FORCE_COLOR: '1' } })
    expect(stdout).toContain('\u001b[32m+\u001b[39m time to the first byte')
  })
})

describe('against a manifest', () => {
  it('needs no repository, and no more than the manifest', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': demo })
    await gatewright(['build'], { cwd })
    expect(await gatewright(['diff', 'dist/manifest.json'], { cwd })).toEqual(same)
    writeFileSync(join(cwd, 'gateways/demo.yaml'), keyed)
    const whole = JSON.parse((await gatewright(['diff', 'dist/manifest.json', '--format', 'json'], { cwd })).stdout)
    const size = readFileSync(join(cwd, 'dist/worker.js')).byteLength
    expect(whole.bytes.before.worker).toEqual({ bytes: size, gzipBytes: expect.any(Number) })
    rmSync(join(cwd, 'dist/worker.js'))
    const { stdout, code } = await gatewright(['diff', 'dist/manifest.json', '--format', 'json', '--exit-code'], {
      cwd,
    })
    expect(code).toBe(1)
    expect(JSON.parse(stdout).changes).toEqual(whole.changes)
    expect(JSON.parse(stdout).bytes.before.worker).toEqual({ bytes: size, gzipBytes: null })
  })

  it.each([
    ['is none', '{"name":"x"}', 'is no manifest of a build'],
    ['is no JSON', '{', 'is no manifest of a build'],
    ['is of an older Gatewright', '{"plan":"00"}', 'an older Gatewright wrote it'],
    ['is of a newer Gatewright', '{"plan":"00","behaviour":{"format":2}}', 'a form that this Gatewright does not know'],
  ])('that %s it says so', async (_, text, message) => {
    const cwd = folderWith({ 'gateways/demo.yaml': demo, 'manifest.json': text })
    const { code, stdout, stderr } = await gatewright(['diff', 'manifest.json'], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain('hint: ')
  })
})

describe('says what is wrong, and what to do', () => {
  it.each(['nowhere', 'HEAD:gateways', 'HEAD~1..HEAD', '@{-1}', 'a b', ''])(
    'with %j for a revision',
    async (reference) => {
      const cwd = repositoryWith({ 'gateways/demo.yaml': demo })
      const { code, stderr } = await gatewright(['diff', reference], { cwd })
      expect(code).toBe(2)
      expect(stderr).toContain(`"${reference}" is no revision of this repository.`)
      expect(stderr).toContain('fetch-depth: 0')
    },
  )

  it('with what would be an option of git', async () => {
    const cwd = repositoryWith({ 'gateways/demo.yaml': demo })
    const { code, stderr } = await gatewright(['diff', '--', `--output=${cwd}/written`], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('is no revision of this repository.')
  })

  it('outside of a repository, and before the first commit', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': demo })
    // No repository that this folder may lie in is looked for.
    const outside = await gatewright(['diff'], { cwd, env: { GIT_CEILING_DIRECTORIES: cwd } })
    expect(outside.stderr).toContain('"gateways" is in no git repository')
    git(cwd, 'init', '--quiet')
    const empty = await gatewright(['diff'], { cwd })
    expect(empty.stderr).toContain('The repository has no commit yet')
    expect([outside.code, empty.code]).toEqual([2, 2])
  })

  it('without git', async () => {
    const cwd = repositoryWith({ 'gateways/demo.yaml': demo })
    const { code, stderr } = await gatewright(['diff'], { cwd, env: { PATH: join(cwd, 'nothing') } })
    expect(stderr).toContain('There is no git here')
    expect(code).toBe(2)
  })

  it('with YAML that has errors now, or had them then', async () => {
    const cwd = repositoryWith({ 'gateways/demo.yaml': broken })
    const now = await gatewright(['diff'], { cwd })
    expect(now.code).toBe(1)
    expect(now.stdout).toBe('')
    expect(now.stderr).toContain('--> gateways/demo.yaml:3:3')
    writeFileSync(join(cwd, 'gateways/demo.yaml'), demo)
    const before = await gatewright(['diff'], { cwd })
    expect(before.code).toBe(2)
    expect(before.stderr).toContain('The YAML at "HEAD" has 4 errors')
    expect(before.stderr).toContain('gateways/demo.yaml:1:1')
  })

  it('with a link that leads out of the repository', async () => {
    const cwd = folderWith({ 'outside.yaml': demo, 'inside/gateways/demo.yaml': demo })
    const inside = join(cwd, 'inside')
    symlinkSync('../../outside.yaml', join(inside, 'gateways/linked.yaml'))
    git(inside, 'init', '--quiet')
    commit(inside)
    const { code, stderr } = await gatewright(['diff'], { cwd: inside })
    expect(stderr).toContain('"HEAD:gateways/linked.yaml" is a link that leads to no file of the repository.')
    expect(code).toBe(2)
  })
})
