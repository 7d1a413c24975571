// The Worker in bundles that have anything to manage or to measure: requests for its doors are theirs, all others are the gateways' as they
// came. A door opens to admin tokens alone, and shows of the gateways just those whose YAML lists the token.

import type { Environment, Rows } from '../../exchange.ts'
import type { LookUp } from '../../locate.ts'
import type { GatewayRecord } from '../../records.ts'
import type { Worker } from '../../serve.ts'
import { openTable } from '../../table.ts'
import { type Admission, admission } from './admission.ts'

/** A way in for whoever runs the gateways. */
export interface ControlDoor {
  /** The line of the routing table that names the gateways that open it: `*management`. No gateway's id can be that. */
  readonly key: string
  /** The paths that are its own, from their first slash; without a query. */
  readonly paths: RegExp
  /** Throws a GatewayError for what it cannot take, `unauthorized` among them. */
  readonly answer: (asked: ControlRequest) => Promise<Response>
  /** Anything thrown, in its shape. */
  readonly problem: (thrown: unknown) => Response
}

/** A request for a door. Nothing of it was looked at: who asks for a gateway is let in by that. */
export interface ControlRequest {
  readonly request: Request
  readonly url: URL
  /** Of its URL, from the first slash, percent-encoding as sent; without a query. */
  readonly path: string
  readonly env: Environment
  readonly rows: Rows
  /**
   * The gateways with this door that the request's token opens, sorted; of one account, or of all (`null`). Throws `unauthorized` where the
   * token opens nothing here, and `forbidden` where it opens nothing of that account.
   */
  readonly ids: (account: string | null) => Promise<readonly string[]>
  /** The same, with all that their lines of the routing table say: of thousands that takes its time. */
  readonly gateways: (account: string | null) => Promise<readonly GatewayRecord[]>
  /** One of them. Throws `notFound` where it is not one of them, whether or not there is such a gateway. */
  readonly gateway: (id: string, account: string | null) => Promise<GatewayRecord>
  /** Looks a line of the routing table up. */
  readonly lookUp: LookUp
}

/** What the emitted entry hands in. */
export interface ControlParts {
  /** The routing table's text. Each door has a line in it, a JSON array of gateways' ids. */
  readonly table: string
  /** As the gateways' own. Left out: lines are whole. */
  readonly openTable?: typeof openTable
  readonly rows: Rows
  readonly doors: readonly ControlDoor[]
}

/** The Worker's default export, in front of the gateways' own. */
export function controlPlane(worker: Worker, { table, rows, doors, openTable: open }: ControlParts): Worker {
  let admit: Admission | null = null

  return {
    fetch(request, env, context, surface) {
      const path = pathOf(request.url)
      const door = path === null ? undefined : doors.find(({ paths }) => paths.test(path))
      if (path === null || door === undefined) return worker.fetch(request, env, context, surface)
      admit ??= admission((open ?? openTable)(table))
      const asked = { request, url: new URL(request.url), path, env, rows, ...admit(door.key, request.headers, env) }
      return door.answer(asked).catch(door.problem)
    },
  }
}

/** `null`: it is for a gateway, as nearly all are. */
function pathOf(url: string): string | null {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  if (url.startsWith('/v1/', start)) return null
  const end = url.indexOf('?', start)
  return url.slice(start, end === -1 ? undefined : end)
}
