// The secrets of a deploy: what is said of those that are missing, and that no value goes anywhere but to wrangler.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gatewright } from './command-line.ts'
import { callsIn, isThere } from './scripted-wrangler.ts'
import { callOf, fresh, home, keyed, live, verbs, version, withSecrets } from './wrangler-answers.ts'

describe('secrets', () => {
  const files = { 'gateways/support.yaml': keyed }
  const secret = 'sk-$HOME-not for anyone’s eyes'
  const there = { ...live(['v1', 100]), ...version('v1') }

  it('that are missing stop it, with the lines that put them', async () => {
    const cwd = home({ ...there, ...withSecrets('BOT_TOKEN') }, files)
    const { code, stdout, stderr } = await gatewright(['deploy'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain('\n  npx wrangler secret put OPENAI_API_KEY --config dist/wrangler.json\n')
    expect(stdout).not.toContain('secret put BOT_TOKEN')
    expect(stderr).toContain('Nothing was deployed.')
    expect(verbs(cwd)).not.toContain('deploy --config')
  })

  it('that the Worker has are enough', async () => {
    const cwd = home({ ...there, ...withSecrets('BOT_TOKEN', 'OPENAI_API_KEY', 'OTHER') }, files)
    const { code, stdout } = await gatewright(['deploy'], { cwd })
    expect(code).toBe(0)
    expect(stdout).not.toContain('Missing')
    expect(callOf(cwd, 'deploy')?.secrets).toBeNull()
  })

  it('cannot be put before the first deploy: it says so, and how', async () => {
    const cwd = home(fresh, files)
    const { code, stdout } = await gatewright(['deploy'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain('  OPENAI_API_KEY=…\n  gatewright deploy --secrets-file <file>\n')
    expect(stdout).not.toContain('wrangler secret put')
  })

  it.each([
    ['lines', 's.env', `BOT_TOKEN='bot'\nOPENAI_API_KEY='${secret}'\nOTHER='not this'\n`],
    ['JSON', 's.json', JSON.stringify({ BOT_TOKEN: 'bot', OPENAI_API_KEY: secret, OTHER: 'not this' })],
  ])('go from a file of %s to wrangler and nowhere else', async (_, name, text) => {
    const cwd = home({ ...fresh, deploy: { stdout: 'done\n' } }, { ...files, [name]: text })
    const { code, stdout, stderr } = await gatewright(['deploy', '--secrets-file', name], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`in ${name} and not needed, so not put: OTHER\n`)
    const { secrets, words } = callsIn(cwd).find(({ words }) => words[0] === 'deploy') ?? {}
    expect(JSON.parse(secrets?.text ?? '')).toEqual({ BOT_TOKEN: 'bot', OPENAI_API_KEY: secret })
    expect(secrets?.folderMode).toBe(0o700)
    expect(isThere(secrets?.path ?? cwd)).toBe(false)
    const everything = `${stdout}${stderr}${JSON.stringify([words, callsIn(cwd).map((call) => call.words)])}`
    for (const value of [secret, 'not for anyone', 'not this']) expect(everything).not.toContain(value)
    for (const name of readdirSync(join(cwd, 'dist'))) {
      expect(readFileSync(join(cwd, 'dist', name), 'utf8')).not.toContain('not for anyone')
    }
  })

  it('go with the upload of a rollout, and are gone when it fails', async () => {
    const cwd = home(
      { ...there, ...withSecrets(), 'versions upload': { code: 1 } },
      { ...files, 's.env': 'BOT_TOKEN=a\nOPENAI_API_KEY=b\n' },
    )
    expect((await gatewright(['deploy', '--rollout', '5', '--secrets-file', 's.env'], { cwd })).code).toBe(1)
    const { secrets } = callOf(cwd, 'versions upload') ?? {}
    expect(JSON.parse(secrets?.text ?? '')).toEqual({ BOT_TOKEN: 'a', OPENAI_API_KEY: 'b' })
    expect(isThere(secrets?.path ?? cwd)).toBe(false)
  })

  it.each([
    ['{ "BOT_TOKEN": "hush hush", }', 'begins as JSON and is none'],
    ['{ "BOT_TOKEN": { "value": "hush hush" } }', 'The secret "BOT_TOKEN" in "s.env" is no text.'],
    ['# hush hush\n', 'There is no secret in "s.env".'],
  ])('are not told of a file that is wrong: %j', async (text, message) => {
    const cwd = home(fresh, { ...files, 's.env': text })
    const { code, stdout, stderr } = await gatewright(['deploy', '--secrets-file', 's.env'], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('hush')
    const missing = await gatewright(['deploy', '--secrets-file', 'nowhere.env'], { cwd })
    expect(missing.stderr).toContain('There is no "nowhere.env".')
  })
})
