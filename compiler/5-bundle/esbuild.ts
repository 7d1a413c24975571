// The only file that knows esbuild: an entry's text in, one minified module out, with what is in it and what of it each import costs.

import { join, relative, resolve } from 'node:path'
import { type BuildOptions, build, type Metafile } from 'esbuild'
import { ENTRY, RUNTIME } from '../layout.ts'
import { packageRoot } from '../package-root.ts'

/** Where esbuild is told that its output goes, below the package's root: paths in the source map begin there. */
const OUTPUT = 'dist'

/** The bundle, and what it is made of. */
export interface BundledWorker {
  readonly code: string
  readonly map: string
  /** Bytes of each input in the bundle, by a path that is the same on every machine, sorted. */
  readonly modules: readonly { readonly path: string; readonly bytes: number }[]
  /** Bytes that would go with each of the entry's imports, by the import's path below the runtime, sorted. */
  readonly features: readonly { readonly path: string; readonly bytes: number }[]
}

/** `external`: the modules that stay beside the bundle. esbuild reads the runtime from the package; nothing is written. */
export async function bundleWorker(entry: string, external: readonly string[]): Promise<BundledWorker> {
  const result = await build({ ...optionsOf(entry, external), sourcemap: 'linked', metafile: true })
  const file = (end: string) => result.outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  return {
    code: file('worker.js'),
    map: portableMap(file('worker.js.map')),
    modules: modulesOf(result.metafile),
    features: featuresOf(result.metafile),
  }
}

/** A small module that stands beside worker.js and imports it: one minified module out. */
export async function bundleBeside(entry: string): Promise<string> {
  const { outputFiles } = await build(optionsOf(entry, ['./worker.js']))
  return outputFiles[0]?.text ?? ''
}

function optionsOf(entry: string, external: readonly string[]) {
  const root = packageRoot()
  return {
    stdin: { contents: entry, loader: 'ts', resolveDir: root, sourcefile: ENTRY },
    // Where the build ends up does not matter to a byte of it.
    absWorkingDir: root,
    outfile: `${OUTPUT}/worker.js`,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    alias: { [RUNTIME]: join(root, 'runtime') },
    external: [...external, 'cloudflare:*'],
    logLevel: 'silent',
  } as const satisfies BuildOptions
}

/**
 * A path of esbuild's, relative to a folder below the package's root. Ours stand below that root, wherever it is; packages may
 * be hoisted anywhere, and only what follows the last node_modules says the same on every machine.
 */
function portablePath(path: string, folder = '.'): string {
  const absolute = resolve(packageRoot(), folder, path)
  const ours = relative(packageRoot(), absolute).replaceAll('\\', '/')
  if (!ours.startsWith('../') && !ours.startsWith('node_modules/')) return ours
  return absolute.replaceAll('\\', '/').replace(/^.*\/(?=node_modules\/)/, '')
}

function portableMap(map: string): string {
  const { sources, ...rest } = JSON.parse(map) as { sources: string[] }
  return `${JSON.stringify({ ...rest, sources: sources.map((path) => portablePath(path, OUTPUT)) })}\n`
}

function bytesInBundle(metafile: Metafile): ReadonlyMap<string, number> {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs))
  return new Map(inputs.map(([path, { bytesInOutput }]) => [path, bytesInOutput]))
}

function modulesOf(metafile: Metafile): BundledWorker['modules'] {
  return [...bytesInBundle(metafile)]
    .map(([path, bytes]) => ({ path: portablePath(path), bytes }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What a feature costs is what the entry no longer reaches without it. */
function featuresOf(metafile: Metafile): BundledWorker['features'] {
  const sizes = bytesInBundle(metafile)
  const roots =
    metafile.inputs[ENTRY]?.imports.filter(({ external }) => external !== true).map(({ path }) => path) ?? []
  return roots
    .map((root) => {
      const kept = reachable(metafile, ENTRY, root)
      const gone = [...sizes].filter(([path]) => !kept.has(path))
      return { path: portablePath(root), bytes: gone.reduce((sum, [, bytes]) => sum + bytes, 0) }
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

function reachable(metafile: Metafile, start: string, without: string): ReadonlySet<string> {
  const seen = new Set([start])
  for (const path of seen) {
    for (const imported of metafile.inputs[path]?.imports ?? []) if (imported.path !== without) seen.add(imported.path)
  }
  return seen
}
