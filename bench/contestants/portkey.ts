// Portkey's gateway as its package comes: the server that it starts on Node, and the same code on the same workerd as ours. Asked to
// pass a chat on to a host of the caller's choice, which is what a gateway with nothing on does.

import { readFileSync } from 'node:fs'
import { builtinModules, createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { build } from 'esbuild'
import { start } from '../support/processes.ts'
import { startWorkerd } from '../support/workerd.ts'
import { type Contestant, callerHeaders, chat, type Standing } from './contestant.ts'
import { workerFolder } from './workers.ts'

const folder = dirname(createRequire(import.meta.url).resolve('@portkey-ai/gateway/package.json'))
const program = join(folder, 'build/start-server.js')

/** Its version, for the report. */
export const portkeyVersion: string = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version

/** Twice the same code. */
export const portkeys: readonly Contestant[] = [
  {
    name: 'portkey-node',
    says: "Portkey's gateway on Node, its default",
    prepare: async (upstream) => () => onNode(upstream),
  },
  { name: 'portkey-workerd', says: "Portkey's gateway on the same workerd", prepare: onWorkerd },
]

async function onNode(upstream: string): Promise<Standing> {
  const port = await freePort()
  const running = start(process.execPath, [program, `--port=${port}`])
  const url = `http://127.0.0.1:${port}`
  for (const until = performance.now() + 20_000; ; await wait(5)) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      break
    if (performance.now() > until) throw new Error("Portkey's gateway did not start listening within 20 s")
  }
  return standing(url, upstream, running)
}

async function onWorkerd(upstream: string): Promise<() => Promise<Standing>> {
  const worker = workerFolder(await asWorker())
  return async () => {
    const running = await startWorkerd(worker)
    return standing(running.url, upstream, running)
  }
}

function standing(url: string, upstream: string, { pid, stop }: Pick<Standing, 'pid' | 'stop'>): Standing {
  return {
    pid,
    stop,
    expects: {},
    ask: (kind) => ({
      url: `${url}/v1/chat/completions`,
      headers: { ...callerHeaders, 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${upstream}/${kind}` },
      body: chat('gpt-4o-mini'),
      distinct: false,
    }),
  }
}

/**
 * The package has its server for Node alone. What is cut off is the end that listens: a Worker is listened for. What only that end
 * and its cache elsewhere use (the server, sockets, Redis) is left out, and everything a request passes through is as it comes.
 */
async function asWorker(): Promise<string> {
  const text = readFileSync(program, 'utf8').replace(/^#!.*\n/, '')
  const [ending, app] = /const\{injectWebSocket:\w+,upgradeWebSocket:\w+\}=\w+\(\{app:(\w+)\}\)/.exec(text) ?? []
  if (ending === undefined)
    throw new Error(`${program} is not made as version 1.15.2 was: see where its app is served now`)
  const { outputFiles } = await build({
    stdin: { contents: `${text.slice(0, text.indexOf(ending))};export default ${app}`, resolveDir: dirname(program) },
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['node:*', ...builtinModules],
    plugins: [
      {
        name: 'what only its server for Node needs',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^(?:@hono\/node-server|@hono\/node-ws|ioredis|ws)$/ }, ({ path }) => ({
            path,
            namespace: 'out',
          }))
          onLoad({ filter: /.*/, namespace: 'out' }, () => ({
            contents: 'export default null; export const serve = null, createNodeWebSocket = null',
          }))
        },
      },
    ],
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

// Its port must be known beforehand.
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
