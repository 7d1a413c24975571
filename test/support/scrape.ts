// Prometheus' text format 0.0.4 -> its samples, read as strictly as its grammar is, which is more than scrapers ask for. Throws for text that
// says anything twice, out of its family, or in a histogram that does not add up.

/** Samples by what stands before their value: `name{label="value"}`, labels in the order of their names, empty ones left out. */
export type Scrape = ReadonlyMap<string, number>

type Labels = ReadonlyMap<string, string>

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"/y
const COMMENT = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`, 's')
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.+)\\})? (\\S+)$`, 's')

/** Reads a whole text. */
export function readScrape(text: string): Scrape {
  if (text !== '' && !text.endsWith('\n')) throw new Error('The text does not end with a newline')
  const samples = new Map<string, number>()
  const types = new Map<string, string>()
  const buckets = new Map<string, (readonly [bound: number, count: number])[]>()
  let family = ''
  for (const line of text.split('\n').slice(0, -1)) {
    const [, word, of = '', said = ''] = COMMENT.exec(line) ?? []
    if (word === 'HELP') family = once(types, of, '')
    if (word === 'TYPE' && of === family) types.set(of, said)
    if (word !== undefined) continue
    const [, name, labelled = '', value = ''] = SAMPLE.exec(line) ?? []
    if (name === undefined) throw new Error(`No sample: ${line}`)
    const type = types.get(family)
    const suffix = type === 'histogram' ? /(?:_bucket|_sum|_count)$/ : /$/
    if (name.replace(suffix, '') !== family) throw new Error(`Not in the family ${family}: ${line}`)
    if (type === 'counter' && !name.endsWith('_total')) throw new Error(`A counter by another name: ${line}`)
    if (!/^-?\d+(?:\.\d+)?(?:e[+-]\d+)?$/.test(value)) throw new Error(`No number: ${line}`)
    const labels = labelsIn(labelled)
    once(samples, keyOf(name, labels), Number(value))
    const bound = labels.get('le')
    if (bound === undefined) continue
    const series = keyOf(family, new Map([...labels].filter(([label]) => label !== 'le')))
    buckets.set(series, [...(buckets.get(series) ?? []), [Number(bound.replace('+Inf', 'Infinity')), Number(value)]])
  }
  for (const [series, own] of buckets) checkHistogram(series, own, samples)
  return samples
}

function labelsIn(text: string): Labels {
  const labels = new Map<string, string>()
  for (let at = 0; at < text.length; at = LABEL.lastIndex + 1) {
    LABEL.lastIndex = at
    const [, name, value = ''] = LABEL.exec(text) ?? []
    if (name === undefined || !/^,?$/.test(text.charAt(LABEL.lastIndex))) throw new Error(`No labels: ${text}`)
    once(labels, name, value)
  }
  return labels
}

function keyOf(name: string, labels: Labels): string {
  const told = [...labels].filter(([, value]) => value !== '').sort(([one], [other]) => (one < other ? -1 : 1))
  return told.length === 0 ? name : `${name}{${told.map(([label, value]) => `${label}="${value}"`).join(',')}}`
}

/** Buckets are in order and never fall, and the last is the count. */
function checkHistogram(series: string, buckets: readonly (readonly [number, number])[], samples: Scrape): void {
  const isInOrder = buckets.every(([bound, count], index) => {
    const [boundBefore, countBefore] = buckets[index - 1] ?? [-1, 0]
    return bound > boundBefore && count >= countBefore
  })
  const [bound, last] = buckets.at(-1) ?? []
  const count = samples.get(series.replace(/^\w+/, '$&_count'))
  if (
    isInOrder &&
    bound === Number.POSITIVE_INFINITY &&
    last === count &&
    samples.has(series.replace(/^\w+/, '$&_sum'))
  )
    return
  throw new Error(`A histogram that does not add up: ${series}`)
}

function once<Value>(map: Map<string, Value>, key: string, value: Value): string {
  if (map.has(key)) throw new Error(`Said twice: ${key}`)
  map.set(key, value)
  return key
}
