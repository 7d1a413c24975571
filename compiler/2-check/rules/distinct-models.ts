// A provider declares each of its models once.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { modelsOf } from '../levels/models-of.ts'
import { providersOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** A model that stands in the list already, with a note at the first. */
export function* distinctModels({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { key: slug, value } of providersOf(root)) {
    const seen = new Map<string, Span>()
    for (const { name, node } of modelsOf(value)) {
      const first = seen.get(name)
      if (first === undefined) seen.set(name, node.span)
      else
        yield diagnose('duplicate-model', { slug, model: name }, node.span, [
          { message: 'The other one is here.', span: first },
        ])
    }
  }
}
