// An answer on its way to the client -> the same, and what passed. The client's bytes are the platform's business wherever it can pipe them:
// they are neither held nor written anew. Where the answer may only end when its row is safe, its end waits, not its bytes.

import { joined } from '../joined.ts'
import { readerOf } from '../streams/reader.ts'
import {
  type Branch,
  pipedBranch,
  readBranch,
  type See,
  type Until,
  type Watched,
  watch,
  wholeStream,
} from './watch.ts'

/** How the answer is watched. */
export interface Passing {
  readonly waitUntil: (work: Promise<unknown>) => void
  readonly see: See
  /** Hears of an answer whose end will not wait for {@link over}. */
  readonly unexpect: () => void
  /** Hears of the end once. The answer ends when that settles, as far as the gateway has a say in it; it never rejects. */
  readonly over: (passed: Passed) => Promise<void>
  /** Whether the answer must not end before. */
  readonly isStrict: boolean
  /** Whether nobody will read it: a failure before another step. */
  readonly isUnread: boolean
  /** Whether the platform is known to be able to pipe it. */
  readonly isNative: boolean
}

/** How it ended. */
export interface Passed extends Watched {
  /** Whether the client left before the end. */
  readonly hasLeft: boolean
}

/** An answer that is all in one piece is read as that, up to this size. */
const MOST_WHOLE_BYTES = 64 * 1024
/** Of a larger answer the rest is not watched: what is watched is read as fast as it comes, and waits in memory for a slower client. */
export const MOST_WATCHED_BYTES = 25 * 1024 * 1024
/** As much of an answer that nobody reads as says why it failed, and as long. */
const MOST_UNREAD_BYTES = 64 * 1024
const MOST_UNREAD_MS = 1000
/** Before a broken pipe is the client's doing: when the provider breaks off both ends hear of it. */
const MOST_HEARING_MS = 2
const NOTHING = {
  sizeBytes: 0,
  firstByteAtMs: null,
  isCut: false,
  isMore: false,
  isOpen: false,
  hasLeft: false,
} as const
/** A piece that is smaller is an event, and no more than that was there to be read. */
const LEAST_FAST_BYTES = 2048
const MOST_EVENTS = 2
const BROKE_OFF = 'The provider broke its answer off.'
/** Where the end waits the client does not know it beforehand, and what was compressed is not any more. */
const OF_THE_BYTES = ['content-length', 'content-encoding'] as const

/** Gives a response of its own, whose headers may be written. `isAtHand`: all of it is in memory already, whatever its size. */
export async function pass(response: Response, isAtHand: boolean, how: Passing): Promise<Response> {
  const { body, headers } = response
  if (body === null) return bodiless(response, how)
  const length = headers.get('content-length')
  const isJson = /[/+]json\b/.test(headers.get('content-type') ?? '')
  const isEncoded = !/^(?:identity)?$/i.test(headers.get('content-encoding') ?? '')
  const isShort = length !== null && Number(length) <= MOST_WHOLE_BYTES && isJson && !isEncoded
  if (isAtHand) return whole(response, new Uint8Array(await response.arrayBuffer()), false, how)
  if (isShort && how.isNative) return short(response, body, Number(length), how)
  if (how.isUnread) return aside(response, body, how)
  return isEncoded && !how.isStrict ? aside(response, body, how) : through(response, body, how)
}

async function bodiless(response: Response, { over }: Passing): Promise<Response> {
  await over({ ...NOTHING, endedAtMs: Date.now() })
  return new Response(null, response)
}

/** Of a short one all is read before any of it goes out: nobody can use a part of it. Its end need not be read: its length tells. */
async function short(response: Response, body: ReadableStream, length: number, how: Passing): Promise<Response> {
  const { next } = readerOf(body)
  const pieces: Uint8Array[] = []
  let size = 0
  const read = async () => {
    while (size < length) {
      const piece = await next(new Uint8Array(length - size))
      if (piece === null) return
      size += piece.byteLength
      pieces.push(piece)
    }
  }
  const reading = read().catch(() => {})
  how.waitUntil(reading)
  await reading
  return whole(response, joined(pieces), size < length, how)
}

/** What is at hand goes out as it came, and is over. */
async function whole(response: Response, bytes: Uint8Array, isCut: boolean, how: Passing): Promise<Response> {
  const { see, over, waitUntil, isStrict } = how
  const now = Date.now()
  const sizeBytes = bytes.byteLength
  await see(bytes)
  const firstByteAtMs = sizeBytes > 0 ? now : null
  const settled = over({ ...NOTHING, sizeBytes, firstByteAtMs, endedAtMs: now, isCut })
  if (!isCut && (isStrict || (await isSoon(settled)))) {
    await settled
    return new Response(bytes, response)
  }
  const { readable, writable } = isCut ? new IdentityTransformStream() : new FixedLengthStream(sizeBytes)
  waitUntil(give(bytes, writable, settled, isCut).catch(() => {}))
  return new Response(readable, response)
}

