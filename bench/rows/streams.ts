// What streams may cost.

import { type Row, ratio } from './row.ts'

const bare = 'a bare pass-through Worker'
const cpu = ['paced-200', 'cpuMsPerStream'] as const
const firstByte = ['paced-200', 'firstByteMs'] as const
const through = ['bytes-64k', 'megabytesPerSecond'] as const

/** Processor time of a stream, its first byte, and bytes per second, by those of another. */
export const streamRows: readonly Row[] = [
  ratio('paced streams, logs off: CPU', bare, cpu, ['none', 'bare'], { atMost: 1.05 }),
  ratio('paced streams, logs on: CPU', bare, cpu, ['logs', 'bare'], { atMost: 1.15 }),
  ratio('paced streams, logs off: first byte', bare, firstByte, ['none', 'bare'], { atMost: 1.05 }),
  ratio('paced streams, logs on: first byte', bare, firstByte, ['logs', 'bare'], { atMost: 1.05 }),
  ratio('streams at full speed, logs off: bytes', bare, through, ['none', 'bare'], { atLeast: 0.95 }),
  ratio('streams at full speed, logs on: bytes', bare, through, ['logs', 'bare'], { atLeast: 0.5 }),
  ratio('OpenAI → Anthropic, paced streams: CPU', bare, cpu, ['translated-stream', 'bare'], { atMost: 4 }),
  ratio(
    'streams of 100 events: CPU',
    'a Hono + fetch proxy on Node',
    ['stream-100', 'cpuMsPerStream'],
    ['none', 'hono'],
    {
      atMost: 1.1,
    },
  ),
]
