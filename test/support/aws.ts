// Signature Version 4 written out from AWS's specification with node:crypto alone, to check what the gateway signed:
// comes in a request as it arrived, goes out the signature that AWS would compute for it.

import { createHash, createHmac } from 'node:crypto'
import type { Arrival } from './upstream.ts'

/** What an Authorization header of this scheme claims. */
export interface AwsAuthorization {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/** Reads the header. Throws when it is of another scheme. */
export function readAuthorization(header: string | undefined): AwsAuthorization {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/
  const match = pattern.exec(header ?? '')
  if (match === null) throw new Error(`not a signature of version 4: ${header}`)
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] = match
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), signature }
}

/** The signature that this request must have, for the host it was sent to. */
export function signatureOf(arrival: Arrival, secretAccessKey: string): string {
  const { date, region, service, signedHeaders } = readAuthorization(arrival.headers.authorization)
  const url = new URL(arrival.target, `http://${arrival.headers.host}`)
  // Where the request line has the whole URL, the Host header is the test's own.
  const headers: Arrival['headers'] = { ...arrival.headers, host: url.host }
  const canonical = [
    arrival.method,
    // Every service but S3 encodes the path as it was sent once more.
    url.pathname.split('/').map(encode).join('/'),
    canonicalQuery(url.search),
    ...signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    sha256(arrival.body),
  ].join('\n')
  const scope = `${date}/${region}/${service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', arrival.headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const signingKey = [date, region, service, 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`))
  return hmac(signingKey, toSign).toString('hex')
}

function canonicalQuery(search: string): string {
  return search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .map((pair) =>
      pair
        .split('=')
        .map((part) => encode(decodeURIComponent(part)))
        .join('='),
    )
    .sort()
    .join('&')
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}
