// From a gateway that was put together to the text of its YAML: keys in the order in which people read them, small things on
// one line, and a comment wherever the source was not met exactly.

import { Document, isMap, isNode, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import { printable } from '../diagnostics/words.ts'
import type { Draft, Finding, Step } from './imported.ts'

/** Keys of one line, below the path in which they stand. */
const widest = 110

/** The YAML of a gateway. `modeline` is its first line; `origin` names the source. */
export function yamlOf(draft: Draft, findings: readonly Finding[], modeline: string, origin: string): string {
  const document = new Document(contentOf(draft), { aliasDuplicateObjects: false, version: '1.2', schema: 'core' })
  if (isMap(document.contents)) shorten(document.contents, true)
  for (const [path, lines] of commentsOf(draft, findings)) place(document, path, lines)
  space(document.contents as YAMLMap)
  document.commentBefore = ` ${modeline}\n Imported from ${printable(origin)}. The report of the import says what became of each setting.`
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

function contentOf(draft: Draft): Map<string, unknown> {
  const { description, authentication, timeout, retries, cache, rate_limit, unsupported, providers, routes, logs } =
    draft
  const { prices, budgets, otel } = draft
  const all: readonly (readonly [string, unknown])[] = [
    ['description', description],
    ['authentication', authentication],
    ['timeout', timeout],
    ['retries', retries],
    ['cache', cache],
    ['rate_limit', rate_limit],
    ['unsupported', unsupported],
    ['providers', providers],
    ['routes', routes.size === 0 ? undefined : new Map([...routes].map(([name, steps]) => [name, steps.map(short)]))],
    ['logs', logs],
    ['prices', prices.size === 0 ? undefined : prices],
    ['budgets', budgets],
    ['otel', otel],
  ]
  return new Map(all.filter(([, value]) => value !== undefined))
}

/** A step that says nothing but its model is just that. */
function short(step: Step): Step | string {
  return Object.keys(step).length === 1 ? step.model : step
}

// What fits a line stands on one, but for what people add to.
function shorten(node: Node, isTop: boolean): void {
  if (!isMap(node) && !isSeq(node)) return
  for (const item of node.items) {
    const value = isPair(item) ? item.value : item
    if (!isNode(value) || isScalar(value)) continue
    const name = isPair(item) && isScalar(item.key) ? String(item.key.value) : ''
    const isOpen = isTop && ['providers', 'routes', 'prices'].includes(name)
    const text = JSON.stringify(value)
    const isSmall = text.length < widest && !text.includes('[')
    if (isSmall && !isOpen) (value as YAMLMap).flow = true
    else shorten(value, false)
  }
}

/** What is said at each path, once, with the lines of the source that it is about. */
function commentsOf(draft: Draft, findings: readonly Finding[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Map<string, number[]>>()
  const add = (path: readonly (string | number)[], text: string, lines: readonly number[]) => {
    const key = JSON.stringify(path)
    const texts = found.get(key) ?? new Map<string, number[]>()
    texts.set(text, [...new Set([...(texts.get(text) ?? []), ...lines])])
    found.set(key, texts)
  }
  for (const { path, text } of draft.comments) add(path, text, [])
  for (const { outcome, became, why, place } of findings) {
    if (outcome === 'approximated' && became !== null && why !== null) add(became.split('.'), why, [place.line])
  }
  return new Map(
    [...found].map(([key, texts]) => [key, [...texts].map(([text, lines]) => `${text}${numbered(lines)}`)]),
  )
}

function numbered(lines: readonly number[]): string {
  if (lines.length === 0) return ''
  const sorted = lines.toSorted((a, b) => a - b)
  return ` (line${sorted.length === 1 ? '' : 's'} ${sorted.join(', ')})`
}

/** Above the deepest key of the path that has a line of its own. */
function place(document: Document, key: string, lines: readonly string[]): void {
  const path = JSON.parse(key) as (string | number)[]
  let node: unknown = document.contents
  let target: Node | null = null
  for (const step of path) {
    if (!isMap(node) || node.flow === true) break
    const pair: Pair | undefined = node.items.find((item) => isScalar(item.key) && item.key.value === step)
    if (pair === undefined || !isNode(pair.key)) break
    target = pair.key
    node = pair.value
  }
  if (target === null)
    target = isMap(document.contents) ? ((document.contents.items[0]?.key ?? null) as Node | null) : null
  if (target === null) return
  const before = target.commentBefore ?? ''
  const text = lines.map((line) => ` ${printable(line)}`).join('\n')
  target.commentBefore = before === '' ? text : `${before}\n${text}`
}

// A blank line before what has several lines of its own.
function space(map: YAMLMap): void {
  for (const [index, { key, value }] of map.items.entries()) {
    const isLong = isMap(value) || isSeq(value) ? value.flow !== true : false
    if (isNode(key) && index > 0 && (isLong || (isScalar(key) && (key.commentBefore ?? '') !== '')))
      key.spaceBefore = true
  }
}
