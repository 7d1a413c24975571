// What is known of a realtime session when it is over. Types only.

import type { Usage } from './realtime-usage.ts'

/** What went one way. */
export interface Traffic {
  readonly frames: number
  readonly bytes: number
}

/** How a session went. */
export interface Passed {
  /** From the client to the provider. */
  readonly sent: Traffic
  /** From the provider to the client. */
  readonly received: Traffic
  /** As RFC 6455 7.4 has them; 1005 where none was given, 1006 where the connection broke. */
  readonly closeCode: number
  /** Who closed; the gateway does where one side does not read. */
  readonly closedBy: 'client' | 'provider' | 'gateway'
}

/** A session that is over. */
export interface Session extends Passed {
  /** The provider's slug, as the YAML has it. */
  readonly provider: string
  /** As the query named it; `null`: the frames did, if anything. */
  readonly model: string | null
  readonly startedAtMs: number
  readonly durationMs: number
  /** As the provider said, all of it together; `null`: it said nothing. */
  readonly usage: Usage | null
}
