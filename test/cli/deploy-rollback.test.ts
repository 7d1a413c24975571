// `gatewright rollback`: to which version, and what is said of it before wrangler asks.

import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { broken, demo, gatewright } from './command-line.ts'
import { callsIn, isThere, type Script } from './scripted-wrangler.ts'
import { flagIn, home, locked, none, verbs, version } from './wrangler-answers.ts'

describe('rollback', () => {
  const list = (...deployments: readonly (readonly (readonly [string, number])[])[]): Script => ({
    'deployments list': {
      stdout: JSON.stringify(
        deployments
          .map((shares, at) => ({
            created_on: `2026-11-${10 + at}T00:00:00Z`,
            versions: shares.map(([version_id, percentage]) => ({ version_id, percentage })),
          }))
          // In no order that would help.
          .toSorted((a, b) => (a.created_on.at(9) === '1' || a.created_on < b.created_on ? -1 : 1)),
      ),
    },
  })
  const tag = '0123456789abcdef-01234567'

  it('goes to the last version that had all requests, and says which that is', async () => {
    const marked = version('v2', tag, `Gatewright build 0123456789abcdef of changes on ${'a'.repeat(40)}`)
    const cwd = home({
      ...list(
        [['v0', 100]],
        [['v1', 100]],
        [['v2', 100]],
        [
          ['v3', 60],
          ['v2', 40],
        ],
        [['v3', 100]],
      ),
      ...marked,
      rollback: { code: 5 },
    })
    const { code, stdout } = await gatewright(['rollback', '--', '--yes', '--message', 'too slow'], { cwd })
    expect(code).toBe(5)
    expect(stdout).toContain(
      'Rolling gatewright back to version v2 of 2026-11-20T10:00:00Z, build 0123456789abcdef, with changes on commit aaaaaaaaaaaa.\n',
    )
    const { words = [] } = callsIn(cwd).at(-1) ?? {}
    expect(words.slice(0, 2)).toEqual(['rollback', 'v2'])
    expect(words.slice(-3)).toEqual(['--yes', '--message', 'too slow'])
    expect(isThere(flagIn(words, '--config'))).toBe(false)
  })

  it('goes to the version that is named, of an environment, with gateways that have errors', async () => {
    const cwd = home(version('v7', 'x', 'by\nhand'), {
      'gateways/demo.yaml': broken,
      'gateways/_worker.eu.yaml': 'account: acme\n',
    })
    const { code, stdout } = await gatewright(['rollback', '--env', 'eu', '--to', 'v7'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('Rolling gatewright-eu back to version v7 of 2026-11-20T10:00:00Z, "by\\nhand".\n')
    expect(callsIn(cwd).at(-1)?.words.slice(0, 2)).toEqual(['rollback', 'v7'])
    expect(isThere(join(cwd, 'dist'))).toBe(false)
  })

  it.each([
    [list([['v1', 100]]), 'There is no version to go back to'],
    [
      list(
        [['v1', 100]],
        [
          ['v1', 50],
          ['v2', 50],
        ],
      ),
      '',
    ],
    [{ 'deployments list': none }, 'No Worker called "gatewright" is deployed.'],
    [{ 'deployments list': locked }, 'wrangler says: Nobody is logged in.'],
  ])('says why there is none', async (script, message) => {
    const cwd = home({ ...script, ...version('v1') })
    const { code, stderr } = await gatewright(['rollback'], { cwd })
    expect(code).toBe(message === '' ? 0 : 2)
    expect(stderr).toContain(message)
    expect(verbs(cwd).includes('rollback v1')).toBe(message === '')
  })

  it('needs a _worker.yaml without errors', async () => {
    const cwd = home(
      {},
      {
        'gateways/_worker.yaml': 'nam: x\n',
        'gateways/_worker.eu.yaml': 'account: acme\n',
        'gateways/demo.yaml': demo,
      },
    )
    const { code, stdout } = await gatewright(['rollback'], { cwd })
    expect(code).toBe(1)
    expect(stdout.match(/error\[unknown-key\]/g)).toHaveLength(1)
  })
})
