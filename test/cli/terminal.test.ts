// What depends on the terminal: colours, and progress only where someone is looking.

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Io, wantsColor } from '../../compiler/cli/io.ts'
import { withProgress } from '../../compiler/cli/progress.ts'

describe('colours', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { TERM: 'dumb' }, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { FORCE_COLOR: 'false' }, false],
    [false, { FORCE_COLOR: '' }, false],
    [false, { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
  ])('terminal %j with %j: %j', (tty, env, expected) => {
    expect(wantsColor(tty, env)).toBe(expected)
  })
})

describe('progress', () => {
  const io = (tty: boolean) => {
    const said: string[] = []
    const terminal = { tty, color: false, write: (text: string) => void said.push(text) }
    const whole: Io = {
      cwd: '/',
      env: {},
      version: '0',
      out: terminal,
      err: terminal,
      untilStopped: async () => {},
      questions: () => null,
    }
    return { io: whole, said }
  }

  it('is shown after a second, and taken back', async () => {
    const { io: terminal, said } = io(true)
    expect(await withProgress(terminal, 'Building', 1, () => sleep(1100, 'built'))).toBe('built')
    expect(said).toEqual(['Building…', '\r\u001b[K'])
  })

  it('is taken back when the work fails', async () => {
    const { io: terminal, said } = io(true)
    const work = () => Promise.reject(new Error('no'))
    await expect(withProgress(terminal, 'Building', 5000, work)).rejects.toThrow('no')
    expect(said).toEqual(['Building…', '\r\u001b[K'])
  })

  it('is not shown for less than a second, nor where nobody looks', async () => {
    const quick = io(true)
    await withProgress(quick.io, 'Building', 1, () => 1)
    const log = io(false)
    await withProgress(log.io, 'Building', 5000, () => sleep(1100))
    expect([quick.said, log.said]).toEqual([[], []])
  })
})
