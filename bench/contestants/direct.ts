// Nobody in between: what the client and the upstream take for themselves.

import { type Contestant, callerHeaders, chat } from './contestant.ts'

/** The upstream itself. */
export const direct: Contestant = {
  name: 'direct',
  says: 'the upstream itself, nobody in between',
  prepare: async (upstream) => async () => ({
    pid: null,
    stop: async () => {},
    expects: {},
    ask: (kind) => ({
      url: `${upstream}/${kind}/chat/completions`,
      headers: callerHeaders,
      body: chat('gpt-4o-mini'),
      distinct: false,
    }),
  }),
}
