// Plan -> wrangler.json: what `wrangler deploy` needs, and not a key more. Secrets are named, and wrangler asks for them.

import type { Plan } from '../3-plan/ir.ts'
import type { Module } from '../4-emit/module.ts'

/** The Worker is bundled already; wrangler uploads it as it is, with its tables as text modules. */
export function wranglerText({ worker, secrets, state, features }: Plan, texts: readonly Module[]): string {
  const bound = state.filter(({ onCloudflare }) => onCloudflare)
  const config = {
    name: worker.name,
    ...(worker.account === null ? {} : { account_id: worker.account }),
    main: 'worker.js',
    compatibility_date: worker.compatibilityDate,
    no_bundle: true,
    rules: [{ type: 'Text', globs: texts.map(({ path }) => path), fallthrough: false }],
    upload_source_maps: true,
    ...(bound.length === 0
      ? {}
      : {
          durable_objects: {
            bindings: bound.map(({ className, binding }) => ({ name: binding, class_name: className })),
          },
          exports: Object.fromEntries(
            bound.map(({ className }) => [className, { type: 'durable-object', storage: 'sqlite' }]),
          ),
        }),
    ...(features.stores.some(({ name }) => name === 'kv') ? { kv_namespaces: [{ binding: 'CACHE_KV' }] } : {}),
    ...features.bindings.slice(0, 1).reduce((_, { name }) => ({ ai: { binding: name } }), {}),
    ...(features.datasets.length === 0
      ? {}
      : {
          analytics_engine_datasets: features.datasets.map(({ name, binding }) => ({ binding, dataset: name })),
        }),
    ...(secrets.length === 0 ? {} : { secrets: { required: secrets.map(({ name }) => name) } }),
  }
  return `${JSON.stringify(config, null, 2)}\n`
}
