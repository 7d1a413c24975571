// The steps of a route can use the time that they are given: together it is no more than the deadline.

import type { SourceMap } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { effective } from '../levels/effective.ts'
import { bareMilliseconds, lengthOf, lengthText } from '../levels/lengths.ts'
import { routesOf, type StepTree } from '../levels/steps-of.ts'
import { entryOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { builtins } from '../vendors.ts'

/** A route whose attempts, each as long as its timeout, and the delays between them, take longer than its deadline or the gateway's. */
export function* stepsFit({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { name, keySpan, deadline: own, steps } of routesOf(root)) {
    const deadline = own ?? entryOf(root, 'deadline')
    const deadlineMs = lengthOf(deadline?.value, bareMilliseconds)
    if (deadline === undefined || deadlineMs === null) continue
    const times = steps.map((step) => timeOf(step, root))
    const sumMs = times.reduce((sum, parts) => sum + msOf(parts ?? []), 0)
    if (sumMs <= deadlineMs) continue
    const parameters = {
      route: name,
      sum: `${times.includes(null) ? 'more than ' : ''}${lengthText(sumMs)}`,
      deadline: lengthText(deadlineMs),
      addends: times.map((parts, index) => `step ${index}: ${timeText(parts)}`),
    }
    const notes = own === undefined ? [{ message: 'The gateway’s `deadline` is here.', span: deadline.value.span }] : []
    yield diagnose('deadline-before-steps', parameters, own?.value.span ?? keySpan, notes)
  }
}

interface Part {
  readonly times: number
  readonly ms: number
}

/** What a step may take at most, by the YAML alone; `null` where it sets no timeout. What is built in answers at once. */
function timeOf({ node, provider }: StepTree, root: SourceMap): readonly Part[] | null {
  if (provider !== null && builtins.includes(provider.key)) return []
  const settings = effective(node, provider?.value, root)
  const numberOf = (control: string, preset: number) => Number(settings.get(control)?.text ?? preset)
  const timeoutMs = numberOf('cf-aig-request-timeout', 0)
  const attempts = numberOf('cf-aig-max-attempts', 1)
  const delayMs = numberOf('cf-aig-retry-delay', 500)
  const backoff = settings.get('cf-aig-backoff')?.text ?? 'exponential'
  // Out of range: another rule says so, and counting on would be guessing.
  if (!(timeoutMs > 0) || !(attempts >= 1 && attempts <= 5) || !(delayMs >= 0)) return null
  const factors = Array.from({ length: attempts - 1 }, (_, index) => factorOf(backoff, index + 1))
  const delays = factors.map((factor) => ({ times: 1, ms: delayMs * factor }))
  return [{ times: attempts, ms: timeoutMs }, ...delays.filter(({ ms }) => ms > 0)]
}

function msOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { times, ms }) => sum + times * ms, 0)
}

/** `3 × 10s + 500ms + 1s` */
function timeText(parts: readonly Part[] | null): string {
  if (parts === null) return 'no limit'
  const words = parts.map(({ times, ms }) => (times === 1 ? lengthText(ms) : `${times} × ${lengthText(ms)}`))
  return words.length === 0 ? 'at once' : words.join(' + ')
}

function factorOf(backoff: string, made: number): number {
  if (backoff === 'constant') return 1
  return backoff === 'linear' ? made : 2 ** (made - 1)
}
