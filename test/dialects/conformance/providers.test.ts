// The one case in each provider's dialect: what is asked of it, and what its answer, its stream and its failure are read as. The goldens show
// the bytes; that they mean the same a stand-in of the provider says.

import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expectGolden } from '../../support/golden.ts'
import { assemble } from '../assemble.ts'
import { pathOf, upstreams } from './dialects.ts'
import { answer, failed, form, streamOf, talk } from './neutral.ts'
import { answerOf, comparable, eventsIn, losses, overTheWire } from './reading.ts'
import { bytes, json, lines } from './render.ts'

describe.each(Object.entries(upstreams))('%s', (dialect, { upstream, provider, models: [model], mixes, tooMany }) => {
  const failure = { ...failed, ...(tooMany ?? { type: null }) }
  const golden = (name: string, text: string) =>
    expectGolden(join(import.meta.dirname, 'providers', dialect, name), text)

  it.each([
    ['request', talk],
    ['request-with-schema', form],
  ])('%s', (name, neutral) => {
    const request = { ...neutral, model }
    const lost = losses()
    const path = pathOf(dialect, model, request.stream)
    const body = overTheWire(upstream.write(request, lost).body)
    golden(`${name}.golden.json`, json({ path, dropped: [...lost.names].sort(), body }))
    expect(comparable(provider.read(body, path))).toEqual(comparable(provider.expressible.request(request)))
  })

  it('response', () => {
    const body = overTheWire(provider.response(answer))
    const read = answerOf(upstream, { ...talk, model }).response(body)
    golden('response.golden.json', json({ body, read }))
    expect(read).toEqual(provider.expressible.response(answer))
  })

  it('stream', () => {
    const sent = provider.events(streamOf(mixes))
    const events = eventsIn(sent, upstream, { ...talk, model })
    golden(
      'stream.golden.txt',
      `${bytes(Buffer.concat(sent), provider.contentType)}---- is read as ----\n${lines(events)}`,
    )
    expect(assemble(events)).toEqual(provider.expressible.response(answer))
  })

  it('failure', () => {
    const body = overTheWire(provider.failure(failure))
    const read = upstream.failure(failure.status, body)
    golden('failure.golden.json', json({ status: failure.status, body, read }))
    expect(read).toEqual(failure)
  })

  it('failure in a stream', () => {
    const begun = streamOf(false).slice(0, 6)
    const sent = provider.events([...begun, { kind: 'failure', failure }])
    const events = eventsIn(sent, upstream, { ...talk, model })
    golden(
      'stream-that-fails.golden.txt',
      `${bytes(Buffer.concat(sent), provider.contentType)}---- is read as ----\n${lines(events)}`,
    )
    expect(events.at(-1)).toEqual({
      kind: 'failure',
      failure: tooMany === null ? { ...failure, status: 500 } : failure,
    })
    expect(events.filter(({ kind }) => kind === 'end' || kind === 'failure')).toHaveLength(1)
  })
})
