// The providers of a gateway: those that are new or gone in one line each, the others key by key. What changed for several
// of them in the same way, as a gateway's default does, is said once.

import type { ProviderBehaviour } from '../behaviour.ts'
import { type Effect, type Finding, finding, isSame, sentence } from '../change.ts'
import { named } from '../words.ts'
import { type Aspect, compareKeys, differing, type Entry, type Scene } from './aspect.ts'
import { addressOf, providerAspects } from './provider-keys.ts'

/** All providers of a gateway, by slug. */
export const providers: Aspect<{ readonly [slug: string]: ProviderBehaviour }> = (before = {}, after = {}, scene) => {
  const entries = differing(before, after)
  const stays = Object.keys(after).filter((slug) => Object.hasOwn(before, slug))
  return [
    ...entries.flatMap((entry) => comesOrGoes(entry, scene)),
    ...folded(
      entries.flatMap(({ name, before: was, after: is }) =>
        was === undefined || is === undefined
          ? []
          : [...address(was, is, scene), ...compareKeys(providerAspects, was, is, scene)].map((said) => ({
              slug: name,
              said,
            })),
      ),
      stays.length,
    ),
  ]
}

/** All that it says, in one line. */
function comesOrGoes({ name, before, after }: Entry<ProviderBehaviour>, scene: Scene): readonly Finding[] {
  const whole = before === undefined ? after : after === undefined ? before : undefined
  if (whole === undefined) return []
  const { row, ...says } = whole
  const isNew = before === undefined
  const findings = compareKeys({ ...providerAspects, row: () => [] }, {}, says, scene)
  const api = row.startsWith('custom ') ? [`API ${row.slice('custom '.length)}`] : []
  const rows = isNew ? scene.rows.after : scene.rows.before
  // Notes of single keys would be lost in a long line, but for those that warn.
  const words = [addressOf(whole, rows), ...api, ...findings.map(brief)].join('; ')
  const weak = isNew ? findings.filter(({ effect }) => effect === 'weakens') : []
  const note = weak.map((it) => it.note).filter((it) => it !== null)
  const effect: Effect = weak.length > 0 ? 'weakens' : 'neutral'
  return [
    finding(
      `provider ${name}`,
      isNew ? null : words,
      isNew ? words : null,
      effect,
      [...new Set(note)].join(', ') || null,
    ),
  ]
}

function brief({ subject, after }: Finding): string {
  return after === null ? subject : `${subject} ${after}`
}

function address(before: ProviderBehaviour, after: ProviderBehaviour, { rows }: Scene): readonly Finding[] {
  const [was, is] = [addressOf(before, rows.before), addressOf(after, rows.after)]
  // A row's base that is another in a newer Gatewright is the Worker's to tell.
  if (isSame(before.url, after.url)) return []
  const isElsewhere = hostOf(was) !== hostOf(is)
  const note = isElsewhere ? 'requests and keys go to another host' : null
  return [finding('address', was, is, isElsewhere ? 'weakens' : 'neutral', note)]
}

function hostOf(address: string): string {
  return /^[a-z]+:\/\/([^/?#\s]+)/.exec(address)?.[1] ?? address
}

interface Said {
  readonly slug: string
  readonly said: Finding
}

/** `stays`: how many providers there were and are. */
function folded(all: readonly Said[], stays: number): readonly Finding[] {
  const groups = new Map<string, Said[]>()
  for (const it of all) {
    const key = sentence({ ...it.said, gateway: null })
    const group = groups.get(key) ?? []
    group.push(it)
    groups.set(key, group)
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const slugs = group.map(({ slug }) => slug)
    const of = slugs.length === stays && stays > 1 ? 'every provider' : named(slugs)
    return [{ ...first.said, subject: `${first.said.subject} of ${of}` }]
  })
}
