// Nobody in between: what the client and the upstream take for themselves.

import { type Contestant, plainAsk } from './contestant.ts'

/** The upstream itself. */
export const direct: Contestant = {
  name: 'direct',
  says: 'the upstream itself, nobody in between',
  prepare: async (upstream) => async () => ({
    pid: null,
    stop: async () => {},
    expects: {},
    ask: plainAsk(upstream),
  }),
}
