// The parts of the entry that take note of what passes: who reads usage, who knows prices, where rows go, and who may ask for them.

import type { FeaturePlan } from '../3-plan/ir.ts'
import { PRICES } from '../layout.ts'
import { text } from '../literal.ts'
import type { Constant, Import } from './module.ts'
import { runtime } from './runtime-import.ts'
import { camelCase } from './translators.ts'

/** Whether some gateway looks at what passes. */
export function observes({ logs, budgets, collectors, datasets }: FeaturePlan): boolean {
  return logs.length + budgets.length + collectors.length + datasets.length > 0
}

/** Whether something stands before the gateway's own endpoints. */
export function isControlled({ management, metrics }: FeaturePlan): boolean {
  return management.length + metrics.length > 0
}

/** What is imported for them. */
export function observingImports(features: FeaturePlan): readonly Import[] {
  const { logs, budgets, collectors, datasets, usages, realtime, management, metrics } = features
  const imports: Import[] = []
  if (observes(features)) {
    imports.push(
      { from: `./${PRICES}`, name: null, as: 'prices', typeOnly: false, comment: '' },
      runtime('cost/charging.ts', 'charging', []),
      runtime('layers/observe.ts', 'observe', []),
      runtime('logs/tries.ts', 'tries', []),
      ...usages.map(({ name, places }) => ({
        ...runtime(`dialects/${name}/usage.ts`, 'usage', places),
        as: alias(name),
      })),
    )
    if (realtime.length > 0) {
      imports.push(runtime('endpoints/realtime-session.ts', 'recorder', []))
      imports.push(runtime('logs/session.ts', 'recordSession', []))
    }
  }
  if (logs.length > 0) imports.push(runtime('logs/log-store-sink.ts', 'logStore', logs))
  if (budgets.length > 0) imports.push(runtime('layers/budget.ts', 'budget', budgets))
  if (collectors.length > 0) imports.push(runtime('telemetry/otel.ts', 'otel', []))
  for (const { name, places } of collectors) imports.push(runtime(`telemetry/otlp-${name}.ts`, name, places))
  if (datasets.length > 0) {
    const places = datasets.flatMap((dataset) => dataset.places)
    imports.push(runtime('telemetry/analytics-engine.ts', 'analyticsEngine', places))
  }
  if (isControlled(features)) imports.push(runtime('endpoints/control/control-plane.ts', 'controlPlane', []))
  if (management.length > 0) imports.push(runtime('endpoints/control/management.ts', 'management', management))
  if (metrics.length > 0) imports.push(runtime('endpoints/control/metrics.ts', 'metrics', metrics))
  return imports
}

/** The constants that layers and sessions share. */
export function observingConstants(features: FeaturePlan): readonly Constant[] {
  if (!observes(features)) return []
  const { logs, collectors, datasets, usages } = features
  const sinks = [
    ...(collectors.length === 0 ? [] : [`otel({ ${collectors.map(({ name }) => name).join(', ')} })`]),
    ...(datasets.length === 0 ? [] : ['analyticsEngine']),
  ]
  const readers = usages.map(({ name }) => `${/^\w+$/.test(name) ? name : text(name)}: ${alias(name)}`)
  return [
    {
      name: 'charge',
      doc: 'What an attempt costs: as the request says, as the YAML says, as the vendors do.',
      value: 'charging(prices)',
    },
    {
      name: 'observing',
      doc: 'How answers say what they used, and where the rows of the log go.',
      value: `{\nusages: { ${readers.join(', ')} },\ncharge,\nstore: ${logs.length === 0 ? 'null' : 'logStore'},\nsinks: [${sinks.join(', ')}],\n}`,
    },
  ]
}

/** The Worker with what stands before it. */
export function controlled(worker: string, { management, metrics }: FeaturePlan, isShared: boolean): string {
  if (management.length + metrics.length === 0) return worker
  const doors = [...(management.length === 0 ? [] : ['management']), ...(metrics.length === 0 ? [] : ['metrics'])]
  return `controlPlane(${worker}, { table, ${isShared ? 'openTable: openSharedTable, ' : ''}rows, doors: [${doors.join(', ')}] })`
}

function alias(dialect: string): string {
  return `${camelCase(dialect)}Usage`
}
