// A bucket in memory that speaks as much of S3 as a workerd cluster uses: GET, PUT with conditions, DELETE, ListObjectsV2. Signatures are not
// looked at. Comes in: how slow it is, and whether it answers at all. Goes out: what was asked, counted.

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { scheduler } from 'node:timers/promises'

/** A bucket that answers, at `/{any name}/{key}`. */
export interface Bucket {
  /** `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL. */
  readonly url: string
  /** What it holds, by key. */
  readonly objects: ReadonlyMap<string, { readonly body: Buffer; readonly etag: string }>
  /** Requests so far, by what they were: `GET`, `PUT`, `DELETE`, `LIST`. */
  readonly counted: ReadonlyMap<string, number>
  /** From here on every answer takes this much longer. */
  delay(latencyMs: number): void
  /** From here on nothing is answered, nor done. Gives the way back: those that wait are answered then. */
  stall(): () => void
  stop(): Promise<void>
}

type Objects = Map<string, { readonly body: Buffer; readonly etag: string }>

/** Empty, and as fast as it can be. */
export async function startBucket(): Promise<Bucket> {
  const objects: Objects = new Map()
  const counted = new Map<string, number>()
  let latencyMs = 0
  let isOpen: Promise<void> = Promise.resolve()

  const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    try {
      const body = await bodyOf(request)
      await isOpen
      await scheduler.wait(latencyMs)
      const url = new URL(request.url ?? '/', 'http://bucket')
      const isList = request.method === 'GET' && url.searchParams.has('list-type')
      const kind = isList ? 'LIST' : (request.method ?? '')
      counted.set(kind, (counted.get(kind) ?? 0) + 1)
      const [, , ...key] = url.pathname.split('/')
      if (isList) sendList(objects, url.searchParams, response)
      else answer(objects, key.map(decodeURIComponent).join('/'), request, body, response)
    } catch {
      response.destroy()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    counted,
    delay: (delayMs) => {
      latencyMs = delayMs
    },
    stall: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      isOpen = promise
      return resolve
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

function answer(objects: Objects, key: string, { method, headers }: IncomingMessage, body: Buffer, to: ServerResponse) {
  const there = objects.get(key)
  const isWanted = isMet(there?.etag, headers['if-match'], headers['if-none-match'])
  switch (method) {
    case 'PUT': {
      if (!isWanted) return fail(to, headers['if-match'] !== undefined && there === undefined ? 404 : 412)
      const etag = `"${createHash('md5').update(body).digest('hex')}"`
      objects.set(key, { body, etag })
      return void to.writeHead(200, { etag }).end()
    }
    case 'GET':
    case 'HEAD':
      if (there === undefined) return fail(to, 404)
      if (!isWanted) return fail(to, headers['if-match'] === undefined ? 304 : 412)
      return sendObject(there, headers.range, to)
    case 'DELETE':
      objects.delete(key)
      return void to.writeHead(204).end()
    default:
      return fail(to, 405)
  }
}

function isMet(etag: string | undefined, ifMatch: string | undefined, ifNoneMatch: string | undefined): boolean {
  if (ifMatch !== undefined && ifMatch !== etag && !(ifMatch === '*' && etag !== undefined)) return false
  return ifNoneMatch === undefined || (ifNoneMatch === '*' ? etag === undefined : ifNoneMatch !== etag)
}

function sendObject(
  { body, etag }: { readonly body: Buffer; readonly etag: string },
  range: string | undefined,
  to: ServerResponse,
) {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  const common = { etag, 'last-modified': new Date(0).toUTCString(), 'accept-ranges': 'bytes' }
  if (first === undefined) return void to.writeHead(200, { ...common, 'content-length': body.length }).end(body)
  const part = body.subarray(Number(first), last ? Number(last) + 1 : undefined)
  const where = `bytes ${first}-${Number(first) + part.length - 1}/${body.length}`
  to.writeHead(206, { ...common, 'content-range': where, 'content-length': part.length }).end(part)
}

function sendList(objects: Objects, query: URLSearchParams, to: ServerResponse) {
  const prefix = query.get('prefix') ?? ''
  const after = query.get('continuation-token') ?? query.get('start-after') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const most = Number(query.get('max-keys') ?? 1000)
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort()
  const named = new Map<string, string>()
  for (const key of keys) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const folder = end < 0 ? null : key.slice(0, end + delimiter.length)
    if ((folder ?? key) <= after) continue
    const { body, etag } = objects.get(key) as { body: Buffer; etag: string }
    if (folder !== null) named.set(folder, `<CommonPrefixes><Prefix>${xml(folder)}</Prefix></CommonPrefixes>`)
    else {
      named.set(
        key,
        `<Contents><Key>${xml(key)}</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified><ETag>${xml(etag)}</ETag><Size>${body.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
      )
    }
  }
  const page = [...named].slice(0, most)
  const isMore = named.size > page.length
  const next = isMore ? `<NextContinuationToken>${xml(page.at(-1)?.[0] ?? '')}</NextContinuationToken>` : ''
  const text = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name><Prefix>${xml(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${isMore}</IsTruncated>${next}${page.map(([, member]) => member).join('')}</ListBucketResult>`
  to.writeHead(200, { 'content-type': 'application/xml' }).end(text)
}

const CODES: { readonly [status: number]: string } = {
  404: 'NoSuchKey',
  405: 'MethodNotAllowed',
  412: 'PreconditionFailed',
}

function fail(to: ServerResponse, status: number): void {
  if (status === 304) return void to.writeHead(304).end()
  const text = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${CODES[status]}</Code><Message>${CODES[status]}</Message></Error>`
  to.writeHead(status, { 'content-type': 'application/xml' }).end(text)
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
