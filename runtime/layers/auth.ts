// Who may call a gateway: `cf-aig-authorization: Bearer T` (or bare `T`), or T in the provider's own key slot, against the
// gateway's tokens. Compared as SHA-256 in constant time, every token every time. A token never goes further than here.

import type { Entry, Environment } from '../exchange.ts'
import type { Credential, TokenRecord } from '../records.ts'
import { presentedIn, withoutParameter } from './presented.ts'

interface Digest {
  readonly name: string
  readonly sha256: ArrayBuffer
}

/** Values, not promises: a promise of a request that was cancelled would never settle for the others. */
const digests = new WeakMap<readonly TokenRecord[], readonly Digest[]>()

/** Who presents a token of this gateway, and where; `caller` is `null` where nothing that was presented is one. */
export async function authenticate(
  tokens: readonly TokenRecord[],
  headers: Headers,
  query: string,
  credential: Credential,
  env: Environment,
): Promise<Entry> {
  const known = await digestsOf(tokens, env)
  const presented = presentedIn(headers, query, credential)
  const names = await Promise.all(presented.map(async ({ value }) => nameOf(known, await sha256(value))))
  const spent = presented.filter((_, index) => names[index] !== null).map(({ slot }) => slot)
  return {
    caller: names.find((name) => name !== null) ?? null,
    spent: spent.filter(({ kind }) => kind === 'header').map(({ name }) => name),
    query: spent.filter(({ kind }) => kind === 'query').reduce((left, { name }) => withoutParameter(left, name), query),
  }
}

/** The name of the token that was presented; `null`: it is none of these. */
export async function tokenNamed(
  tokens: readonly TokenRecord[],
  presented: string,
  env: Environment,
): Promise<string | null> {
  return nameOf(await digestsOf(tokens, env), await sha256(presented))
}

/** Every token is compared, whether or not one matched already. */
function nameOf(known: readonly Digest[], presented: ArrayBuffer): string | null {
  let name: string | null = null
  for (const token of known) if (crypto.subtle.timingSafeEqual(token.sha256, presented)) name = token.name
  return name
}

async function digestsOf(tokens: readonly TokenRecord[], env: Environment): Promise<readonly Digest[]> {
  const remembered = digests.get(tokens)
  if (remembered !== undefined) return remembered
  const all = await Promise.all(tokens.map((token) => digestOf(token, env)))
  const known = all.filter((digest) => digest !== null)
  digests.set(tokens, known)
  return known
}

/** A token whose secret is not set opens nothing. */
async function digestOf(token: TokenRecord, env: Environment): Promise<Digest | null> {
  if ('sha256' in token) return { name: token.name, sha256: fromHex(token.sha256) }
  const secret = env[token.secret]
  if (typeof secret === 'string' && secret !== '') return { name: token.name, sha256: await sha256(secret) }
  console.warn(`gatewright: token '${token.name}' is unusable: the secret ${token.secret} is not set`)
  return null
}

function sha256(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
}

function fromHex(hex: string): ArrayBuffer {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16)).buffer
}
