// Who may call, who may manage, and by which ways in: what lets more people in weakens.

import type { GatewayBehaviour, Tokens } from '../behaviour.ts'
import { type Finding, finding } from '../change.ts'
import { list } from '../words.ts'
import { type Aspect, differing, type Entry } from './aspect.ts'

/** Tokens by name, or anyone. */
export const callers: Aspect<'anyone' | Tokens> = (before, after, { after: gateway }) => {
  if (before === 'anyone' || after === 'anyone') {
    const note = after === 'anyone' && gateway !== null ? openNote(gateway) : null
    return [finding('authentication', authenticationWords(before), authenticationWords(after), opening(after), note)]
  }
  if (before === undefined) return [finding('authentication', null, authenticationWords(after))]
  return tokenChanges('token', before, after, 'one more may call')
}

/** Tokens of the management API and the metrics. */
export const admins: Aspect<Tokens> = (before, after) => {
  if (before === undefined) {
    return [finding('admin', null, tokenNames(after), 'weakens', 'they may read what is logged')]
  }
  if (after === undefined) return [finding('admin', tokenNames(before), null, 'strengthens')]
  return tokenChanges('admin token', before, after, 'one more may read what is logged')
}

/** The ways in that are open. */
export const endpoints: Aspect<readonly string[]> = (before = [], after = [], scene) => {
  if (scene.before === null) return [finding('endpoints', null, after.join(', '))]
  return [
    ...after
      .filter((name) => !before.includes(name))
      .map((name) => finding(`endpoint ${name}`, null, 'open', 'weakens', 'one more way in')),
    ...before
      .filter((name) => !after.includes(name))
      .map((name) => finding(`endpoint ${name}`, 'open', null, 'strengthens')),
  ]
}

function tokenChanges(subject: string, before: Tokens, after: Tokens | undefined, note: string): readonly Finding[] {
  const entries = differing(before, after)
  const renamed = entries.flatMap((gone) => {
    const come = entries.find((it) => it.before === undefined && it.after === gone.before)
    return gone.after === undefined && come !== undefined ? [{ gone, come }] : []
  })
  const isRenamed = (token: Entry<string>) => renamed.some(({ gone, come }) => token === gone || token === come)
  const names = renamed.map(({ gone, come }) =>
    finding(`name of ${subject}`, gone.name, come.name, 'neutral', 'the same one'),
  )
  const others = entries.filter((token) => !isRenamed(token))
  return [...others.map((token) => tokenChange(subject, token, note)), ...names]
}

function tokenChange(subject: string, { name, before, after }: Entry<string>, note: string): Finding {
  if (before === undefined) return finding(`${subject} ${name}`, null, after ?? null, 'weakens', note)
  if (after === undefined) return finding(`${subject} ${name}`, before, null, 'strengthens')
  return finding(`${subject} ${name}`, before, after)
}

function opening(after: 'anyone' | Tokens | undefined): 'weakens' | 'strengthens' {
  return after === 'anyone' ? 'weakens' : 'strengthens'
}

function authenticationWords(callers: 'anyone' | Tokens | undefined): string | null {
  if (callers === undefined) return null
  return callers === 'anyone' ? 'off' : tokenNames(callers)
}

function tokenNames(tokens: Tokens = {}): string {
  const names = Object.keys(tokens)
  return `${names.length === 1 ? 'token' : 'tokens'} ${names.join(', ')}`
}

function openNote({ providers }: GatewayBehaviour): string {
  const secrets = Object.values(providers).flatMap(({ keys = {} }) => Object.values(keys))
  const spent = [...new Set(secrets)].sort()
  return list(['anyone may call', spent.length > 0 && `and spend ${spent.join(', ')}`])
}
