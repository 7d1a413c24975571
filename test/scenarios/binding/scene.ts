// A gateway in real workerd, and a Worker that calls it as `env.AI` in each of the ways there are: the platform's own binding with the gateway
// inside it, the same with a gateway elsewhere, the entrypoint's methods by RPC, and the class over the entrypoint's `fetch`.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { afterAll, beforeEach } from 'vitest'
import { bundleWorker } from '../../../compiler/5-bundle/esbuild.ts'
import { bindingLines } from '../../../compiler/cli/binding-lines.ts'
import type { Answer } from '../../support/answers.ts'
import { build, compileYamls, type Gateway, startGateway, type Yamls } from '../../support/gateway.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'
import { startWorkerd } from '../../support/workerd.ts'
import { callerText } from './caller.ts'

/** How a Worker comes by its `env.AI`. */
export const ways = ['genuine', 'elsewhere', 'rpc', 'class'] as const
export type Way = (typeof ways)[number]

/** Opens the gateways that ask for a token. */
export const token = 'gateway-token'

export interface BindingScene {
  /** `http://127.0.0.1:PORT` of the Worker that calls: `/{way}/example/{name}`, `/{way}/call/{name}`. */
  readonly url: string
  /** The gateway that is reached over HTTP. */
  readonly elsewhere: Gateway
  readonly upstream: Upstream
}

/** Starts it for all tests of the file; the upstream answers with `script` unless a test says otherwise. */
export async function setBindingScene(
  yamls: (upstream: Upstream) => Yamls,
  script: Answer,
  env: { readonly [name: string]: string } = { TOKEN: token, KEY: 'stored-key' },
): Promise<BindingScene> {
  const upstream = await startUpstream(script)
  const elsewhere = await startGateway(yamls(upstream), { env })
  const folder = await build(yamls(upstream))
  await writeCaller(folder)
  const capnp = await withCaller(folder, elsewhere, yamls(upstream))
  const caller = await startWorkerd(capnp, env)
  beforeEach(() => {
    upstream.reset()
    upstream.answer(script)
  })
  afterAll(async () => {
    await caller.stop()
    await elsewhere.stop()
    await upstream.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return { url: `http://127.0.0.1:${caller.port}`, elsewhere, upstream }
}

const EXAMPLES = ['run', 'gateway'] as const

/** The hosted service's examples are modules of their own, as they stand there but for the gateway's name. */
async function writeCaller(folder: string): Promise<void> {
  const caller = join(folder, 'caller')
  mkdirSync(caller)
  const names = EXAMPLES.map((name) => `./${name}-example.js`)
  writeFileSync(join(caller, 'caller.js'), (await bundleWorker(callerText, names)).code)
  for (const name of EXAMPLES) {
    const example = readFileSync(join(import.meta.dirname, `${name}-example.txt`), 'utf8')
    const { code } = await transform(example.replace('{gateway_id}', 'my-gateway'), { loader: 'ts' })
    writeFileSync(join(caller, `${name}-example.js`), code)
  }
}

/** The emitted config with the Worker that calls in it, by the lines that a build prints. Returns its path. */
async function withCaller(folder: string, elsewhere: Gateway, sources: Yamls): Promise<string> {
  const path = join(folder, 'workerd.capnp')
  const { plan } = await compileYamls(sources)
  const printed = plan === null ? '' : bindingLines({ tty: false, color: false, write: () => {} }, plan)
  const bindings = printed.match(/\(name = "AI", wrapped = [^;]*?\]\)\),/g) ?? []
  const [service = ''] = printed.match(/\(name = "ai-gateway", external = [^;]*?\]\)\)\),/) ?? []
  const address = elsewhere.url.slice('http://'.length)
  const module = (name: string) => `(name = "${name}", esModule = embed "caller/${name}")`
  const text = readFileSync(path, 'utf8')
    .replace(', service = "gateway",', ', service = "caller",')
    .replace('services = [\n', (found) => {
      const pasted = service.replace('HOST:PORT', address).replace('TOKEN', token)
      return `${found}    (name = "caller", worker = .caller),\n    ${pasted}\n`
    })
  const caller = `
const caller :Workerd.Worker = (
  modules = [${['caller.js', ...EXAMPLES.map((name) => `${name}-example.js`)].map(module).join(', ')}],
  compatibilityDate = "2026-11-01",
  bindings = [
    ${bindings.map((line, index) => line.replace('"AI"', index === 0 ? '"GENUINE"' : '"ELSEWHERE"')).join('\n    ')}
    (name = "GATEWAY", service = (name = "gateway", entrypoint = "AI")),
  ],
);
`
  writeFileSync(path, text + caller)
  return path
}
