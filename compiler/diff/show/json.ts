// A difference as programs read it. The shape is stable: keys are added, and none is taken away or given another meaning while `format` is 1.

import type { Difference } from '../difference.ts'
import { isWeakening } from './grouped.ts'

/**
 * ```
 * { format: 1, same, weakening: how many changes weaken,
 *   secrets: { needed: [name], unneeded: [name] },
 *   bytes: { before: null | { worker: { bytes, gzipBytes }, tables: … }, after: … },
 *   changes: [{ kind: added | removed | changed, gateway: id | null, subject, effect: weakens | strengthens | neutral,
 *               before: text | null, after: text | null, note: text | null }] }
 * ```
 * `gateway: null` is the Worker; `gzipBytes` is `null` where it is not known. Texts are for people and may be worded better one day.
 */
export function renderJson({ changes, secrets, sizes }: Difference): string {
  const report = {
    format: 1,
    same: changes.length === 0,
    weakening: changes.filter(isWeakening).length,
    secrets,
    bytes: sizes,
    changes: changes.map(({ kind, gateway, subject, effect, before, after, note }) => ({
      kind,
      gateway,
      subject,
      effect,
      before,
      after,
      note,
    })),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}
