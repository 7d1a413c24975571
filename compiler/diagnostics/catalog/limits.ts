// Codes about what bounds a request: time, attempts, and how many requests there may be.

import { entry } from '../entry.ts'

const plain = `authentication: off
providers:
  echo: {}
`

/** Codes of limits. */
export const limitCodes = {
  'timeout-range': entry<{ name: string; least: string; most: string }>({
    severity: 'error',
    message: ({ name, least, most }) => `${name} is not between ${least} and ${most}.`,
    hint: () => 'A bare number is in milliseconds. Leave the key out for no limit.',
    what: '`timeout` is how long to wait for the first byte of an answer: from a millisecond to an hour. `idle_timeout`, between two bytes, is from 100ms to 1h, and `deadline`, for the whole request, from 100ms to 24h.',
    why: 'Below that every request fails, and beyond it no connection is kept waiting.',
    before: `timeout: 2h\n${plain}`,
    after: `timeout: 2m\n${plain}`,
  }),
  'setting-given-twice': entry<{ header: string; key: string }>({
    severity: 'error',
    message: ({ header, key }) => `\`${header}\` and \`${key}\` are the same setting, and this level has both.`,
    hint: ({ key }) => `Keep \`${key}\`.`,
    what: 'A control under `headers` is another way to write a key: `cf-aig-request-timeout` is `timeout`, `cf-aig-max-attempts` is `retries.attempts`, `cf-aig-cache-ttl` is `cache.ttl`, and so on.',
    why: 'Which of the two holds would be a matter of chance.',
    before: `timeout: 30s
headers: { cf-aig-request-timeout: 10000 }
${plain}`,
    after: `timeout: 30s\n${plain}`,
  }),
  'deadline-before-timeout': entry<{ timeout: string; deadline: string }>({
    severity: 'warning',
    message: ({ timeout, deadline }) =>
      `A timeout of ${timeout} is never reached: after ${deadline} the whole request is over.`,
    hint: () => 'Shorten the timeout, or give the request a later `deadline`.',
    what: '`deadline` bounds the whole request, and it is shorter than what a single attempt may take to begin.',
    why: 'The timeout looks like the limit that holds, and is none: there is no time left for another attempt either.',
    before: `timeout: 30s\ndeadline: 10s\n${plain}`,
    after: `timeout: 30s\ndeadline: 2m\n${plain}`,
  }),
  'retry-delay-range': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${name} is not between 0 and 5s.`,
    hint: () => 'A bare number is in milliseconds. The delay grows with each attempt: see `backoff`.',
    what: '`retries.delay` is the pause before the second attempt, of five seconds at most.',
    why: 'The client waits all the while, and most clients wait no longer than a minute.',
    before: `retries: { attempts: 3, delay: 10s }\n${plain}`,
    after: `retries: { attempts: 3, delay: 1s }\n${plain}`,
  }),
  'limit-window-range': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${name} is not between 1s and 30d.`,
    hint: () => 'A bare number is in seconds.',
    what: '`rate_limit.per` is the window over which requests are counted: from a second to thirty days.',
    why: 'A shorter window says nothing that a network’s own delays would not undo, and a longer one is a budget, not a rate.',
    before: `rate_limit: { requests: 600, per: 100ms }\n${plain}`,
    after: `rate_limit: { requests: 600, per: 1m }\n${plain}`,
  }),
  'limit-without-tokens': entry({
    severity: 'error',
    message: () => 'Requests cannot be counted by token: authentication is off, so nobody has one.',
    hint: () => 'List tokens under `authentication`, or count `by: address`.',
    what: '`by: token` counts each token’s requests apart, in a gateway that knows no tokens.',
    why: 'Everyone would be counted together, and one caller could use up the limit of all.',
    before: `${plain}rate_limit: { requests: 60, per: 1m, by: token }\n`,
    after: `${plain}rate_limit: { requests: 60, per: 1m, by: address }\n`,
  }),
} as const
