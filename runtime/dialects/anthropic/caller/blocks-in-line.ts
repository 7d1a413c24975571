// Content blocks that may be told all at once in, one after the other out: the SDK's accumulator adds what it gets to the last block that
// began. What belongs to a later block waits until the one before it has ended, and nothing is lost or mixed.

import type { JsonObject } from '../../chat.ts'

/** One block: written as it comes where it is first in line, kept where it is not. */
export interface Block {
  /** What it is, and for a call which. */
  readonly key: string
  readonly start: JsonObject
  readonly waiting: JsonObject[]
  /** Whether nothing more can come: a text ends where something else begins, a call with its arguments. */
  isComplete: boolean
}

/** The blocks of a stream. */
export interface Line {
  /** The last block that began. */
  readonly last: () => Block | undefined
  /** The block of this key, while it is open or waits. */
  readonly find: (key: string) => Block | undefined
  /** What to write for a new block, for more of one, for one that is complete, and for the end of all of them. */
  readonly add: (block: Block) => readonly JsonObject[]
  readonly append: (block: Block, delta: JsonObject) => readonly JsonObject[]
  readonly complete: (block: Block) => readonly JsonObject[]
  readonly close: () => readonly JsonObject[]
}

/** For one stream: indexes count from 0. */
export function blocksInLine(): Line {
  const line: Block[] = []
  let index = 0
  const started = ({ start, waiting }: Block): readonly JsonObject[] => [
    { type: 'content_block_start', index, content_block: start },
    ...waiting.splice(0).map((delta) => ({ type: 'content_block_delta', index, delta })),
  ]
  const stopped = (): JsonObject => {
    line.shift()
    return { type: 'content_block_stop', index: index++ }
  }
  /** Goes on to the first block that more may come for. */
  const advanced = (): readonly JsonObject[] => {
    const events: JsonObject[] = []
    while (line[0]?.isComplete) {
      events.push(stopped())
      if (line[0] !== undefined) events.push(...started(line[0]))
    }
    return events
  }
  return {
    last: () => line.at(-1),
    find: (key) => line.find((block) => block.key === key),
    add: (block) => {
      const before = line.at(-1)
      if (before !== undefined && !before.key.startsWith('call ')) before.isComplete = true
      line.push(block)
      return line.length === 1 ? [...started(block), ...advanced()] : advanced()
    },
    append: (block, delta) => {
      if (block === line[0]) return [{ type: 'content_block_delta', index, delta }]
      block.waiting.push(delta)
      return []
    },
    complete: (block) => {
      block.isComplete = true
      return advanced()
    },
    close: () => {
      for (const block of line) block.isComplete = true
      return advanced()
    },
  }
}
