// AWS Signature Version 4 on Web Crypto, for the one way in which the gateway signs: in the Authorization header, over the host, Amazon's
// own headers and the body's hash. Source: AWS's "Create a signed AWS API request"; test/scenarios/credentials/sigv4.test.ts checks it.

import { hexOf } from '../hex.ts'

/** A stored key. */
export interface AwsKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** What is signed. Its `x-amz-date` is set. */
export interface Signable {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: ArrayBuffer
  readonly region: string
  readonly service: string
}

const ALGORITHM = 'AWS4-HMAC-SHA256'
const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const

/** The value of the Authorization header. */
export async function awsAuthorization(request: Signable, { accessKeyId, secretAccessKey }: AwsKey): Promise<string> {
  const time = request.headers.get('x-amz-date') ?? ''
  const steps = [time.slice(0, 8), request.region, request.service, 'aws4_request']
  const [signedHeaders, canonical] = await canonicalRequest(request)
  const scope = steps.join('/')
  let key = bytesOf(`AWS4${secretAccessKey}`)
  for (const step of [...steps, [ALGORITHM, time, scope, await hashOf(bytesOf(canonical))].join('\n')]) {
    key = await hmac(key, step)
  }
  return `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${hexOf(key)}`
}

/** And the names of the headers in it: a proxy on the way may change those that are not Amazon's. */
async function canonicalRequest({ method, url, headers, body }: Signable): Promise<readonly [string, string]> {
  const { host, pathname, searchParams } = new URL(url)
  const signed = [['host', host] as const, ...[...headers].filter(([name]) => name.startsWith('x-amz-'))]
  const names = signed.map(([name]) => name).join(';')
  // By name, then by value: a space sorts before all that either can hold.
  const query = [...searchParams].filter(([name]) => name !== '').map((pair) => pair.map(encode).join(' '))
  const canonical = [
    method,
    // Every service but S3 takes the path as it was sent, and encodes it once more.
    pathname.replace(/\/+/g, '/').split('/').map(encode).join('/'),
    query.sort().join('&').replaceAll(' ', '='),
    ...signed.map(([name, value]) => `${name}:${value.replace(/\s+/g, ' ')}`),
    '',
    names,
    await hashOf(body),
  ]
  return [names, canonical.join('\n')]
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${hexOf(bytesOf(sign)).toUpperCase()}`)
}

function bytesOf(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).buffer as ArrayBuffer
}

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  return hexOf(await crypto.subtle.digest('SHA-256', bytes))
}

async function hmac(key: ArrayBuffer, text: string): Promise<ArrayBuffer> {
  return crypto.subtle.sign('HMAC', await crypto.subtle.importKey('raw', key, HMAC, false, ['sign']), bytesOf(text))
}
