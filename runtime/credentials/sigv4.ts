// AWS Signature Version 4 with a stored key, JSON {accessKeyId, secretAccessKey, sessionToken?, region?}; a secret that is no JSON is a
// Bedrock API key and goes where the row says. What a caller signed is theirs: it passes as it came.
// The signature covers the body's hash, so the body is read here: up to 25 MB.

import { AwsV4Signer } from 'aws4fetch'
import { type Outgoing, place } from '../attempts/credential.ts'
import { wholeOf } from '../attempts/payload.ts'
import type { Body } from '../exchange.ts'
import { GatewayError } from '../problem.ts'

interface AwsKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

const STALE = ['x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'] as const

/** The {@link Signer} for rows with `signer: 'sigv4'`. Throws `tooLarge`, or `internal` for a stored key of the wrong shape. */
export async function sigv4(outgoing: Outgoing, secret: string, own: boolean): Promise<Body> {
  if (own) return outgoing.payload.take()
  const { target, method, headers } = outgoing
  if (!secret.trimStart().startsWith('{')) {
    place(headers, target.credential, secret)
    return outgoing.payload.take()
  }
  const { accessKeyId, secretAccessKey, sessionToken } = parse(secret)
  // What an SDK signed for the gateway's own host is of no use further on.
  for (const name of STALE) headers.delete(name)
  await wholeOf(outgoing.payload, 'A request that the gateway signs may have a body of 25 MB at most.')
  const body = outgoing.payload.take()
  const signed = await new AwsV4Signer({
    method,
    url: target.url,
    headers: signable(headers),
    body: body as ArrayBuffer | string | null,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    service: target.service ?? 'bedrock',
    region: target.region ?? 'us-east-1',
  }).sign()
  for (const [name, value] of signed.headers) headers.set(name, value)
  return body
}

/** Only Amazon's own headers are signed: a proxy on the way may change the others. */
function signable(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => name.startsWith('x-amz-')))
}

function parse(secret: string): AwsKey {
  try {
    const key = JSON.parse(secret)
    if (typeof key.accessKeyId === 'string' && typeof key.secretAccessKey === 'string') return key
  } catch {
    // Told below, without the parser's message: it would quote the secret.
  }
  throw new GatewayError('internal', 'The stored AWS key is not JSON with accessKeyId and secretAccessKey.')
}
