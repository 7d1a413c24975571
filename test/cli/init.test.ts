// `gatewright init`: whatever is chosen, what it writes passes `check` without a warning and answers under `dev`; what is there
// is kept; and the workflow lets nothing that a stranger wrote near a shell.

import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { slugs } from '../../compiler/2-check/vendors.ts'
import { checkSources } from '../../compiler/compile.ts'
import { choices } from '../../compiler/init/choices.ts'
import { interview } from '../../compiler/init/interview.ts'
import { modeline } from '../../compiler/init/modeline.ts'
import { type Answers, missingLines, projectFiles } from '../../compiler/init/project.ts'
import { folderWith, gatewright, launcher } from './command-line.ts'
import { startDev } from './dev-session.ts'

const answers: Answers = {
  folder: 'gateways',
  id: 'main',
  name: 'ai-gateway',
  providers: ['openai', 'echo'],
  ci: 'github',
}

function diagnosticsOf(chosen: Answers): readonly string[] {
  const sources = projectFiles(chosen)
    .filter(({ path }) => path.startsWith(`${chosen.folder}/`))
    .map(({ path, text }) => ({ kind: 'source' as const, path, bytes: new TextEncoder().encode(text) }))
  const { diagnostics, plan } = checkSources(sources)
  if (plan === null) return ['no plan']
  const named = projectFiles(chosen).find(({ path }) => path === '.dev.vars.example')?.text ?? ''
  const missing = plan.secrets.filter(({ name }) => !named.includes(`\n${name}=\n`)).map(({ name }) => `no ${name}`)
  return [...diagnostics.map(({ code, message }) => `${code}: ${message}`), ...missing]
}

