// The parts of the entry that bound Workers see: the class `AI`, and the gateways' Worker under a name, which both it and the default export
// stand on.

import type { FeaturePlan } from '../3-plan/ir.ts'
import type { Constant, Import } from './module.ts'
import { runtime } from './runtime-import.ts'

/** What is imported for them. */
export function bindingImports({ binding, publicBinding, logs }: FeaturePlan): readonly Import[] {
  if (binding.length === 0) return []
  return [
    runtime('endpoints/binding/binding.ts', 'binding', binding),
    runtime('endpoints/binding/entrypoint.ts', 'entrypoint', []),
    ...(logs.length === 0 ? [] : [runtime('endpoints/binding/log.ts', 'log', logs)]),
    ...(publicBinding.length === 0
      ? []
      : [runtime('endpoints/binding/public-socket.ts', 'publicSocket', publicBinding)]),
  ]
}

/** `worker`: the gateways' own, as an expression. */
export function bindingConstants(worker: string, { binding, logs }: FeaturePlan): readonly Constant[] {
  if (binding.length === 0) return []
  return [
    { name: 'gateways', doc: 'The gateways, by their paths.', value: worker },
    {
      name: 'calls',
      doc: "The Workers binding's own calls of them.",
      value: `binding(gateways, { rows, translators, log${logs.length === 0 ? ': null' : ''} })`,
    },
    { name: 'AI', doc: 'What other Workers are bound to.', value: 'entrypoint(calls)', isExported: true },
  ]
}

/** The Worker that answers at the public address. */
export function publicWorker(worker: string, { binding, publicBinding }: FeaturePlan): string {
  if (binding.length === 0) return worker
  return publicBinding.length === 0 ? 'gateways' : 'publicSocket(gateways, calls)'
}
