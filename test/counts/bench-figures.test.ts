// What the bench makes of its numbers: medians, ratios of pairs, verdicts, and a page whose written part stays.

import { describe, expect, it } from 'vitest'
import { experiments } from '../../bench/experiments/experiments.ts'
import { BY_HAND, resultsText } from '../../bench/report/results.ts'
import { judge } from '../../bench/rows/judge.ts'
import { ratio } from '../../bench/rows/row.ts'
import { rows } from '../../bench/rows/rows.ts'
import { contestants } from '../../bench/stage.ts'
import { takeTurns } from '../../bench/support/rounds.ts'
import { median, pairedRatios, quantile } from '../../bench/support/statistics.ts'

const row = ratio('ours', 'theirs', ['speed', 'perSecond'], ['ours', 'theirs'], { atLeast: 0.8 })
const results = (ours: readonly number[]) => ({
  speed: { ours: { perSecond: ours }, theirs: { perSecond: [100, 200, 400] } },
})

describe('numbers', () => {
  it('have a middle', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(quantile([5, 1, 2, 3, 4], 0.99)).toBe(5)
    expect(quantile([5, 1, 2, 3, 4], 0.5)).toBe(3)
  })

  it('of one round are divided by those of the same', () => {
    expect(pairedRatios([50, 200], [100, 100])).toEqual([0.5, 2])
    expect(() => pairedRatios([1], [1, 2])).toThrow('paired')
  })

  it('are taken in turns, every other round backwards', async () => {
    const turns: string[] = []
    const samples = await takeTurns(['a', 'b'], 2, async (name, round) => {
      turns.push(`${name}${round}`)
      return { round }
    })
    expect(turns).toEqual(['a0', 'b0', 'b1', 'a1'])
    expect(samples).toEqual({ a: { round: [0, 1] }, b: { round: [0, 1] } })
  })
})

describe('a row', () => {
  it('passes by the median of its rounds, whatever a single one did', () => {
    expect(judge(row, results([10, 160, 320]))).toMatchObject({ verdict: 'pass', spread: { median: 0.8, least: 0.1 } })
    expect(judge(row, results([100, 158, 316])).verdict).toBe('miss')
  })

  it('is held from above where it must be', () => {
    const atMost = { ...row, budget: { atMost: 0.8 } }
    expect(judge(atMost, results([100, 158, 316])).verdict).toBe('pass')
    expect(judge(atMost, results([10, 162, 324])).verdict).toBe('miss')
  })

  it('is no miss where nothing was measured', () => {
    expect(judge(row, {}).verdict).toBe('not measured')
  })

  it.each(rows)('names what is there: $what, $against', ({ measured, by }) => {
    for (const { experiment, contestant } of by === null ? [measured] : [measured, by]) {
      const found = experiments.find(({ name }) => name === experiment)
      expect(found?.budgeted).toBe(true)
      // Those of these groups are processes that stand between a client and the upstream.
      if (!['requests', 'streams', 'memory'].includes(found?.group ?? '')) continue
      expect(contestants.map(({ name }) => name)).toContain(contestant)
    }
  })
})

describe('the page', () => {
  const run = {
    machine: [['node', 'v24']] as const,
    command: 'npm run bench',
    rounds: 3,
    seconds: 1,
    judged: [judge(row, results([100, 158, 316]))],
    experiments,
    results: {},
  }

  it('says what came out', () => {
    expect(resultsText(run, '')).toMatch(/\| ours +\| theirs +\| +≥ 0\.80 \| +0\.79 \| +0\.79–1\.00 \| miss \|/)
  })

  it('keeps what people wrote, and nothing else of the page before', () => {
    const written = `${BY_HAND}\n\nA thing or two.\n`
    const first = resultsText(run, `# Old\n\nan old table\n\n${written}`)
    expect(first.endsWith(written)).toBe(true)
    expect(first).not.toContain('an old table')
    expect(resultsText(run, first)).toBe(first)
  })
})
