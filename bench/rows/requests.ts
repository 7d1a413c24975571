// What whole answers may cost.

import { type Row, ratio } from './row.ts'

const perSecond = ['requests-16', 'perSecond'] as const
const onNode = "Portkey's gateway on Node, its default"
const onWorkerd = "Portkey's gateway on the same workerd"
const bare = 'a bare pass-through Worker'
const all = 'authentication, rate limit, logs, cache miss'

/** Requests per second of one, by those of another. */
export const requestRows: readonly Row[] = [
  ratio('native pass-through, nothing on', bare, perSecond, ['none', 'bare'], { atLeast: 0.8 }),
  ratio('the same', 'a hand-written Worker of headers', perSecond, ['none', 'hand'], { atLeast: 0.92 }),
  ratio('authentication, rate limit, logs', bare, perSecond, ['guarded', 'bare'], { atLeast: 0.5 }),
  ratio(all, bare, perSecond, ['all', 'bare'], { atLeast: 0.35 }),
  ratio('cache hit in memory', 'a Worker that hashes bodies and has a Map', perSecond, ['hit', 'map'], {
    atLeast: 0.8,
  }),
  ratio('nothing on', onNode, perSecond, ['none', 'portkey-node'], { atLeast: 4 }),
  ratio(all, onNode, perSecond, ['all', 'portkey-node'], { atLeast: 4 }),
  ratio('nothing on', onWorkerd, perSecond, ['none', 'portkey-workerd'], { atLeast: 1.7 }),
  ratio(all, onWorkerd, perSecond, ['all', 'portkey-workerd'], { atLeast: 1.7 }),
]
