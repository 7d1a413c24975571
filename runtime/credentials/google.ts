// Google access tokens from a service account: a signed JWT is exchanged for a token, which is kept until shortly before it
// expires. A stored secret is the account's JSON or an API key; a caller may bring the JSON as a base64 Bearer value.
// Source: RFC 7523 and Google's "OAuth 2.0 for server to server applications"; base64 form: the wire contract, "providers".

import type { Outgoing } from '../attempts/credential.ts'
import { send, startDeadline } from '../attempts/upstream.ts'
import type { Body } from '../exchange.ts'
import { hexOf } from '../hex.ts'
import { GatewayError } from '../problem.ts'
import { signedJwt } from './jwt.ts'

interface ServiceAccount {
  readonly client_email: string
  readonly private_key: string
  readonly private_key_id?: string
  readonly token_uri?: string
}

interface Minted {
  readonly token: string
  readonly expiresAtMs: number
}

const GOOGLE = 'https://oauth2.googleapis.com/token'
/** As long as Google lets an assertion be good for. */
const LIFETIME_SECONDS = 3600
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
/** A token is renewed this long before it expires, so that none expires on its way. */
const MARGIN_MS = 60_000
const MINT_MS = 10_000
const REMEMBERED = 100

const minted = new Map<string, Minted>()
const minting = new Map<string, Promise<Minted>>()

/** The {@link Signer} for rows with `signer: 'google'`. Throws `upstreamFailed` when Google gives no token. */
export async function google(outgoing: Outgoing, secret: string, own: boolean): Promise<Body> {
  const account = own ? fromBearer(secret) : fromStored(secret)
  if (account !== null) {
    outgoing.headers.set('authorization', `Bearer ${await tokenOf(account, outgoing.waitUntil)}`)
  } else if (!own) {
    outgoing.headers.set('x-goog-api-key', secret)
  }
  return outgoing.payload.take()
}

/** A stored account may name a token endpoint of its own. */
function fromStored(secret: string): ServiceAccount | null {
  if (!secret.trimStart().startsWith('{')) return null
  const account = parse(secret)
  if (account !== null) return account
  throw new GatewayError('internal', 'The stored Google key is not JSON with client_email and private_key.')
}

/** A caller's account is exchanged at Google only: its token_uri would make the gateway call anywhere. */
function fromBearer(value: string): ServiceAccount | null {
  const encoded = value.replace(/^Bearer\s+/i, '')
  if (!/^[A-Za-z0-9+/_-]{100,}={0,2}$/.test(encoded)) return null
  const account = parse(encoded, (base64) => atob(base64.replaceAll('-', '+').replaceAll('_', '/')))
  return account && { ...account, token_uri: GOOGLE }
}

function parse(json: string, decode = (text: string) => text): ServiceAccount | null {
  try {
    const account = JSON.parse(decode(json))
    return typeof account.client_email === 'string' && typeof account.private_key === 'string' ? account : null
  } catch {
    return null
  }
}

/** One exchange at a time for an account, however many requests wait for it. */
async function tokenOf(account: ServiceAccount, waitUntil: Outgoing['waitUntil']): Promise<string> {
  const key = await fingerprint(account)
  const known = minted.get(key)
  if (known !== undefined && known.expiresAtMs - MARGIN_MS > Date.now()) return known.token
  const underWay = minting.get(key)
  // The request that began the exchange may be gone: nobody waits for it longer than it may take.
  if (underWay !== undefined) {
    const shared = await Promise.race([underWay, scheduler.wait(MINT_MS).then(() => null)])
    if (shared !== null) return shared.token
  }
  const exchange = mint(account)
    .then((fresh) => remember(key, fresh))
    .finally(() => minting.delete(key))
  minting.set(key, exchange)
  waitUntil(exchange.catch(() => {}))
  return (await exchange).token
}

function remember(key: string, fresh: Minted): Minted {
  for (const oldest of minted.keys()) {
    if (minted.size < REMEMBERED) break
    minted.delete(oldest)
  }
  minted.set(key, fresh)
  return fresh
}

/** Tells accounts apart, their endpoint and key included, without keeping a private key as a map's key. */
async function fingerprint({ client_email, private_key, token_uri = GOOGLE }: ServiceAccount): Promise<string> {
  const bytes = new TextEncoder().encode(`${client_email}\n${token_uri}\n${private_key}`)
  return hexOf(await crypto.subtle.digest('SHA-256', bytes))
}

async function mint(account: ServiceAccount): Promise<Minted> {
  const { client_email, private_key, private_key_id: kid, token_uri = GOOGLE } = account
  const iat = Math.floor(Date.now() / 1000)
  const claims = { scope: SCOPE, iss: client_email, aud: token_uri, iat, exp: iat + LIFETIME_SECONDS }
  const assertion = await signedJwt({ kid }, claims, private_key).catch(() => {
    throw new GatewayError('internal', `The private key of ${client_email} is not a PKCS#8 PEM.`)
  })
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion })
  const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded' })
  const request = { method: 'POST', headers, body: form.toString() }
  const deadline = startDeadline(MINT_MS)
  const response = await send(token_uri, request, deadline).finally(() => deadline?.stop())
  const answer = (await response.json().catch(() => ({}))) as { access_token?: unknown; expires_in?: unknown }
  if (!response.ok || typeof answer.access_token !== 'string') {
    throw new GatewayError('upstreamFailed', `Google gave no token for ${client_email}: HTTP ${response.status}.`)
  }
  const seconds = typeof answer.expires_in === 'number' ? answer.expires_in : 3600
  return { token: answer.access_token, expiresAtMs: Date.now() + seconds * 1000 }
}
