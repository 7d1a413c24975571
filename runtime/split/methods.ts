// What gateway processes may ask of the state process: every method of every Durable Object class by the binding of its class, and how
// long a call may take. Promises to be complete: the types here fail where a class has a method that this table has not, or the reverse.

import type { CacheStore } from '../state/cache-store.ts'
import type { Ledger } from '../state/ledger.ts'
import type { Limiter } from '../state/limiter.ts'
import type { LogStore } from '../state/log-store.ts'
import type { RunStore } from '../state/run-store.ts'
import type { Manner } from './manner.ts'

type Own<Class> = Exclude<keyof Class, keyof CloudflareWorkersModule.DurableObject>

type Methods<Class> = { readonly [name in Own<Class>]: Manner }

/** Own properties alone count: what is asked for comes from outside. */
export const methods = {
  CACHE_STORE: {
    ping: 'soon',
    find: 'soon',
    wait: 'waits',
    renew: 'soon',
    end: 'soon',
    put: 'asked',
  } satisfies Methods<CacheStore>,
  LEDGER: {
    ping: 'soon',
    hold: 'soon',
    settle: 'soon',
  } satisfies Methods<Ledger>,
  LIMITER: {
    ping: 'soon',
    take: 'soon',
  } satisfies Methods<Limiter>,
  LOG_STORE: {
    ping: 'soon',
    put: 'kept',
    analytics: 'asked',
    totals: 'asked',
    list: 'asked',
    get: 'asked',
    body: 'asked',
    patch: 'asked',
    remove: 'asked',
    datasets: 'asked',
    dataset: 'asked',
    createDataset: 'once',
    updateDataset: 'asked',
    deleteDataset: 'once',
    evaluations: 'asked',
    evaluation: 'asked',
    createEvaluation: 'once',
    deleteEvaluation: 'once',
  } satisfies Methods<LogStore>,
  RUN_STORE: {
    ping: 'soon',
    begin: 'asked',
    append: 'once',
    end: 'asked',
    renew: 'soon',
    resume: 'asked',
  } satisfies Methods<RunStore>,
} as const

/** The methods of a class, by the name of its binding; `null`: there is no such class. */
export function methodsOf(binding: string): { readonly [name: string]: Manner } | null {
  return Object.hasOwn(methods, binding) ? methods[binding as keyof typeof methods] : null
}
