// Names under `headers` are ones that HTTP allows and that may reach a provider.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { levelsOf } from '../headers-of.ts'
import type { GatewayTree } from '../rules.ts'

/** RFC 9110, section 5.6.2: a token. */
const allowed = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** RFC 9110, sections 6.4, 7.2, 7.6.1 and 10.1.1: about one connection, or about the length and the target of one message. */
const hopByHop = /^(connection|content-length|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/

/** What the gateway keeps back from every request: its own and Cloudflare's, and what says who the caller is. */
const reserved =
  /^(cf-(?!aig-).*|cf-aig-authorization|cdn-loop|cookie|forwarded|true-client-ip|via|x-forwarded-.*|x-real-ip)$/

/** Names that no request can have, or that no provider gets to see. */
export function* headerNames({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { key, keySpan } of levelsOf(root).flatMap(({ headers }) => headers)) {
    const name = key.toLowerCase()
    if (!allowed.test(key)) yield diagnose('header-name', { name: key }, keySpan)
    else if (hopByHop.test(name)) yield diagnose('header-hop-by-hop', { name: key }, keySpan)
    else if (reserved.test(name)) yield diagnose('header-reserved', { name: key }, keySpan)
  }
}
