// What workerd's network must reach: the public internet, and just those private upstreams that the YAML names.

import { isIP } from 'node:net'
import type { CheckedGateway } from '../2-check/config.ts'

const LOOPBACK = ['127.0.0.0/8', '::1/128']
const PRIVATE_NAME = /(^[^.]+|\.internal|\.local|\.lan|\.home\.arpa)$/

/** Sorted, `public` first. An address is allowed alone; a name that means a private network allows private addresses. */
export function network(gateways: readonly CheckedGateway[]): readonly string[] {
  const blocks = new Set<string>()
  for (const { value } of gateways) {
    for (const provider of Object.values(value.providers)) {
      if (provider?.url === undefined) continue
      for (const block of provider.private === true ? ['private'] : blocksOf(new URL(provider.url).hostname))
        blocks.add(block)
    }
    for (const { url } of value.otel ?? []) for (const block of blocksOf(new URL(url).hostname)) blocks.add(block)
  }
  return ['public', ...[...blocks].sort()]
}

function blocksOf(hostname: string): readonly string[] {
  const address = hostname.replace(/^\[|\]$/g, '')
  if (address === 'localhost' || address.endsWith('.localhost')) return LOOPBACK
  if (isIP(address) === 4) return [`${address}/32`]
  if (isIP(address) === 6) return [`${address}/128`]
  return PRIVATE_NAME.test(address) ? ['private'] : []
}
