// A listening socket that this process holds and never accepts from: processes that are given its descriptor do, one or several, and one that
// is started again finds the connections that came meanwhile.

import { Worker } from 'node:worker_threads'
import { CliError } from '../cli-error.ts'
import { listenRefusal } from '../running/listen-refusal.ts'

/** A socket that is open. */
export interface Listener {
  readonly descriptor: number
  /** 0 for one that is a file. */
  readonly port: number
  /** Whoever was given it may go on listening. */
  readonly close: () => Promise<unknown>
}

/** Where to listen: on an address and a port, 0 for a free one, or on a file. */
export type ListenAt = { readonly host: string; readonly port: number } | { readonly path: string }

type Opened = Pick<Listener, 'descriptor' | 'port'>
type Refused = { readonly message: string; readonly code: string }

/** Listens. Raises CliError where the system refuses. */
export async function openListener(at: ListenAt): Promise<Listener> {
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const thread = new Worker(new URL(`./held-socket${ending}`, import.meta.url), { workerData: at })
  thread.unref()
  const said = await new Promise<Opened | Refused>((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', reject)
  })
  if ('message' in said) {
    await thread.terminate()
    // An error that crosses threads loses its code.
    const error = Object.assign(new Error(said.message), { code: said.code })
    throw 'path' in at
      ? new CliError(`The socket "${at.path}" cannot be opened: ${said.message}`)
      : listenRefusal(error, at.host, at.port)
  }
  return { descriptor: said.descriptor, port: said.port, close: () => thread.terminate() }
}
