// A number of gateways in, the folder of their build out: built once in a run, whoever asks for it.

import { type Generated, generate } from '../generate.ts'
import { built, folderWith } from '../support/folders.ts'

/** How many gateways there are in what is measured. */
export const COUNTS = [1, 100, 1_000, 10_000] as const
/** The most of them, which the budget speaks of. */
export const MANY = 10_000

/** A build, and what it was built of. */
export interface Build extends Generated {
  readonly folder: string
}

const builds = new Map<string, Promise<Build>>()

/** As {@link generate} makes them. */
export function buildOf(count: number, isAlike = false): Promise<Build> {
  const name = `${count} ${isAlike}`
  const known = builds.get(name)
  if (known !== undefined) return known
  const generated = generate(count, { isAlike })
  const build = built(generated.yamls).then((folder) => ({ ...generated, folder }))
  builds.set(name, build)
  return build
}

/** A Worker that does nothing: what the platform itself takes to start. */
export function emptyWorker(): string {
  return folderWith(
    Object.entries({
      'worker.js': "export default { fetch: () => new Response('ok') }\n",
      'workerd.capnp': `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  v8Flags = ["--max-semi-space-size=1"],
  services = [(name = "empty", worker = (modules = [(name = "worker.js", esModule = embed "worker.js")], compatibilityDate = "2026-11-01"))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "empty")],
);
`,
    }).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
  )
}
