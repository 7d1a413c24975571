// How the upstream answers, by the first segment of a path. Contestants are configured with a base URL for each, so that
// nothing has to be said in a header that they would pass on or not.

/** What an answer is made of, and when it is sent. */
export interface Kind {
  /** `json`: a whole answer of about 1 KB. `stream`: events, each a chunk of its own. `bytes`: as many as `sizeBytes`. */
  readonly form: 'json' | 'stream' | 'bytes'
  /** Before the first byte. */
  readonly afterMs: number
  readonly events: number
  /** Between two events; 0: all at once. */
  readonly everyMs: number
  readonly sizeBytes: number
}

const plain: Kind = { form: 'json', afterMs: 0, events: 0, everyMs: 0, sizeBytes: 0 }
const stream: Kind = { ...plain, form: 'stream' }

/** By name. */
export const kinds = {
  json: plain,
  'json-50': { ...plain, afterMs: 50 },
  'stream-100': { ...stream, events: 100 },
  'stream-2000': { ...stream, events: 2_000 },
  'paced-100': { ...stream, events: 100, everyMs: 2 },
  'paced-200': { ...stream, events: 200, everyMs: 2 },
  'paced-2000': { ...stream, events: 2_000, everyMs: 2 },
  /** One event in a minute, and a second that never comes: open until the client leaves. */
  held: { ...stream, events: 2, everyMs: 60_000 },
  'bytes-64k': { ...plain, form: 'bytes', sizeBytes: 64 * 1024 },
  'bytes-10m': { ...plain, form: 'bytes', sizeBytes: 10 * 1024 * 1024 },
} as const satisfies { readonly [name: string]: Kind }

/** The name of a kind. */
export type KindName = keyof typeof kinds
/** All of them. */
export const kindNames = Object.keys(kinds) as readonly KindName[]
