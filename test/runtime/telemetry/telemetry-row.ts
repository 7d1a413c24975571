// The row of an ordinary chat that went well, for tests of what telemetry says of rows, and whatever a test wants different.

import type { LogRow } from '../../../runtime/logs/row.ts'
import { logRow, tokens } from '../../support/log-row.ts'

/** The row of a request's only attempt. */
export function telemetryRow(parts: Partial<LogRow> = {}): LogRow {
  return logRow({
    id: '019aa7c1-5f00-7abc-8def-0123456789ab',
    createdAtMs: 1_763_774_000_896,
    requestId: '019aa7c1-5f00-7abc-8def-0123456789ab',
    eventId: 'event-1',
    token: 'ci',
    isAuthenticated: true,
    userAgent: 'test/1',
    durationMs: 1500,
    timeToFirstByteMs: 250,
    usage: tokens(12, 34),
    cost: 0.000_022_2,
    ...parts,
  })
}
