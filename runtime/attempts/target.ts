// A path below a provider's slug -> the upstream URL, by the provider's row. Promises that the URL stays below the base it
// was built on: no dot segment, however it is encoded, no backslash, no control character; test/properties/paths.test.ts.

import type { Attempt } from '../exchange.ts'
import { GatewayError } from '../problem.ts'
import type { Credential, PathRule } from '../records.ts'

/**
 * `..;` is one too, to servers that know path parameters, `..?` and `..#` to whoever decodes before parsing, and `.. ` at the end
 * to `fetch`, which trims.
 */
const DOT_SEGMENT = /(?:^|[/\\])\.\.?(?:[/\\;?# ]|$)/
const UNSAFE = /[\\\p{Cc}]/u
/** Encoded ASCII: letters and digits too, for they may spell another encoding, as `%25%32%45` does. */
const ENCODED = /%([0-7][0-9a-f])/gi

/** Where an attempt goes, and how the key is placed and signed there. */
export interface Target {
  readonly url: string
  readonly credential: Credential
  /** The service and region of a SigV4 signature. */
  readonly service: string | null
  readonly region: string | null
}

/** Finds the URL that a client names for an attempt; attempts/named-target.ts. */
export type NamedBy = (attempt: Attempt) => string | null

type Values = { readonly [placeholder: string]: string }

/** Placeholders become parts of host names: nothing but a DNS label, or a name of the vendor's that is as harmless. */
const HARMLESS = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

/** Throws `invalidRequest` for a path that would leave the base, names what the YAML pinned otherwise, or lacks a placeholder. */
export function targetOf(attempt: Attempt, account: string | null, namedBy: NamedBy | null): Target {
  const { row, provider, query } = attempt
  const path = attempt.path.replace(/^\/+/, '')
  refuseEscapes(path)
  const url = namedBy?.(attempt) ?? null
  if (url !== null) return { url, credential: row.credential, service: row.service, region: null }
  // Behind a host name no account is named, and a binding of the platform's needs none.
  const named = account ?? (provider.binding && 'unstated')
  const stated: Values = named === null ? provider.values : { account: named, ...provider.values }
  const match = firstMatch(attempt, path, stated)
  if (match === null) refuseUnread(attempt)
  const values: Values = { ...row.defaults, ...stated, ...match?.values }
  const base = provider.url ?? fill(match?.rule.base ?? row.base, values, attempt.slug, true)
  const below = match === null ? path : fill(match.rule.path, values, attempt.slug, false)
  return {
    url: `${base}${below === '' ? '' : '/'}${below}${query}`,
    credential: match?.rule.credential ?? row.credential,
    service: match?.rule.service ?? row.service,
    region: values.region ?? null,
  }
}

/** Refuses what some server between here and the model might read as a way up, or as a header's end. */
function refuseEscapes(path: string): void {
  let decoded = path
  // As sent, and after each of three rounds of decoding: as many as a chain of servers would plausibly undo.
  for (let round = 0; round <= 3; round++) {
    if (DOT_SEGMENT.test(decoded) || UNSAFE.test(decoded)) {
      throw new GatewayError('invalidRequest', 'The path has a dot segment, a backslash or a control character in it.')
    }
    const next = decoded.replace(ENCODED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    if (next === decoded) return
    decoded = next
  }
}

function firstMatch({ row, provider, slug }: Attempt, path: string, stated: Values) {
  const segments = path.split('/')
  for (const rule of row.paths) {
    if (rule.base !== null && provider.url !== null) continue
    if (!rule.needs.every((name) => name in stated)) continue
    const values = matchSegments(rule, segments)
    if (values === null) continue
    refuseOthers(values, provider.values, slug)
    return { rule, values }
  }
  return null
}

function matchSegments({ match }: PathRule, segments: readonly string[]): Values | null {
  const values: { [name: string]: string } = {}
  for (const [index, pattern] of match.entries()) {
    const segment = segments[index]
    if (segment === undefined) return null
    if (pattern === '{rest}') {
      const rest = segments.slice(index).join('/')
      return rest === '' ? null : { ...values, rest }
    }
    if (!pattern.startsWith('{')) {
      if (pattern !== segment) return null
      continue
    }
    const [name = '', literal] = pattern.slice(1, -1).split('=')
    if (literal === undefined ? segment === '' : segment !== literal) return null
    values[name] = segment
  }
  return segments.length === match.length ? values : null
}

/** What the YAML states is the only value the path may name: a stored key goes nowhere else. */
function refuseOthers(values: Values, pinned: Values, slug: string): void {
  for (const [name, value] of Object.entries(values)) {
    if (Object.hasOwn(pinned, name) && pinned[name] !== value) {
      throw new GatewayError('invalidRequest', `This gateway's ${slug} is pinned to another ${name} than '${value}'.`)
    }
  }
}

/** A pin that the base does not hold is held by the path rules: a path that none of them reads could name anything. */
function refuseUnread({ row, provider, slug }: Attempt): void {
  if (provider.url !== null) return
  for (const name of Object.keys(provider.values)) {
    const named = row.paths.some(({ match }) => match.includes(`{${name}}`))
    if (!named || row.base.includes(`{${name}}`)) continue
    throw new GatewayError('invalidRequest', `This gateway's ${slug} is pinned to a ${name}, and the path names none.`)
  }
}

function fill(template: string, values: Values, slug: string, inHost: boolean): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) {
      throw new GatewayError(
        'invalidRequest',
        `The path does not say which ${name} of ${slug} it is for, and the gateway states none.`,
      )
    }
    if (inHost && !(name === 'account' ? HARMLESS : LABEL).test(value)) {
      throw new GatewayError('invalidRequest', `'${value}' cannot be the ${name} of ${slug}.`)
    }
    return value
  })
}
