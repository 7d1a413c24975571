// Environments: _worker.<name>.yaml over _worker.yaml, what each command makes of them, and what is said of a name that there is not.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkEnvironments, checkSources, compile } from '../../compiler/compile.ts'
import { filesOf } from '../diagnostics/folder.ts'
import { demo, folderWith, gatewright } from './command-line.ts'
import { startDev } from './dev-session.ts'

const account = '0123456789abcdef0123456789abcdef'
const files = {
  '_worker.yaml': `name: ai\naccount: ${account}\ncompatibility_date: "2026-11-01"\nurl: https://ai.example.com\n`,
  '_worker.production.yaml': 'compatibility_date: "2026-11-02"\nurl: null\n',
  '_worker.staging.yaml': 'name: ai-trial\naccount: other\n',
  'demo.yaml': demo,
}
const inFolder = Object.fromEntries(Object.entries(files).map(([name, text]) => [`gateways/${name}`, text]))

function workerIn(env: string | null, sources: { readonly [name: string]: string } = files) {
  const { plan, diagnostics } = checkSources(filesOf(sources), { env })
  expect(diagnostics).toEqual([])
  return plan?.worker
}

describe('an overlay', () => {
  it('says what is different, and the rest is as _worker.yaml has it', () => {
    expect(workerIn(null)).toEqual({ name: 'ai', account, compatibilityDate: '2026-11-01' })
    expect(workerIn('production')).toEqual({ name: 'ai-production', account, compatibilityDate: '2026-11-02' })
    expect(workerIn('staging')).toEqual({ name: 'ai-trial', account: 'other', compatibilityDate: '2026-11-01' })
  })

  it('deletes with null, which brings the default back', () => {
    const gateway = { ...files, 'demo.yaml': `${demo}endpoints: { binding: bound }\n` }
    const addressIn = (env: string | null) => checkSources(filesOf(gateway), { env }).plan?.gateways[0]?.record.url
    expect(addressIn(null)).toContain('https://ai.example.com')
    expect(addressIn('staging')).toContain('https://ai.example.com')
    expect(addressIn('production') ?? '').not.toContain('ai.example.com')
    const nameless = { ...files, '_worker.production.yaml': 'name: null\naccount: null\n' }
    expect(workerIn('production', nameless)).toMatchObject({ name: 'gatewright-production', account: null })
  })

  it('needs no _worker.yaml, and may be empty', () => {
    const alone = { '_worker.eu.yaml': 'account: null\nurl: https://eu.example.com\n', 'demo.yaml': demo }
    expect(workerIn('eu', alone)).toMatchObject({ name: 'gatewright-eu', account: null })
    expect(workerIn('eu', { '_worker.eu.yaml': '', 'demo.yaml': demo })).toMatchObject({ name: 'gatewright-eu' })
  })

  it('reaches what gateways take from the Worker', () => {
    const sources = {
      '_worker.production.yaml': `account: ${account}\n`,
      'demo.yaml': 'authentication: off\nproviders:\n  workers-ai: {}\n',
    }
    const production = checkSources(filesOf(sources), { env: 'production' })
    expect(production.plan?.gateways[0]?.record.account).toBe(account)
    expect(checkSources(filesOf(sources)).plan?.gateways[0]?.record.account ?? null).toBeNull()
  })

  it('changes the build by its own file alone', async () => {
    const built = await compile(filesOf(files), { env: 'production' })
    const { '_worker.staging.yaml': _, ...without } = files
    const same = await compile(filesOf(without), { env: 'production' })
    expect(same.outputs).toEqual(built.outputs)
    const wrangler = built.outputs?.find(({ path }) => path === 'wrangler.json')
    expect(JSON.parse(new TextDecoder().decode(wrangler?.bytes))).toMatchObject({ name: 'ai-production' })
  })
})

