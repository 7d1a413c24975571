// `gatewright deploy` with a wrangler that says what the test wants: what it is told, and what is said of what it changes.
// test/cli/deploy-dry-run.test.ts has the real one.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { readMark } from '../../compiler/cli/deploy/mark.ts'
import { broken, demo, gatewright, start } from './command-line.ts'
import { callsIn, isThere } from './scripted-wrangler.ts'
import { callOf, commit, flagIn, fresh, home, live, locked, verbs, version, withSecrets } from './wrangler-answers.ts'

describe('deploy', () => {
  it('deploys what it built, marked with its build and its commit', async () => {
    const cwd = home(fresh)
    const id = commit(cwd)
    const { code, stdout, stderr } = await gatewright(['deploy'], { cwd, env: { CLOUDFLARE_ENV: 'other' } })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Worker    gatewright\n')
    expect(stdout).toContain('nothing is deployed yet')
    expect(verbs(cwd).toSorted()).toEqual(['deploy --config', 'deployments status', 'secret list'])
    const { words = [], env } = callOf(cwd, 'deploy --config') ?? {}
    expect(flagIn(words, '--config')).toBe('dist/wrangler.json')
    expect(isThere(join(cwd, 'dist/worker.js'))).toBe(true)
    const mark = readMark(flagIn(words, '--tag'), flagIn(words, '--message'))
    expect(mark).toMatchObject({ commit: id, isClean: true })
    expect(env?.CLOUDFLARE_ENV).toBeUndefined()
  })

  it('says in its mark that the folder was not as committed, and needs no git', async () => {
    const cwd = home(fresh)
    const outside = await gatewright(['deploy'], { cwd })
    expect(outside.code).toBe(0)
    commit(cwd)
    writeFileSync(join(cwd, 'gateways/other.yaml'), demo)
    expect((await gatewright(['deploy'], { cwd })).code).toBe(0)
    const [first, second] = callsIn(cwd).filter(({ words }) => words[0] === 'deploy')
    expect(flagIn(first?.words, '--message')).toMatch(/^Gatewright build [0-9a-f]{16}$/)
    expect(flagIn(second?.words, '--message')).toMatch(/of changes on [0-9a-f]{40}$/)
    expect(flagIn(first?.words, '--tag')).not.toBe(flagIn(second?.words, '--tag'))
  })

  it('deploys an environment from a folder of its own, under its own name', async () => {
    const cwd = home(fresh, { 'gateways/demo.yaml': demo, 'gateways/_worker.eu.yaml': 'account: acme\n' })
    const { stdout } = await gatewright(['deploy', '--env', 'eu'], { cwd })
    expect(stdout).toContain('Worker    gatewright-eu, environment eu, account acme\n')
    for (const { words } of callsIn(cwd)) expect(flagIn(words, '--config')).toBe('dist/eu/wrangler.json')
  })

  it('ends as wrangler does, and shows what it says', async () => {
    const cwd = home({ ...fresh, deploy: { code: 7, stdout: 'Uploading…\n', stderr: 'No more Workers for you.\n' } })
    const { code, stdout, stderr } = await gatewright(['deploy'], { cwd })
    expect({ code, stderr }).toEqual({ code: 7, stderr: 'No more Workers for you.\n' })
    expect(stdout).toMatch(/Uploading…\n$/)
  })

  it('deploys nothing while the YAML has an error', async () => {
    const cwd = home(fresh, { 'gateways/demo.yaml': broken })
    const { code, stdout } = await gatewright(['deploy'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain('error[')
    expect(callsIn(cwd)).toEqual([])
  })

  it('goes on where it cannot know what is deployed, and says what would help', async () => {
    const cwd = home({ 'deployments status': locked, 'secret list': locked })
    const { code, stdout } = await gatewright(['deploy'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('What is deployed is not known. wrangler says: Nobody is logged in.\n')
    expect(stdout).toContain('--against <commit or manifest.json>')
    expect(verbs(cwd)).toContain('deploy --config')
  })

  it('passes on what stands behind --, unchanged, and asks about the same Worker', async () => {
    const cwd = home(fresh)
    const passed = ['--keep-vars', '--name', 'else', '--var', 'A:b c', '--message', 'by hand', '--', '-x']
    await gatewright(['deploy', '--', ...passed], { cwd })
    const words = callOf(cwd, 'deploy --config')?.words ?? []
    expect(words.slice(-passed.length)).toEqual(passed)
    expect(words.filter((word) => word === '--message')).toHaveLength(1)
    expect(flagIn(callOf(cwd, 'secret list')?.words, '--name')).toBe('else')
  })

  it.each([
    [['--config', 'x.json'], '"--config" cannot be passed'],
    [['-c=x.json'], '"-c" cannot be passed'],
    [['--dry-run'], 'Write --dry-run before the `--`.'],
    [['--env=production'], 'Write --env before the `--`.'],
  ])('refuses to pass %j on', async (passed, message) => {
    const cwd = home(fresh)
    const { code, stderr } = await gatewright(['deploy', '--', ...passed], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(callsIn(cwd)).toEqual([])
  })

  it('is over when it is stopped, and has wrangler stopped first', async () => {
    const cwd = home({ ...fresh, deploy: { waits: 42, stdout: 'Uploading…\n' } })
    const child = start(['deploy'], { cwd })
    let said = ''
    child.stdout?.on('data', (chunk) => {
      said += chunk
    })
    const ended = new Promise((resolve) => child.once('close', resolve))
    for (let tries = 0; tries < 400 && !said.includes('Uploading'); tries += 1) await sleep(25)
    child.kill('SIGTERM')
    expect(await ended).toBe(42)
  })
})

describe('what a deploy changes', () => {
  it('is told against the commit that is deployed', async () => {
    const cwd = home({})
    const before = commit(cwd)
    writeFileSync(join(cwd, 'gateways/demo.yaml'), `${demo}rate_limit: { requests: 5, per: 1m }\n`)
    const marked = version('v1', '0123456789abcdef-01234567', `Gatewright build 0123456789abcdef of ${before}`)
    writeFileSync(
      join(cwd, 'node_modules/wrangler/script.json'),
      JSON.stringify({ ...live(['v1', 100]), ...marked, ...withSecrets() }),
    )
    const { code, stdout } = await gatewright(['deploy'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain(`Changes against version v1, of commit ${before.slice(0, 12)}:\n`)
    expect(stdout).toMatch(/rate limit.*5 requests per minute/)
  })

  it.each([
    ['by another hand', version('v1', 'v2.0', 'release'), 'It was not put there by gatewright deploy'],
    [
      'from outside git',
      version('v1', '0123456789abcdef-01234567', 'Gatewright build 0123456789abcdef'),
      'in no git repository',
    ],
    [
      'of a commit that is not here',
      version('v1', '0123456789abcdef-01234567', `Gatewright build 0123456789abcdef of ${'f'.repeat(40)}`),
      'What this changes is not known',
    ],
    ['and wrangler does not tell', { 'versions view': locked }, 'It was not put there by gatewright deploy'],
  ])('is not known of a version %s, and it goes on', async (_, marked, message) => {
    const cwd = home({ ...live(['v1', 100]), ...marked, ...withSecrets() })
    commit(cwd)
    const { code, stdout } = await gatewright(['deploy'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('Deployed is version v1')
    expect(stdout).toContain(message)
    expect(verbs(cwd)).toContain('deploy --config')
  })

  it('is nothing where the same plan is deployed', async () => {
    const cwd = home(fresh)
    await gatewright(['deploy'], { cwd })
    const { words = [] } = callOf(cwd, 'deploy --config') ?? {}
    const same = version('v1', flagIn(words, '--tag'), flagIn(words, '--message'))
    const script = join(cwd, 'node_modules/wrangler/script.json')
    writeFileSync(script, JSON.stringify({ ...live(['v1', 100]), ...same, ...withSecrets() }))
    const again = await gatewright(['deploy'], { cwd })
    expect(again.stdout).toMatch(/Changes {3}none: version v1 is of the same plan, [0-9a-f]{16}\n/)
    const other = version('v1', `${flagIn(words, '--tag').slice(0, 16)}-00000000`)
    writeFileSync(script, JSON.stringify({ ...live(['v1', 100]), ...other, ...withSecrets() }))
    expect((await gatewright(['deploy'], { cwd })).stdout).toContain('its code is of another Gatewright')
  })

  it('is told against what --against names, and that must be there', async () => {
    const cwd = home(fresh)
    commit(cwd)
    await gatewright(['build', '--out', 'old'], { cwd })
    writeFileSync(join(cwd, 'gateways/demo.yaml'), `${demo}timeout: 9s\n`)
    for (const reference of ['HEAD', 'old/manifest.json']) {
      const { code, stdout } = await gatewright(['deploy', '--dry-run', '--against', reference], { cwd })
      expect(code).toBe(0)
      expect(stdout).toMatch(new RegExp(`Changes against ${reference}:\n[^]*9 s`))
    }
    const { code, stderr } = await gatewright(['deploy', '--against', 'nowhere'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('"nowhere" is no revision')
    expect(verbs(cwd)).not.toContain('deploy --config')
  })
})
