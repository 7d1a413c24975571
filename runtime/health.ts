// The Worker in front of all others: it answers `/health` and `/ready`, and says on every answer which build it is. Neither asks for a token,
// and neither says more than whether requests can be served here.

import type { Environment } from './exchange.ts'
import type { Worker } from './serve.ts'
import { openTable } from './table.ts'

/** Looks at the state that gateways keep: a sentence for each part of it that does not answer. Never rejects. */
export type StateCheck = (env: Environment) => Promise<readonly string[]>

/** What the emitted entry hands in. */
export interface HealthParts {
  /** Names the build: the first 16 hex digits of the plan's hash. */
  readonly build: string
  /** The routing table's text, and gateways that must be in it. */
  readonly table: string
  readonly ids: readonly string[]
  /** `null`: nothing is kept. */
  readonly state: StateCheck | null
}

/** The Worker's default export. Costs other requests a look at their path and a header. */
export function health(worker: Worker, { build, table, ids, state }: HealthParts): Worker {
  return {
    async fetch(request, env, context, surface) {
      // From the first slash behind the host.
      const path = request.url.slice(request.url.indexOf('/', 8))
      const failing = path === '/ready' ? await failures(env) : path === '/health' ? [] : null
      const response = failing === null ? await worker.fetch(request, env, context, surface) : told(build, failing)
      response.headers.set('cf-aig-build', build)
      return response
    },
  }

  async function failures(env: Environment): Promise<readonly string[]> {
    try {
      if (ids.every(openTable(table))) return (await state?.(env)) ?? []
    } catch {}
    return ['The routing table failed.']
  }
}

function told(build: string, failing: readonly string[]): Response {
  const status = failing.length === 0 ? 200 : 503
  return Response.json({ build, failing }, { status, headers: { 'cache-control': 'no-store' } })
}
