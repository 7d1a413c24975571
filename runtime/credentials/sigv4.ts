// AWS Signature Version 4 with a stored key, JSON {accessKeyId, secretAccessKey, sessionToken?, region?}; a secret that is no JSON is a
// Bedrock API key and goes where the row says. What a caller signed is theirs: it passes as it came.
// The signature covers the body's hash, so the body is read here: up to 25 MB.

import { type Outgoing, place } from '../attempts/credential.ts'
import { wholeOf } from '../attempts/payload.ts'
import type { Body } from '../exchange.ts'
import { GatewayError } from '../problem.ts'
import { type AwsKey, awsAuthorization } from './aws-signature.ts'

const STALE = ['x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'] as const

/** The {@link Signer} for rows with `signer: 'sigv4'`. Throws `tooLarge`, or `internal` for a stored key of the wrong shape. */
export async function sigv4(outgoing: Outgoing, secret: string, own: boolean): Promise<Body> {
  if (own) return outgoing.payload.take()
  const { target, method, headers } = outgoing
  if (!secret.trimStart().startsWith('{')) {
    place(headers, target.credential, secret)
    return outgoing.payload.take()
  }
  const key = parse(secret)
  // What an SDK signed for the gateway's own host is of no use further on.
  for (const name of STALE) headers.delete(name)
  const body = await wholeOf(outgoing.payload, 'A request that the gateway signs may have a body of 25 MB at most.')
  const { url, service, region } = target
  headers.set('x-amz-date', new Date().toISOString().replace(/[:-]|\.\d+/g, ''))
  if (key.sessionToken !== undefined) headers.set('x-amz-security-token', key.sessionToken)
  const request = { method, url, headers, body, service: service ?? 'bedrock', region: region ?? 'us-east-1' }
  headers.set('authorization', await awsAuthorization(request, key))
  return outgoing.payload.take()
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
