// What looking at what passes weighs, and who may ask for it.

import {
  ADMIN,
  budgets,
  control,
  dataset,
  KIB,
  logs,
  OFF,
  observing,
  PARED,
  realtime,
  session,
  spans,
  weigh,
} from './modules.ts'

weigh([
  ['a log', `${OFF}logs: on\nproviders: { openai: {} }\n`, [...observing('openai', 'responses'), ...logs], 29 * KIB],
  [
    'budgets',
    `${OFF}budgets: [{ usd: 1, per: 1d }]\nproviders: { openai: {} }\n`,
    [...observing('openai', 'responses'), ...budgets],
    21 * KIB,
  ],
  [
    'spans',
    `${OFF}otel: [{ url: "https://otel.example.com/v1/traces" }]\nproviders: { openai: {} }\n`,
    [...observing('openai', 'responses'), ...spans('json')],
    21 * KIB,
  ],
  [
    'spans in protobuf',
    `${OFF}otel: [{ url: "https://otel.example.com/v1/traces", content_type: protobuf }]\nproviders: { openai: {} }\n`,
    [...observing('openai', 'responses'), ...spans('protobuf')],
    21 * KIB,
  ],
  [
    'data points',
    `${OFF}analytics_engine: ai\nproviders: { openai: {} }\n`,
    [...observing('openai', 'responses'), ...dataset],
    18 * KIB,
  ],
  [
    'the management API of a gateway without a log',
    `authentication: off\ncache: off\nendpoints: { ${PARED}, management: on }\n${ADMIN}providers: { openai: {} }\n`,
    control('management'),
    24 * KIB,
  ],
  [
    'metrics',
    `authentication: off\ncache: off\nlogs: on\nendpoints: { ${PARED}, metrics: on }\n${ADMIN}providers: { openai: {} }\n`,
    [...observing('openai', 'responses'), ...logs, ...control('metrics')],
    32 * KIB,
  ],
  [
    'realtime sessions with a row',
    'authentication: off\ncache: off\nlogs: on\nendpoints: { universal: off, compat: off, rest: off }\nproviders: { openai: {} }\n',
    [...observing('openai', 'responses'), ...logs, ...realtime, ...session],
    32 * KIB,
  ],
])
