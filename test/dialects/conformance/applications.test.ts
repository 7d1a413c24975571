// The one case in each caller's dialect: what its request is read as, and what its answer, its stream and its failure are written as. The
// goldens show the bytes; that they mean the same a stand-in of the application says, with the vendor's own SDK.

import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expectGolden } from '../../support/golden.ts'
import { callers } from './dialects.ts'
import { answer, failed, form, streamOf, talk } from './neutral.ts'
import { comparable, losses, overTheWire, streamTo } from './reading.ts'
import { json } from './render.ts'

describe.each(Object.entries(callers))('%s', (dialect, { caller, application }) => {
  const golden = (name: string, text: string) =>
    expectGolden(join(import.meta.dirname, 'applications', dialect, name), text)

  it.each([
    ['request', talk],
    ['request-with-schema', form],
  ])('%s', (name, request) => {
    const lost = losses()
    const body = overTheWire(application.ask(request))
    const read = caller.read(body, lost)
    golden(`${name}.golden.json`, json({ body, dropped: [...lost.names].sort(), read }))
    expect(comparable(read)).toEqual(comparable(application.expressible.request(request)))
  })

  it('response', () => {
    const body = overTheWire(caller.response(answer, talk))
    golden('response.golden.json', json(body))
    expect(application.understand(body)).toEqual(application.expressible.response(answer, talk))
  })

  it('stream', async () => {
    const text = streamTo(caller, streamOf(true), talk)
    golden('stream.golden.txt', text)
    expect(application.understand(await application.accumulate(text))).toEqual(
      application.expressible.response(answer, talk),
    )
  })

  it('failure', () => {
    const body = overTheWire(caller.failure(failed))
    golden('failure.golden.json', json(body))
    expect(application.failure(body)).toEqual({ type: failed.type, message: failed.message })
  })

  it('failure in a stream', async () => {
    const text = streamTo(caller, [...streamOf(false).slice(0, 6), { kind: 'failure', failure: failed }], talk)
    golden('stream-that-fails.golden.txt', text)
    await expect(application.accumulate(text)).rejects.toThrow(failed.message)
  })
})
