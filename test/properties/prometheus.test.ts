// The text of random metrics is what a well-kept client library writes for the same ones, whatever their labels say.

import fc from 'fast-check'
import { Counter, Histogram, Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { bucketAt, SECONDS, TOKENS } from '../../runtime/telemetry/buckets.ts'
import { exposition, type Family, type Labels } from '../../runtime/telemetry/prometheus.ts'
import { readScrape } from '../support/scrape.ts'

const hostile = fc.constantFrom('"', '\\', '\n', '\\n', '{', '}', ',', '=', '#', ' ', 'le="1"', 'é', '🦜', '\r')
const text = fc
  .array(fc.oneof(hostile, fc.string({ maxLength: 3 })), { minLength: 1, maxLength: 4 })
  .map((it) => it.join(''))
const help = text.map((it) => `Help ${it}`)
const labels: fc.Arbitrary<Labels> = fc.record({ model: text, route: text })
const distinct = <Value>(value: fc.Arbitrary<Value>) =>
  fc.uniqueArray(fc.tuple(labels, value), { selector: ([it]) => JSON.stringify(it), maxLength: 5 })

it('writes counters as prom-client does', async () => {
  await fc.assert(
    fc.asyncProperty(distinct(fc.double({ min: 0, max: 1e15, noNaN: true })), help, async (samples, help) => {
      const registry = new Registry()
      const counter = new Counter({ name: 'a_total', help, labelNames: ['model', 'route'], registers: [registry] })
      for (const [own, value] of samples) counter.inc(said(own), value)
      await expectSame([{ type: 'counter', name: 'a_total', help, samples }], registry)
    }),
  )
})

it.each([
  ['seconds', SECONDS, fc.integer({ min: 0, max: 200_000 }).map((timeMs) => timeMs / 1000)],
  ['tokens', TOKENS, fc.oneof(fc.constantFrom(...TOKENS), fc.nat(1e9))],
] as const)('writes histograms of %s as prom-client does', async (_, bounds, value) => {
  await fc.assert(
    fc.asyncProperty(distinct(fc.array(value, { minLength: 1, maxLength: 20 })), help, async (observed, help) => {
      const registry = new Registry()
      const [labelNames, buckets] = [['model', 'route'], [...bounds]]
      const histogram = new Histogram({ name: 'h', help, labelNames, buckets, registers: [registry] })
      const samples = observed.map(([own, values]) => {
        const counts = [...bounds.map(() => 0), 0]
        let sum = 0
        for (const each of values) {
          histogram.observe(said(own), each)
          const bucket = bucketAt(bounds, each)
          counts[bucket] = (counts[bucket] ?? 0) + 1
          sum += each
        }
        return [own, counts, sum] as const
      })
      await expectSame([{ type: 'histogram', name: 'h', help, bounds, samples }], registry)
    }),
  )
})

async function expectSame(families: readonly Family[], registry: Registry): Promise<void> {
  const ours = exposition(families)
  const theirs = await registry.metrics()
  const hasSamples = families.some(({ samples }) => samples.length > 0)
  expect(readScrape(ours)).toEqual(hasSamples ? readScrape(`${theirs.trimEnd()}\n`) : new Map())
  if (hasSamples) expect(ours.split('\n').slice(0, 2)).toEqual(theirs.split('\n').slice(0, 2))
}

function said(own: Labels): { [name: string]: string } {
  return own as { [name: string]: string }
}

it('leaves labels without a value and families without samples out', () => {
  const families: readonly Family[] = [
    { type: 'gauge', name: 'a', help: 'A.', samples: [[{ one: null, two: '' }, 1]] },
    { type: 'counter', name: 'b_total', help: 'B.', samples: [] },
  ]
  expect(exposition(families)).toBe('# HELP a A.\n# TYPE a gauge\na 1\n')
})
