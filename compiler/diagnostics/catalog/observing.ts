// Codes about logs, budgets, prices, and who may look at them.

import { entry, smallest } from '../entry.ts'
import { didYouMean, either, quote } from '../words.ts'

const admin = 'admin: { tokens: [{ name: ops, secret: OPS_TOKEN }] }\n'

/** Codes of what is taken note of. */
export const observingCodes = {
  'admin-missing': entry<{ endpoint: string }>({
    severity: 'error',
    message: ({ endpoint }) => `\`endpoints.${endpoint}\` is on, and nobody may use it: \`admin\` is missing.`,
    hint: () => 'List tokens: `admin: { tokens: [{ name: ops, secret: OPS_TOKEN }] }`.',
    what: 'The management API and the metrics open to the tokens under `admin`, and to no others.',
    why: 'Logs hold what people asked and were told. No gateway shows them to everyone.',
    before: `${smallest}endpoints: { management: on }\n`,
    after: `${smallest}endpoints: { management: on }\n${admin}`,
  }),
  'admin-unused': entry({
    severity: 'warning',
    message: () => 'These tokens open nothing: `endpoints.management` and `endpoints.metrics` are off.',
    hint: () => 'Turn one of them on, or leave `admin` out.',
    what: '`admin` says who may use the management API and the metrics, and this gateway offers neither.',
    why: 'Whoever wrote it meant one of them to be on.',
    before: `${smallest}${admin}`,
    after: `${smallest}${admin}endpoints: { management: on }\n`,
  }),
  'metrics-without-logs': entry({
    severity: 'error',
    message: () => 'There would be nothing at /metrics: this gateway keeps no log.',
    hint: () => 'Add `logs: on`, or `logs: { payloads: off }` to keep no bodies.',
    what: '`endpoints.metrics` counts what the log store has seen.',
    why: 'A scrape that finds nothing looks like a gateway without traffic.',
    before: `${smallest}${admin}endpoints: { metrics: on }\n`,
    after: `${smallest}${admin}logs: on\nendpoints: { metrics: on }\n`,
  }),
  'budget-window-range': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${name} is not between 1s and 366d.`,
    hint: () => 'A bare number is in seconds.',
    what: '`per` of a budget is the window over which money is counted: from a second to a leap year.',
    why: 'What is beyond that nobody’s ledger remembers.',
    before: `${smallest}budgets: [{ usd: 50, per: 500d }]\n`,
    after: `${smallest}budgets: [{ usd: 50, per: 30d }]\n`,
  }),
  'budget-repeated': entry<{ by: string }>({
    severity: 'warning',
    message: ({ by }) => `There is a budget by ${by} for the same window above.`,
    hint: () => 'Keep the one that is meant.',
    what: 'Two budgets count the same thing over the same window.',
    why: 'Only the smaller of them ever holds.',
    before: `${smallest}budgets: [{ usd: 50, per: 1d }, { usd: 80, per: 24h }]\n`,
    after: `${smallest}budgets: [{ usd: 50, per: 1d }, { usd: 80, per: 7d }]\n`,
  }),
  'price-provider': entry<{
    name: string
    slug: string | null
    nearest: readonly string[]
    offered: readonly string[]
  }>({
    severity: 'error',
    message: ({ name, slug }) =>
      slug === null
        ? `${quote(name)} does not say whose model it is.`
        : `The gateway has no provider ${quote(slug)} whose price this could be.`,
    hint: ({ slug, nearest, offered }) =>
      slug === null
        ? 'Write {provider}/{model}, or {provider}/* for all of its models.'
        : (didYouMean(nearest) ?? `It has ${either(offered.map(quote))}.`),
    what: 'A name under `prices` is {provider}/{model}, with a provider of the gateway’s.',
    why: 'The price would never be used, and the vendor’s, or none, would.',
    before: `${smallest}prices: { ecko/echo-1: { input: 1, output: 2 } }\n`,
    after: `${smallest}prices: { echo/echo-1: { input: 1, output: 2 } }\n`,
  }),
} as const