describe('a mistake', () => {
  const broken = { ...files, '_worker.staging.yaml': 'colour: red\naccount: [1]\n' }

  it('in any environment is an error of every build', () => {
    for (const env of [null, 'production', 'staging']) {
      const { plan, diagnostics } = checkSources(filesOf(broken), { env })
      expect(plan).toBeNull()
      expect(diagnostics.map(({ code, span }) => [code, span?.file])).toEqual([
        ['unknown-key', 'gateways/_worker.staging.yaml'],
        ['wrong-type', 'gateways/_worker.staging.yaml'],
      ])
    }
  })

  it('is said once, however many environments have it', () => {
    const shared = { ...broken, '_worker.yaml': 'account: 7\n', 'other.yaml': 'providers: { echo: {} }\n' }
    const { diagnostics, plan } = checkEnvironments(filesOf(shared))
    expect(plan).toBeNull()
    expect(diagnostics.map(({ code, span }) => `${code} ${span?.file.replace('gateways/', '')}`).toSorted()).toEqual([
      'authentication-missing other.yaml',
      'unknown-key _worker.staging.yaml',
      'wrong-type _worker.staging.yaml',
      'wrong-type _worker.yaml',
    ])
  })

  it('that only one environment has is found without naming it', () => {
    const sources = {
      '_worker.yaml': `account: ${account}\n`,
      '_worker.production.yaml': 'account: null\n',
      'demo.yaml': 'authentication: off\nhostname: ai.example.com\nproviders:\n  workers-ai: {}\n',
    }
    const codes = (found: { readonly diagnostics: readonly { readonly code: string }[] }) =>
      found.diagnostics.map(({ code }) => code).filter((code) => code === 'missing-account')
    expect(codes(checkSources(filesOf(sources)))).toEqual([])
    expect(codes(checkSources(filesOf(sources), { env: 'production' }))).toEqual(['missing-account'])
    expect(codes(checkEnvironments(filesOf(sources)))).toEqual(['missing-account'])
  })

  it('of the caller, an environment that there is not, is thrown at', () => {
    expect(() => checkSources(filesOf(files), { env: 'prod' })).toThrow('There is no environment "prod"')
  })
})

describe('--env', () => {
  it.each(['check', 'build', 'trace', 'dev', 'deploy', 'rollback'])(
    'of %s names one that there is',
    async (command) => {
      const cwd = folderWith(inFolder)
      const { code, stdout, stderr } = await gatewright([command, '--env', 'prodction'], { cwd })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain('There is no environment "prodction".')
      expect(stderr).toContain('Did you mean "production"? There is: production, staging.')
    },
  )

  it('says how to write one where there is none', async () => {
    const { stderr } = await gatewright(['check', '--env', 'eu'], { cwd: folderWith({ 'gateways/demo.yaml': demo }) })
    expect(stderr).toContain('There is none: write `_worker.eu.yaml` beside the gateways')
  })

  it('builds each environment to a folder of its own, unless --out says otherwise', async () => {
    const cwd = folderWith(inFolder)
    const nameIn = (folder: string) => JSON.parse(readFileSync(join(cwd, folder, 'wrangler.json'), 'utf8')).name
    for (const words of [[], ['--env', 'production'], ['--env', 'staging', '--out', 'elsewhere/']]) {
      expect((await gatewright(['build', ...words], { cwd })).code).toBe(0)
    }
    expect([nameIn('dist'), nameIn('dist/production'), nameIn('elsewhere')]).toEqual([
      'ai',
      'ai-production',
      'ai-trial',
    ])
  })

  it('of dev takes its own .dev.vars before the common one, and the environment variables before both', async () => {
    const cwd = folderWith({
      ...inFolder,
      'gateways/demo.yaml':
        'authentication: off\nproviders:\n  openai: { key: { secret: A } }\n  groq: { key: { secret: B } }\n  mistral: { key: { secret: C } }\n  deepseek: { key: { secret: D } }\n',
      '.dev.vars': 'A=common\nB=common\nC=common\n',
      '.dev.vars.production': 'A=own\nB=own\n',
      '.dev.vars.staging': 'D=not this environment\n',
    })
    const dev = await startDev(cwd, { A: 'variable' }, ['--env', 'production'])
    await dev.hear(/Serving/)
    await dev.hear(/Ctrl-C stops/)
    expect(dev.said()).toMatch(/A from the environment/)
    expect(dev.said()).toMatch(/B from \.dev\.vars\.production/)
    expect(dev.said()).toMatch(/C from \.dev\.vars\b(?!\.)/)
    writeFileSync(join(cwd, '.dev.vars.production'), 'A=own\nB=own\nD=own\n')
    await dev.hear(/D from \.dev\.vars\.production/)
  })
})

it('the schema has an environment’s keys as it has the Worker’s, and takes null besides', () => {
  const { $defs } = JSON.parse(readFileSync(new URL('../../gateway.schema.json', import.meta.url), 'utf8'))
  const shapes = (definition: { readonly properties: { readonly [key: string]: Record<string, unknown> } }) =>
    Object.fromEntries(
      Object.entries(definition.properties).map(([key, { description: _, examples: __, default: ___, ...shape }]) => [
        key,
        { ...shape, type: [shape.type, 'null'].flat().filter((type) => type !== 'null') },
      ]),
    )
  expect(shapes($defs.environment)).toEqual(shapes($defs.worker))
  for (const { type } of Object.values<{ readonly type: unknown }>($defs.environment.properties)) {
    expect(type).toContain('null')
  }
})
