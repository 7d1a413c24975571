// A number of generated gateways in, their plan and their tables out.

import { type Generated, type GenerateOptions, generate } from '../../bench/generate.ts'
import type { GatewayPlan } from '../../compiler/3-plan/ir.ts'
import { checkSources } from '../../compiler/compile.ts'
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'

/** Gateways as a check sees them. */
export interface Many extends Generated {
  readonly diagnostics: readonly Diagnostic[]
  /** Empty where there are errors. */
  readonly gateways: readonly GatewayPlan[]
}

/** Generates and checks them. */
export function many(count: number, options: GenerateOptions = {}): Many {
  const generated = generate(count, options)
  const sources = Object.entries(generated.yamls).map(([name, text]) => {
    return { kind: 'source' as const, path: `gateways/${name}`, bytes: Buffer.from(text) }
  })
  const { diagnostics, plan } = checkSources(sources)
  return { ...generated, diagnostics, gateways: plan?.gateways ?? [] }
}