describe('what it writes', () => {
  it('there is a choice for every provider', () => {
    expect([...choices.keys()].sort()).toEqual([...slugs].sort())
  })

  it.each([...choices.keys()])('passes check without a warning, and names its secrets, with %s alone', (slug) => {
    expect(diagnosticsOf({ ...answers, providers: [slug] })).toEqual([])
  })

  it('and with any mixture', () => {
    const mixture = fc
      .subarray([...choices.keys()], { minLength: 1 })
      .chain((chosen) => fc.shuffledSubarray(chosen, { minLength: chosen.length, maxLength: chosen.length }))
    fc.assert(
      fc.property(mixture, (providers) => {
        expect(diagnosticsOf({ ...answers, providers })).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('begins with the line by which editors find the language, in the package', () => {
    const { exports, files } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(modeline('gateways')).toBe('yaml-language-server: $schema=../node_modules/gatewright/gateway.schema.json')
    expect(exports['./gateway.schema.json']).toBe('./gateway.schema.json')
    expect(files).toContain('gateway.schema.json')
    expect(modeline('a/b', 'worker')).toMatch(/=\.\.\/\.\.\/node_modules\/.*#\/\$defs\/worker$/)
    for (const { path, text } of projectFiles(answers)) {
      if (path.startsWith('gateways/')) expect(text).toMatch(/^# yaml-language-server: /)
    }
  })

  it('answers under dev, as it is and with nothing but its token', async () => {
    const cwd = folderWith({})
    const init = await gatewright(['init'], { cwd })
    expect({ code: init.code, stderr: init.stderr }).toEqual({ code: 0, stderr: '' })
    const dev = await startDev(cwd, { GATEWAY_TOKEN: 'the-token' })
    const body = JSON.stringify({ model: 'echo-1', messages: [{ role: 'user', content: 'Hello' }] })
    const ask = (headers: { readonly [name: string]: string }) =>
      fetch(`${dev.url}/v1/local/main/echo/chat/completions`, { method: 'POST', headers, body })
    const answered = await ask({ 'content-type': 'application/json', authorization: 'Bearer the-token' })
    expect(answered.status).toBe(200)
    expect(await answered.text()).toContain('"content":"Hello"')
    expect((await ask({ 'content-type': 'application/json' })).status).toBe(401)
  })
})

describe('what is there', () => {
  it('is kept, and said to be', async () => {
    const mine = 'authentication: off\nproviders: { echo: {} }\n'
    const cwd = folderWith({ 'gateways/main.yaml': mine, '.gitignore': 'node_modules\n/dist' })
    const { code, stdout } = await gatewright(['init', '--yes'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(/Kept what is there already:\n {2}gateways\/main\.yaml\n/)
    expect(readFileSync(join(cwd, 'gateways/main.yaml'), 'utf8')).toBe(mine)
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe(
      'node_modules\n/dist\n.dev.vars\n.dev.vars.*\n!.dev.vars.example\n',
    )
    const before = readdirSync(cwd, { recursive: true }).sort()
    const again = await gatewright(['init', '--yes'], { cwd })
    expect(again.stdout).toContain('Wrote nothing.')
    expect(readdirSync(cwd, { recursive: true }).sort()).toEqual(before)
  })

  it('adds to .gitignore what it lacks', () => {
    expect(missingLines('')).toBe('.dev.vars\n.dev.vars.*\n!.dev.vars.example\ndist/\nnode_modules/\n')
    expect(missingLines(missingLines(''))).toBe('')
  })

  it('git then passes over keys, and not over their names', () => {
    const cwd = folderWith({ '.gitignore': missingLines('') })
    execFileSync('git', ['init', '-q'], { cwd })
    const isIgnored = (path: string) => {
      try {
        execFileSync('git', ['check-ignore', '-q', path], { cwd })
        return true
      } catch {
        return false
      }
    }
    const paths = ['.dev.vars', '.dev.vars.production', 'dist/worker.js', '.dev.vars.example', 'gateways/main.yaml']
    expect(paths.map(isIgnored)).toEqual([true, true, true, false, false])
  })
})

describe('flags', () => {
  it('say all that is asked for', async () => {
    const cwd = folderWith({})
    const words = ['init', 'config/ai', '--id', 'bot', '--name', 'bots', '--ci', 'none', '--provider', 'groq']
    const { code } = await gatewright([...words, '--provider', 'anthropic'], { cwd })
    expect(code).toBe(0)
    expect(existsSync(join(cwd, '.github'))).toBe(false)
    const gateway = parse(readFileSync(join(cwd, 'config/ai/bot.yaml'), 'utf8'))
    expect(gateway.routes.chat.map((step: string) => step.split('/')[0])).toEqual(['groq', 'anthropic'])
    expect(parse(readFileSync(join(cwd, 'config/ai/_worker.yaml'), 'utf8')).name).toBe('bots')
  })

  it.each([
    [['--provider', 'opnai'], 'There is no provider "opnai". Did you mean "openai"?'],
    [['--id', '_x'], '"_x" is no id: it has 1 to 64 letters'],
    [['--name', 'No Name'], '"No Name" is no name of a Worker'],
    [['../elsewhere'], '"../elsewhere" is no folder of this project.'],
    [['/tmp'], '"/tmp" is no folder of this project.'],
    [['a;b'], '"a;b" is no folder of this project.'],
  ])('%j', async (words, message) => {
    const cwd = folderWith({})
    const { code, stderr } = await gatewright(['init', ...words], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(readdirSync(cwd)).toEqual([])
  })
})

describe('questions', () => {
  const asked = async (lines: readonly (string | null)[]) => {
    const rest = [...lines]
    const said: string[] = []
    const result = await interview(answers, async (question) => {
      said.push(question)
      return rest.shift() ?? null
    })
    return { result, said }
  }

  it('Enter all the way takes what stands in brackets', async () => {
    expect((await asked(['', '', '', ''])).result).toEqual(answers)
  })

  it('what cannot be is said, and asked again', async () => {
    const { result, said } = await asked(['_x', 'bot', '', 'opnai', 'groq, echo groq', 'maybe', 'none'])
    expect(result).toEqual({ ...answers, id: 'bot', providers: ['groq', 'echo'], ci: 'none' })
    expect(said.join('\n')).toMatch(/"_x" is no id[\s\S]*Did you mean "openai"[\s\S]*It is github or none, not "maybe"/)
  })

  it('whoever goes away has nothing written', async () => {
    expect((await asked(['bot', null])).result).toBeNull()
  })

  it('are put at a terminal', async () => {
    const cwd = folderWith({})
    const command = `'${process.execPath}' '${launcher}' init`
    const child = spawn('script', ['-qec', command, '/dev/null'], { cwd, stdio: ['pipe', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    child.stdin.end('bot\n\necho\nnone\n')
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
    expect(text).toContain('The Worker’s name [ai-gateway]: ')
    expect(parse(readFileSync(join(cwd, 'gateways/bot.yaml'), 'utf8')).authentication).toBe('off')
  })
})

describe('the workflow', () => {
  const text = projectFiles(answers).find(({ path }) => path.endsWith('.yml'))?.text ?? ''
  const workflow = parse(text)
  type Job = {
    readonly permissions?: object
    readonly steps: readonly { readonly run?: string; readonly uses?: string; readonly env?: object }[]
  }
  const jobs = Object.entries(workflow.jobs) as (readonly [string, Job])[]
  const steps = jobs.flatMap(([, job]) => job.steps)

  it('checks, compares and deploys', () => {
    const runs = steps.map(({ run = '' }) => run).join('\n')
    expect(runs).toContain('gatewright check "$GATEWAYS" --format github')
    expect(runs).toMatch(/gatewright diff "\$BASE" --dir "\$GATEWAYS" --format markdown/)
    expect(runs).toContain('gatewright deploy "$GATEWAYS"')
    expect(workflow.env).toEqual({ GATEWAYS: 'gateways' })
  })

  it('may read, and may write comments only where no code of the change runs', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(jobs.filter(([, { permissions }]) => permissions !== undefined).map(([name]) => name)).toEqual(['comment'])
    const comment = jobs.find(([name]) => name === 'comment')?.[1]
    expect(comment?.permissions).toEqual({ 'pull-requests': 'write' })
    expect(comment?.steps.some(({ run = '', uses = '' }) => /npm|npx/.test(run) || uses.includes('checkout'))).toBe(
      false,
    )
  })

  it('has no expression in a shell, and each action by its major version', () => {
    expect(steps.filter(({ run = '' }) => run.includes('${{'))).toEqual([])
    const used = steps.flatMap(({ uses }) => uses ?? [])
    expect(used.length).toBeGreaterThan(4)
    expect(used.filter((name) => !/^actions\/[a-z-]+@v\d+$/.test(name))).toEqual([])
  })

  it('gives the keys of the account to the deploy alone', () => {
    const knowing = steps.filter(({ env = {} }) => JSON.stringify(env).includes('secrets.'))
    expect(knowing.map(({ run }) => run)).toEqual(['npx gatewright deploy "$GATEWAYS"'])
  })

  it('its shell lines are of the shell', () => {
    for (const { run } of steps) if (run !== undefined) execFileSync('bash', ['-n', '-c', run])
  })
})
