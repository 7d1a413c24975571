// Everything a command may see of the process it runs in. `processIo` is the real one; nothing else touches `process`.

import { createInterface } from 'node:readline'
import { styleText } from 'node:util'

/** Where text goes, and what it can show. */
export interface Terminal {
  readonly tty: boolean
  readonly color: boolean
  readonly write: (text: string) => void
}

/** The process, as far as commands may know it. */
export interface Io {
  readonly cwd: string
  readonly env: { readonly [name: string]: string | undefined }
  /** Gatewright's own version. */
  readonly version: string
  /** What was asked for. */
  readonly out: Terminal
  /** Progress and complaints. */
  readonly err: Terminal
  /**
   * Resolves when the process is told to end, or nobody reads its output any more. From the first call on a signal ends
   * the process only when it comes a second time.
   */
  readonly untilStopped: () => Promise<void>
  /** Someone at a terminal who can be asked; `null`: nobody. */
  readonly questions: () => Questions | null
}

/** A conversation at the terminal. `ask` gives the line that was typed, `null` at the end of input. */
export interface Questions {
  readonly ask: (question: string) => Promise<string | null>
  readonly close: () => void
}

/** What styleText knows: `red`, or several. */
export type Style = Parameters<typeof styleText>[0]

/** The text in a style, where the terminal shows styles. */
export function paint({ color }: Terminal, style: Style, text: string): string {
  return color ? styleText(style, text, { validateStream: false }) : text
}

/** The process as a command sees it. */
export function processIo(version: string): Io {
  const closed = Promise.race([closedPipe(process.stdout), closedPipe(process.stderr)])
  return {
    cwd: process.cwd(),
    env: process.env,
    version,
    out: terminal(process.stdout),
    err: terminal(process.stderr),
    untilStopped: () => Promise.race([closed, signalled()]),
    questions: () => (process.stdin.isTTY === true ? questions() : null),
  }
}

// Lines that were typed ahead wait for their questions.
function questions(): Questions {
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  const typed: (string | null)[] = []
  let waiting: ((line: string | null) => void) | null = null
  const give = (line: string | null) => {
    if (waiting === null) typed.push(line)
    else waiting(line)
    waiting = null
  }
  lines.on('line', give).once('close', () => give(null))
  return {
    ask: (question) => {
      process.stdout.write(question)
      const line = typed.shift()
      if (line !== undefined) return Promise.resolve(line)
      return new Promise((resolve) => {
        waiting = resolve
      })
    },
    close: () => lines.close(),
  }
}

function terminal(stream: NodeJS.WriteStream): Terminal {
  return {
    tty: stream.isTTY === true,
    color: wantsColor(stream.isTTY === true, process.env),
    write: (text) => {
      stream.write(text)
    },
  }
}

// `gatewright … | head` is over when head has seen enough: that is no error, and not worth a word.
function closedPipe(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? resolve() : reject(error)))
  })
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    let signals = 0
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        signals += 1
        if (signals > 1) process.exit(1)
        resolve()
      })
    }
  })
}

/** FORCE_COLOR wins over NO_COLOR, which wins over what the terminal can do; an empty value is none. */
export function wantsColor(tty: boolean, env: Io['env']): boolean {
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return !['0', 'false'].includes(env.FORCE_COLOR)
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  return tty && env.TERM !== 'dumb'
}
