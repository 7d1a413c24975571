// What paths.test.ts holds targetOf to: the path rules as regular expressions, and the most permissive reading of a URL's path
// that a chain of servers could come to.

import type { Attempt } from '../../runtime/exchange.ts'
import type { PathRule } from '../../runtime/records.ts'

/** The rules read as regular expressions, the templates filled in by name: no more than what records.ts says of them. */
export function model({ row, provider, path: sent }: Attempt, account: string | null) {
  const path = sent.replace(/^\/+/, '')
  const stated = { ...(account === null ? {} : { account }), ...provider.values }
  const rules = row.paths.filter(
    ({ base, needs }) => (base === null || provider.url === null) && needs.every((name) => name in stated),
  )
  const rule = rules.find((rule) => patternOf(rule).test(path))
  const known = { ...row.defaults, ...stated, ...(rule && patternOf(rule).exec(path)?.groups) }
  const filled = (template: string) =>
    Object.entries(known).reduce((text, [name, value]) => text.split(`{${name}}`).join(value), template)
  return { known, base: provider.url ?? filled(rule?.base ?? row.base), below: rule ? filled(rule.path) : path }
}

function patternOf({ match }: PathRule): RegExp {
  const parts = match.map((segment) => {
    if (segment === '{rest}') return '(?<rest>.+)'
    if (!segment.startsWith('{')) return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const [name, literal = '[^/]+'] = segment.slice(1, -1).split('=')
    return `(?<${name}>${literal})`
  })
  return new RegExp(`^${parts.join('/')}$`, 's')
}

/** A path that the rule reads, up to where its rest begins: with these values where it has placeholders, else with others. */
export function leadOf({ match }: PathRule, values: { readonly [name: string]: string }): string {
  return match
    .map((segment) => {
      const [name = '', literal] = segment.replace(/[{}]/g, '').split('=')
      if (segment === '{rest}') return ''
      return literal ?? (segment.startsWith('{') ? (values[name] ?? 'x1') : name)
    })
    .join('/')
}

/** However a chain of servers reads the path, decoding it up to three times on the way, it is still below the base. */
export function staysBelow(url: string, base: string): boolean {
  const parsed = new URL(url)
  const above = new URL(base)
  if (parsed.origin !== above.origin || parsed.username !== '' || parsed.password !== '') return false
  const prefix = above.pathname.split('/').filter((segment) => segment !== '')
  let path = parsed.pathname
  for (let round = 0; round <= 3; round++) {
    if ([...path].some((character) => character < ' ' || character === '\x7f')) return false
    const resolved = withoutDotSegments(path)
    if (resolved === null || prefix.some((segment, index) => resolved[index] !== segment)) return false
    path = path.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
  }
  return true
}

/** The segments as the most permissive server reads them: backslashes separate, `..;x` and `..?x` are `..`. `null`: above the root. */
function withoutDotSegments(path: string): readonly string[] | null {
  const kept: string[] = []
  for (const segment of path.split(/[/\\]/)) {
    const name = segment.split(/[;?#]/)[0]
    if (name === '..') {
      if (kept.pop() === undefined) return null
    } else if (segment !== '' && name !== '.') kept.push(segment)
  }
  return kept
}

/** Every character percent-encoded, in upper case; ASCII only. */
export function percent(text: string): string {
  return [...text]
    .map((character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`)
    .join('')
}