/** Whether a promise settles without anything to wait for. */
async function isSoon(settled: Promise<void>): Promise<boolean> {
  let isSettled = false
  settled.then(() => {
    isSettled = true
  })
  for (let turn = 0; turn < 8 && !isSettled; turn++) await null
  return isSettled
}

/** The client of an answer that broke off sees it break off. */
async function give(
  bytes: Uint8Array,
  writable: WritableStream<Uint8Array>,
  settled: Promise<void>,
  isCut: boolean,
): Promise<void> {
  const writer = writable.getWriter()
  if (bytes.byteLength > 0) await writer.write(bytes)
  await settled
  // The head goes first.
  if (isCut) await scheduler.wait(MOST_HEARING_MS)
  await (isCut ? writer.abort(new Error(BROKE_OFF)) : writer.close())
}

/** The client's branch is not looked after: compressed bytes pass as they are, and a failure that nobody reads is dropped. */
async function aside(response: Response, body: ReadableStream, how: Passing): Promise<Response> {
  const { isUnread, waitUntil, see, over, unexpect } = how
  unexpect()
  const { theirs, branch } = await divided(body, how)
  const timer = isUnread ? setTimeout(branch.letGo, MOST_UNREAD_MS) : null
  // A client that reads holds the other branch back: there is no need for a bound.
  const watching = watch(branch, isUnread ? MOST_UNREAD_BYTES : Number.POSITIVE_INFINITY, see)
  const ended = watching.then((watched) => {
    clearTimeout(timer)
    return over({ ...watched, hasLeft: false })
  })
  waitUntil(ended)
  return new Response(theirs, response)
}

/** Two branches: the client's, and one to be watched. */
async function divided(body: ReadableStream, { isNative }: Passing) {
  const [theirs, ours] = body.tee()
  const piped = isNative ? await pipedBranch(ours) : readBranch(ours)
  if (piped !== null) return { theirs, branch: piped }
  const [again, read] = theirs.tee()
  return { theirs: again, branch: readBranch(read) }
}

async function through(response: Response, body: ReadableStream, how: Passing): Promise<Response> {
  const { waitUntil, isStrict, isNative } = how
  const length = response.headers.get('content-length')
  const isFixed = length !== null && !isStrict
  const { readable, writable } = isFixed ? new FixedLengthStream(Number(length)) : new IdentityTransformStream()
  waitUntil(isNative ? carry(body, writable, how) : pump(readBranch(body), writable, how, null))
  const passed = new Response(readable, response)
  if (isStrict) for (const name of OF_THE_BYTES) passed.headers.delete(name)
  return passed
}

/** What comes faster than it is read JavaScript passes on: that is cheaper than two branches. What comes bit by bit the platform passes. */
async function carry(body: ReadableStream, client: WritableStream, how: Passing): Promise<void> {
  let events = 0
  const isPaced = (sizeBytes: number) => {
    events = sizeBytes < LEAST_FAST_BYTES ? events + 1 : 0
    return events === MOST_EVENTS
  }
  const watched = await pump(wholeStream(body), client, how, isPaced)
  if (!watched.isOpen) return
  const [theirs, ours] = body.tee()
  const branch = await pipedBranch(ours)
  if (branch === null) await pump(readBranch(theirs), client, how, null, watched)
  else await pipe(theirs, client, branch, watched, how)
}

/** The platform passes the bytes. */
async function pipe(
  theirs: ReadableStream,
  client: WritableStream,
  branch: Branch,
  before: Watched,
  { see, over }: Passing,
): Promise<void> {
  const watching = watch(branch, MOST_WATCHED_BYTES, see, null, before)
  const piping = theirs.pipeTo(client, { preventClose: true })
  const isPiped = await piping.then(
    () => true,
    () => false,
  )
  const ended = isPiped ? await watching : await Promise.race([watching, scheduler.wait(MOST_HEARING_MS)])
  if (!ended) branch.letGo()
  await over({ ...(await watching), hasLeft: !ended })
  if (isPiped) await client.close().catch(() => {})
}

/**
 * What JavaScript writes it has to pass on as well, and then it is the client who holds it back. Goes on until told to stop: then nothing
 * was ended.
 */
async function pump(
  branch: Branch,
  client: WritableStream,
  { see, over }: Passing,
  until: Until | null,
  before?: Watched,
): Promise<Watched> {
  const writer = client.getWriter()
  let isReleased = false
  let hasLeft = false
  const leave = () => {
    if (isReleased || hasLeft) return
    hasLeft = true
    branch.letGo()
  }
  writer.closed.catch(leave)
  const give = (bytes: Uint8Array) => {
    const written = writer.write(bytes).catch(leave)
    see(bytes)
    return written
  }
  const watched = await watch(branch, Number.POSITIVE_INFINITY, give, until, before)
  if (watched.isOpen && !hasLeft) {
    isReleased = true
    writer.releaseLock()
    return watched
  }
  await over({ ...watched, isOpen: false, isCut: watched.isCut || hasLeft, hasLeft })
  if (watched.isCut) await writer.abort(new Error(BROKE_OFF)).catch(() => {})
  else await writer.close().catch(() => {})
  return { ...watched, isOpen: false }
}
