// What callers of measured gateways say, and what their YAML knows of it.

import { createHash } from 'node:crypto'

/** The token. */
export const token = 'bench-token-0123456789'
/** Its SHA-256, in hex. */
export const tokenSha256: string = createHash('sha256').update(token).digest('hex')
