// YAML texts in, a gateway answering in real workerd out: compiled as a user's would be, started as a user's would be.
// With `capture` all its fetches reach one recording upstream, so that a test sees the URL a public provider would get.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Compilation, compile } from '../../compiler/compile.ts'
import { render } from '../../compiler/diagnostics/render.ts'
import { capturing } from './capture.ts'
import { startWorkerd } from './workerd.ts'

/** YAML by file name: `{ 'demo.yaml': '…', '_worker.yaml': '…' }`. */
export interface Yamls {
  readonly [name: string]: string
}

/** How to start it. */
export interface GatewayOptions {
  /** The secrets, by name: the process sees no other environment. */
  readonly env?: { readonly [name: string]: string }
  /** The port of a recording upstream that every fetch reaches, with the whole URL in its request line. */
  readonly capture?: number
}

/** A gateway that answers. */
export interface Gateway {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** `{url}/v1/{account}/{gateway}`: what a client's base URL begins with. */
  base(gateway: string, account?: string): string
  /** The folder of the built files. */
  readonly folder: string
  readonly pid: number
  stderr(): string
  stop(): Promise<void>
}

/** Compiles and starts. Throws the rendered diagnostics when there are any errors. */
export async function startGateway(yamls: Yamls, { env = {}, capture }: GatewayOptions = {}): Promise<Gateway> {
  const folder = await build(yamls)
  let capnp = join(folder, 'workerd.capnp')
  if (capture !== undefined) capnp = capturing(capnp, capture)
  const workerd = await startWorkerd(capnp, env)
  const url = `http://127.0.0.1:${workerd.port}`
  return {
    url,
    base: (gateway, account = 'acct') => `${url}/v1/${account}/${gateway}`,
    folder,
    pid: workerd.pid,
    stderr: workerd.stderr,
    stop: async () => {
      await workerd.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Compiles YAML texts and writes the outputs to a new folder, whose path it returns. */
export async function build(yamls: Yamls): Promise<string> {
  const compilation = await compileYamls(yamls)
  if (compilation.outputs === null) throw new Error(`The gateways do not compile:\n${rendered(compilation)}`)
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-'))
  for (const { path, bytes } of compilation.outputs) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  return folder
}

/** Compiles YAML texts as files of a folder `gateways`. */
export function compileYamls(yamls: Yamls): Promise<Compilation> {
  return compile(
    Object.entries(yamls).map(([name, text]) => ({
      kind: 'source',
      path: `gateways/${name}`,
      bytes: Buffer.from(text),
    })),
  )
}

function rendered(compilation: Compilation): string {
  return render(compilation.diagnostics, compilation.documents, 'pretty', { color: false })
}
