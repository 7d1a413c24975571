// `gatewright deploy --rollout` and `--upload`: which versions get which share of the requests.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gatewright } from './command-line.ts'
import { callsIn } from './scripted-wrangler.ts'
import { callOf, flagIn, fresh, home, live, locked, verbs, version, withSecrets } from './wrangler-answers.ts'

describe('a rollout', () => {
  const uploads = { 'versions upload': { uploads: 'v2' }, ...withSecrets() }

  it('uploads, and gives the new version its share', async () => {
    const cwd = home({ ...live(['v0', 20], ['v1', 80]), ...version('v0'), ...version('v1'), ...uploads })
    const { code } = await gatewright(['deploy', '--rollout', '10', '--', '--keep-vars'], { cwd })
    expect(code).toBe(0)
    expect(verbs(cwd).slice(-2)).toEqual(['versions upload', 'versions deploy'])
    expect(callOf(cwd, 'versions upload')?.words).toContain('--keep-vars')
    const words = callOf(cwd, 'versions deploy')?.words ?? []
    expect(words.slice(2, 5)).toEqual(['v2@10%', 'v1@90%', '--yes'])
    expect(flagIn(words, '--config')).toBe('dist/wrangler.json')
  })

  it('goes on with the version that it uploaded before', { timeout: 120_000 }, async () => {
    const cwd = home({ ...live(['v1', 100]), ...version('v1'), ...uploads })
    await gatewright(['deploy', '--rollout', '60'], { cwd })
    const { words: marked = [] } = callOf(cwd, 'versions upload') ?? {}
    const v2 = version('v2', flagIn(marked, '--tag'), flagIn(marked, '--message'))
    const script = {
      ...live(['v2', 60], ['v1', 40]),
      ...version('v1'),
      ...v2,
      'versions upload': { uploads: 'v3' },
      ...withSecrets(),
    }
    writeFileSync(join(cwd, 'node_modules/wrangler/script.json'), JSON.stringify(script))
    writeFileSync(join(cwd, 'node_modules/wrangler/calls.ndjson'), '')
    const { stdout } = await gatewright(['deploy', '--rollout', '90'], { cwd })
    expect(stdout).toContain('Version v2 is this build already')
    expect(verbs(cwd)).not.toContain('versions upload')
    expect(callOf(cwd, 'versions deploy')?.words.slice(2, 4)).toEqual(['v2@90%', 'v1@10%'])
    await gatewright(['deploy', '--rollout', '100'], { cwd })
    expect(callsIn(cwd).at(-1)?.words.slice(2, 4)).toEqual(['v2@100%', '--yes'])
    // What goes with an upload makes another version.
    await gatewright(['deploy', '--rollout', '90', '--', '--keep-vars'], { cwd })
    expect(callsIn(cwd).at(-1)?.words.slice(2, 4)).toEqual(['v3@90%', 'v1@10%'])
  })

  it.each([
    [fresh, 'Nothing is deployed yet'],
    [{ 'deployments status': locked, 'secret list': locked }, 'is not known'],
  ])('needs something to share with', async (script, message) => {
    const cwd = home(script)
    const { code, stderr } = await gatewright(['deploy', '--rollout', '10'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(verbs(cwd)).not.toContain('versions upload')
  })

  it('deploys nothing when the upload fails, or its version is not told', async () => {
    const script = { ...live(['v1', 100]), ...version('v1'), ...withSecrets() }
    const failing = home({ ...script, 'versions upload': { code: 3 } })
    expect((await gatewright(['deploy', '--rollout', '10'], { cwd: failing })).code).toBe(3)
    const silent = home(script)
    const { code, stderr } = await gatewright(['deploy', '--rollout', '10'], { cwd: silent })
    expect(code).toBe(2)
    expect(stderr).toContain('did not say which version it uploaded')
    for (const cwd of [failing, silent]) expect(verbs(cwd)).not.toContain('versions deploy')
  })

  it.each(['0', '101', 'ten', '1.234'])('has no share of %j', async (share) => {
    const { code, stderr } = await gatewright(['deploy', '--rollout', share], { cwd: home(fresh) })
    expect(code).toBe(2)
    expect(stderr).toContain(`--rollout is a percentage from 0.01 to 100, not "${share}".`)
  })

  it('--upload only uploads', async () => {
    const cwd = home({ ...live(['v1', 100]), ...version('v1'), ...uploads })
    expect((await gatewright(['deploy', '--upload'], { cwd })).code).toBe(0)
    expect(callsIn(cwd).at(-1)?.words.slice(0, 2)).toEqual(['versions', 'upload'])
    expect(verbs(cwd)).not.toContain('versions deploy')
  })
})
