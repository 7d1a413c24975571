// A build in, a line out for each limit of Cloudflare's that it comes near: what the manifest says too.

import type { Plan } from '../../3-plan/ir.ts'
import { limitWarnings } from '../../5-bundle/platform-limits.ts'
import type { Output } from '../../compile.ts'
import { PRICES, TABLE } from '../../layout.ts'
import { paint, type Terminal } from '../io.ts'

/** What is uploaded of a build. */
const UPLOADED: readonly string[] = ['worker.js', TABLE, PRICES]

/** Empty, as for most builds, where nothing is near a limit, or where there is no Worker. */
export function limitLines(terminal: Terminal, { secrets }: Plan, outputs: readonly Output[]): string {
  const uploaded = outputs.filter(({ path }) => UPLOADED.includes(path))
  if (uploaded.length === 0) return ''
  const uploadBytes = uploaded.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
  return limitWarnings({ uploadBytes, secrets: secrets.length })
    .map((warning) => `${paint(terminal, 'yellow', 'warning')}: ${warning}\n`)
    .join('')
}
