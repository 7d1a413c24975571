// Modules -> the files of the build: the Worker in one minified module with its source map, the routing table beside it, and
// what each platform wants to know about them.

import type { Plan } from '../3-plan/ir.ts'
import type { Module } from '../4-emit/module.ts'
import type { Output } from '../compile.ts'
import { ENTRY, TABLE } from '../layout.ts'
import { capnpText } from './capnp.ts'
import { bundleWorker } from './esbuild.ts'
import { manifestText } from './manifest.ts'
import { wranglerText } from './wrangler.ts'

/** Sorted by path. The same plan and modules give the same bytes. */
export async function bundle(plan: Plan, modules: readonly Module[]): Promise<readonly Output[]> {
  const entry = named(modules, ENTRY)
  const table = named(modules, TABLE)
  const texts = modules.filter(({ path }) => path !== ENTRY)
  const worker = await bundleWorker(
    entry.text,
    texts.map(({ path }) => `./${path}`),
  )
  return [
    output(TABLE, table.text),
    output('manifest.json', manifestText(plan, worker, texts)),
    ...texts.filter(({ path }) => path !== TABLE).map(({ path, text }) => output(path, text)),
    output('worker.js', worker.code),
    output('worker.js.map', worker.map),
    output('workerd.capnp', capnpText(plan, texts)),
    output('wrangler.json', wranglerText(plan, texts)),
  ]
}

function named(modules: readonly Module[], path: string): Module {
  const module = modules.find((candidate) => candidate.path === path)
  if (module === undefined) throw new Error(`unreachable: the emitter wrote no ${path}`)
  return module
}

function output(path: string, text: string): Output {
  return { path, bytes: new TextEncoder().encode(text) }
}
