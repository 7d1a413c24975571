// The prices in the bundle against the package that they are taken from: the same cost for any usage, model and date, over all providers
// and models that some row can use.

import { calcPrice, findProvider, type MatchLogic, type ModelInfo } from '@pydantic/genai-prices'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pricesText } from '../../compiler/prices/prices.ts'
import { notFree, vendors } from '../../compiler/prices/vendors.ts'
import { charging } from '../../runtime/cost/charging.ts'
import type { TokenUsage } from '../../runtime/logs/token-usage.ts'
import { tokens } from '../support/log-row.ts'
import { charged } from './charged.ts'

const rows = Object.keys(vendors)
const charge = charging(pricesText(rows))

/** Every usage that means something: parts are within their sum. Some parts are not told. */
const usage = fc
  .record({
    counts: fc.array(fc.oneof(fc.nat(3000), fc.nat(300_000)), { minLength: 11, maxLength: 11 }),
    told: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    webSearches: fc.constantFrom(null, 0, 1, 7),
  })
  .map(({ counts, told: [tellsCache, tellsAudio, tellsImages], webSearches }): TokenUsage => {
    const at = (index: number) => counts[index] ?? 0
    const [text, read, write, hour] = [at(0), at(1), at(2), at(3)]
    const [audio, audioRead, image, imageRead] = [at(4), at(5), at(6), at(7)]
    return {
      inputTokens: text + read + write + hour + audio + audioRead + image + imageRead,
      cachedTokens: tellsCache ? read + audioRead + imageRead : null,
      cacheWriteTokens: tellsCache ? write + hour : null,
      cacheWriteHourTokens: tellsCache ? hour : null,
      inputAudioTokens: tellsAudio ? audio + audioRead : null,
      cachedAudioTokens: tellsAudio && tellsCache ? audioRead : null,
      inputImageTokens: tellsImages ? image + imageRead : null,
      cachedImageTokens: tellsImages && tellsCache ? imageRead : null,
      outputTokens: at(8) + at(9) + at(10) + at(3),
      outputAudioTokens: tellsAudio ? at(8) : null,
      outputImageTokens: tellsImages ? at(9) : null,
      reasoningTokens: tellsCache ? at(10) : null,
      webSearches,
    }
  })

/** Among them midnight, and the hours and days at which some price changes. */
const time = fc.oneof(
  fc.date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
  fc
    .constantFrom('00:30', '01:00', '04:00', '06:00', '10:00', '16:30', '23:59:59.999')
    .map((at) => new Date(`2026-09-01T${at}Z`)),
  fc.constantFrom(...changeDays()).map((day) => new Date(day)),
  fc.constantFrom(...changeDays()).map((day) => new Date(Date.parse(day) - 1)),
)

describe.each(rows)('%s', (row) => {
  const providerId = vendors[row] ?? ''
  const provider = findProvider({ providerId })
  const lists = [providerId, ...(provider?.fallback_model_providers ?? [])]
  const models = lists.flatMap((id) => findProvider({ providerId: id })?.models ?? [])

  it('has each model at the price that the package says', () => {
    expect(models.length).toBeGreaterThan(0)
    let priced = 0
    for (const name of models.flatMap(({ match }) => namesFor(match))) {
      fc.assert(
        fc.property(
          usage,
          time,
          fc.constantFrom('', '', '', '-20250514', '-2025-05-14', ':free', '@001'),
          (used, at, end) => {
            const model = name + end
            const expected = expectedOf(used, model, providerId, at)
            const { cost } = charge(charged({ row, model, usage: used, atMs: at.getTime() }))
            if (expected === null || cost === null) expect({ model, cost }).toEqual({ model, cost: expected })
            else expect(Math.abs(cost - expected), model).toBeLessThanOrEqual(expected * 1e-12)
            if (cost !== null && cost > 0) priced += 1
          },
        ),
        { numRuns: 12 },
      )
    }
    expect(priced).toBeGreaterThan(models.length * 3)
  })

  it('knows the models that the package knows, and no others', () => {
    const words = models.flatMap(({ id }) => id.split(/(?=[-/.:@])/))
    const name = fc.oneof(
      fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }).map((some) => some.join('')),
      fc.constantFrom(...models.map(({ id }) => id.toUpperCase())),
      fc.string({ unit: 'binary' }),
    )
    const used = tokens(1000, 500)
    fc.assert(
      fc.property(name, (model) => {
        const at = new Date('2026-10-01')
        const expected = expectedOf(used, model, providerId, at)
        const { cost } = charge(charged({ row, model, usage: used, atMs: at.getTime() }))
        if (expected === null) expect(cost).toBeNull()
        else expect(cost).toBeCloseTo(expected, 12)
      }),
      { numRuns: 300 },
    )
  })
})

/** What the package says, and `null` where its price is by something that no answer tells. */
function expectedOf(used: TokenUsage, model: string, providerId: string, timestamp: Date): number | null {
  const said = Object.entries({
    input_tokens: used.inputTokens,
    output_tokens: used.outputTokens,
    cache_read_tokens: used.cachedTokens,
    cache_write_tokens: used.cacheWriteTokens,
    cache_write_1h_tokens: used.cacheWriteHourTokens,
    input_audio_tokens: used.inputAudioTokens,
    cache_audio_read_tokens: used.cachedAudioTokens,
    output_audio_tokens: used.outputAudioTokens,
    input_image_tokens: used.inputImageTokens,
    cache_image_read_tokens: used.cachedImageTokens,
    output_image_tokens: used.outputImageTokens,
    output_reasoning_tokens: used.reasoningTokens,
    web_searches: used.webSearches,
  }).flatMap(([key, count]) => (count === null || count === undefined ? [] : [[key, count] as const]))
  const result = calcPrice(Object.fromEntries(said), model, { providerId, timestamp })
  if (result === null || notFree.includes(result.model.id)) return null
  const keys = Object.keys(result.model_price)
  if (keys.length > 0 && !keys.some((key) => /_mtok$|^requests_|^web_searches_/.test(key))) return null
  if (keys.includes('output_video_mtok') && used.outputTokens > 0) return null
  return result.total_price
}

/** Names that fit a pattern, and some that nearly do. */
function namesFor(match: MatchLogic): readonly string[] {
  if ('or' in match) return match.or.flatMap(namesFor)
  if ('and' in match) return match.and.flatMap(namesFor).flatMap((name) => [name, `${name}-tts`])
  if ('equals' in match) return [match.equals, `${match.equals}-x`]
  if ('starts_with' in match) return [match.starts_with, `${match.starts_with}-001`]
  if ('ends_with' in match) return [match.ends_with, `some/${match.ends_with}`]
  if ('contains' in match) return [match.contains, `us.${match.contains}-v1:0`]
  if (match.regex.includes('(?!')) return []
  return fc.sample(fc.stringMatching(new RegExp(match.regex)), { numRuns: 2, seed: 1 })
}

function changeDays(): readonly string[] {
  const models: readonly ModelInfo[] = rows.flatMap(
    (row) => findProvider({ providerId: vendors[row] ?? '' })?.models ?? [],
  )
  const days = models
    .flatMap(({ prices }) => (Array.isArray(prices) ? prices : []))
    .flatMap(({ constraint }) => (constraint?.type === 'start_date' ? [constraint.start_date] : []))
  return [...new Set(days)]
}
