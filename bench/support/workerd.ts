// A folder with a workerd.capnp in, a running workerd out: the package's own binary, a free port of loopback, no environment.

import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { type Running, start } from './processes.ts'

/** The `workerd` binary of the installed package: the one that the command line runs. */
export const workerdPath: string = createRequire(import.meta.url)('workerd').default
/** Its version, as it says it. */
export const workerdVersion: string = JSON.parse(
  readFileSync(join(dirname(createRequire(import.meta.url).resolve('workerd/package.json')), 'package.json'), 'utf8'),
).version

/** A workerd that listens. */
export interface Workerd extends Running {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
}

/** Starts it on `{folder}/workerd.capnp`, its state below that folder. Rejects when it ends before it listens. */
export async function startWorkerd(folder: string): Promise<Workerd> {
  const hasState = readFileSync(join(folder, 'workerd.capnp'), 'utf8').includes('"do-storage"')
  if (hasState) mkdirSync(join(folder, 'state'), { recursive: true })
  const words = ['serve', 'workerd.capnp', '--socket-addr', 'http=127.0.0.1:0', '--control-fd=3']
  const running = start(workerdPath, [...words, ...(hasState ? ['--directory-path=do-storage=state'] : [])], {
    cwd: folder,
    env: {},
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  return { ...running, url: `http://127.0.0.1:${await port(running)}` }
}

// One JSON object a line: {"event":"listen","socket":"http","port":40001}
function port({ child }: Running): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = ''
    ;(child.stdio[3] as Readable).on('data', (chunk: Buffer) => {
      text += chunk.toString()
      for (const line of text.split('\n').slice(0, -1)) {
        const message: { event?: string; port?: number } = JSON.parse(line)
        if (message.event === 'listen' && message.port !== undefined) resolve(message.port)
      }
    })
    child.once('close', (code) => reject(new Error(`workerd ended with ${code} before it listened`)))
  })
}
