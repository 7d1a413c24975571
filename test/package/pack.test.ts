// The package as someone else gets it: packed, installed in an empty folder from the tarball, run by the Node of the machine.

import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorkerd } from '../support/workerd.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatewright-pack-')))
const home = join(folder, 'home')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeAll(() => {
  run(root, 'npm', 'pack', '--pack-destination', folder)
  mkdirSync(join(home, 'gateways'), { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "name": "home", "private": true, "type": "module" }\n')
  writeFileSync(join(home, 'gateways/demo.yaml'), 'authentication: off\nproviders:\n  echo: {}\n')
  run(home, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball()))
}, 300_000)

describe('the tarball', () => {
  it('has what is needed, and none of our own rooms', () => {
    const files = run(folder, 'tar', '-tzf', tarball())
      .trim()
      .split('\n')
      .map((path) => path.replace('package/', ''))
    expect(new Set(files.map((path) => path.split('/')[0]))).toEqual(
      new Set(['bin', 'lib', 'runtime', 'gateway.schema.json', 'package.json', 'README.md', 'CHANGELOG.md', 'LICENSE']),
    )
    expect(
      files.filter((path) =>
        /\.test\.|tsconfig|\.dev\.vars|^lib\/(?!compiler\/|runtime\/(?:records\.|cost\/price-records\.|binding\/))/.test(
          path,
        ),
      ),
    ).toEqual([])
  })

  it('leaves nothing behind in the repository', () => {
    expect(existsSync(join(root, 'lib'))).toBe(false)
  })
})

describe('installed', () => {
  it('the command says its version, and which of its options was meant', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(run(home, 'npx', '--no-install', 'gatewright', '--version')).toBe(`${version}\n`)
    expect(() => run(home, 'npx', '--no-install', 'gatewright', 'check', '--fromat')).toThrow('--format')
  })

  it('the command builds a Worker that workerd serves', async () => {
    const said = run(home, 'npx', '--no-install', 'gatewright', 'build', '--out', 'built')
    expect(said).toContain('built/worker.js')
    const workerd = await startWorkerd(join(home, 'built/workerd.capnp'), {})
    try {
      const response = await fetch(`http://127.0.0.1:${workerd.port}/v1/local/demo/echo/chat/completions`, {
        method: 'POST',
        body: JSON.stringify({ model: 'echo-1', messages: [{ role: 'user', content: 'Packed' }] }),
      })
      expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Packed' } }] })
    } finally {
      await workerd.stop()
    }
  })

  it('gives the same bytes as the repository does', () => {
    run(home, process.execPath, join(root, 'bin/gatewright.js'), 'build', '--out', 'sources')
    for (const name of readdirSync(join(home, 'sources'))) {
      const [sources, built] = ['sources', 'built'].map((place) => readFileSync(join(home, place, name), 'utf8'))
      expect(built, name).toBe(sources)
    }
  })

  it('has the binding for the Workers of others, with types', () => {
    const code = `import { Ai } from 'gatewright/binding'
const asked: string[] = []
const ai: Ai = new Ai({ fetch: async (url) => (asked.push(String(url)), Response.json({ response: 'Hi' })) })
const said: Record<string, unknown> = await ai.run('@cf/a/b', { prompt: 'hi' }, { gateway: { id: 'x' } })
const response: Response = await ai.gateway('x').run({ provider: 'p', endpoint: 'e', headers: {}, query: {} })
console.log(JSON.stringify([said, response.status, asked, ai.lastRequestHttpStatusCode]))
`
    writeFileSync(join(home, 'bound.ts'), code)
    const options = ['--strict', '--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024,dom', '--types', '']
    run(home, process.execPath, join(root, 'node_modules/typescript/bin/tsc'), ...options, 'bound.ts')
    expect(JSON.parse(run(home, 'node', 'bound.js'))).toEqual([
      { response: 'Hi' },
      200,
      ['https://workers-binding.ai/ai-gateway/run?version=3', 'https://workers-binding.ai/ai-gateway/universal/run/x'],
      200,
    ])
  })

  it('can be called from code, with types', () => {
    const code = `import { type Compilation, compile } from 'gatewright'
const compiled: Compilation = await compile([{ kind: 'source', path: 'a.yaml', bytes: new TextEncoder().encode('x: 1') }])
console.log(compiled.diagnostics.map(({ code }) => code).join())
`
    writeFileSync(join(home, 'call.ts'), code)
    const options = ['--strict', '--module', 'nodenext', '--target', 'es2024', '--types', '', '--skipLibCheck', 'false']
    run(home, process.execPath, join(root, 'node_modules/typescript/bin/tsc'), ...options, 'call.ts')
    expect(run(home, 'node', 'call.js').split(',')).toContain('authentication-missing')
  })
})

function tarball(): string {
  return readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
}

/** What it wrote to stdout. Throws with what it wrote to stderr when it fails. */
function run(cwd: string, command: string, ...words: readonly string[]): string {
  return execFileSync(command, words, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: machine(),
  })
}

/** The environment of someone who does not run our tests: no Node of ours first in the path, no word of npm's about us. */
function machine(): NodeJS.ProcessEnv {
  const kept =
    /^(?!npm_|INIT_CWD$|NODE_|VITEST)|^npm_config_(?:registry|cache|userconfig|https?_proxy|cafile)$|^NODE_EXTRA_CA_CERTS$/i
  const entries = Object.entries(process.env).filter(([name]) => kept.test(name))
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'))
  return { ...Object.fromEntries(entries), PATH: path.join(delimiter) }
}
