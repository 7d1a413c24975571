// The place that a page's blocks run in: a folder with the files it has shown so far, a gateway in real workerd made of them, started when
// a block first asks and again when they changed, and an internet behind it. A page speaks of 127.0.0.1:8787; blocks get the real port.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkSources } from '../../compiler/compile.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { type Internet, startInternet } from './internet.ts'
import { root } from './pages.ts'
import { endShell, type Place, runShell, type Said, startShell, writeCommands } from './shell.ts'
import type { Files } from './yaml.ts'

/** A page's place, and what can be done in it. */
export interface Scene {
  readonly folder: string
  /** The files of gateways/, by name. */
  gateways(): Files
  write(path: string, text: string): void
  /** Runs a block of sh. */
  run(text: string): Promise<Said>
  /** Runs a module of TypeScript by Node, which takes its types off. */
  runModule(file: string, text: string): Promise<Said>
  /** Starts one that goes on, and waits until it listens. Blocks that speak of its port reach it from here on. */
  serve(text: string): Promise<void>
  stop(): Promise<void>
}

const PORT = /127\.0\.0\.1:(\d{4,5})|localhost:(\d{4,5})/g
const DEFAULT_PORT = '8787'
const PATIENCE_MS = 30_000

/** Secrets that pages speak of before any of their YAML does. */
const alwaysThere = ['CLOUDFLARE_API_TOKEN']

/** Makes the place of a page. Nothing is started before a block asks for it. */
export function makeScene(): Scene {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatewright-docs-')))
  writeCommands(folder)
  symlinkSync(`${root}node_modules`, join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
  const ports = new Map<string, string>()
  const serving: ReturnType<typeof startShell>[] = []
  let internet: Internet | null = null
  let gateway: { readonly made: string; readonly it: Gateway } | null = null

  const gateways = () => filesOf(join(folder, 'gateways'))
  const place = (): Place => ({ folder, env: secretsOf(gateways()) })
  const ensure = async () => {
    const made = JSON.stringify(gateways())
    if (gateway?.made === made) return
    await gateway?.it.stop()
    internet ??= await startInternet()
    gateway = { made, it: await startGateway(gateways(), { env: secretsOf(gateways()), capture: internet.port }) }
    ports.set(DEFAULT_PORT, new URL(gateway.it.url).port)
  }
  const placed = async (text: string) => {
    const speaksOf = [...text.matchAll(PORT)].map((match) => match[1] ?? match[2] ?? '')
    if (speaksOf.includes(DEFAULT_PORT) && serving.length === 0) await ensure()
    return text.replace(PORT, (whole, one, two) => whole.replace(one ?? two, ports.get(one ?? two) ?? one ?? two))
  }
  return {
    folder,
    gateways,
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    },
    run: async (text) => runShell(await placed(text), place()),
    runModule: async (file, text) => {
      writeFileSync(join(folder, `run-${file}`), await placed(text))
      return runShell(`exec ${JSON.stringify(process.execPath)} run-${file}`, place())
    },
    serve: async (text) => {
      const [, named] = /--port[ =](\d+)/.exec(text) ?? []
      const port = await freePort()
      const listening = named === undefined ? `${text.trimEnd()} --port ${port}\n` : text.replace(named, port)
      const child = startShell(listening, place())
      serving.push(child)
      await listens(child, port)
      ports.set(named ?? DEFAULT_PORT, port)
    },
    stop: async () => {
      for (const child of serving) await endShell(child)
      await gateway?.it.stop()
      await internet?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A value for each secret that the files name: the gateway and the blocks get the same. */
function secretsOf(files: Files): { readonly [name: string]: string } {
  const sources = Object.entries(files).map(([name, text]) => ({
    kind: 'source' as const,
    path: `gateways/${name}`,
    bytes: Buffer.from(text),
  }))
  const named = checkSources(sources).plan?.secrets.map(({ name }) => name) ?? []
  return Object.fromEntries([...alwaysThere, ...named].map((name) => [name, `value-of-${name}`]))
}

function filesOf(folder: string): Files {
  if (!existsSync(folder)) return {}
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('A TCP server has an address with a port.')
  return String(address.port)
}

async function listens(child: ReturnType<typeof startShell>, port: string): Promise<void> {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await new Promise((next) => setTimeout(next, 50))) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode} before it listened:\n${text}`)
    const isThere = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
    if (isThere) return
  }
  throw new Error(`It did not listen on ${port} within ${PATIENCE_MS} ms:\n${text}`)
}

/** The repository's own example gateways, as a page's folder may have them. */
export function exampleGateways(): Files {
  return filesOf(`${root}gateways`)
}
