// What `dev` makes of workerd's output: texts as workerd 2026-11-17 wrote them.

import { expect, it } from 'vitest'
import { REQUEST_MARK } from '../../compiler/cli/dev/front.ts'
import { complaintFilter, requestLine } from '../../compiler/cli/dev/output.ts'

const plain = { tty: false, color: false, write: () => {} }
const now = new Date(2026, 10, 21, 9, 5, 7)

it('shows a request in a line', () => {
  const line = REQUEST_MARK + JSON.stringify({ method: 'POST', path: '/v1/local/demo/echo', status: 200, ms: 12 })
  expect(requestLine(line, now, plain)).toBe('09:05:07  POST /v1/local/demo/echo  200  12 ms')
})

it('says of a request without an answer that it failed', () => {
  const line = REQUEST_MARK + JSON.stringify({ method: 'GET', path: '/', status: 0, ms: 3 })
  expect(requestLine(line, now, plain)).toBe('09:05:07  GET /  failed  3 ms')
})

it('colours a status by its kind', () => {
  const colored = (status: number) =>
    requestLine(REQUEST_MARK + JSON.stringify({ method: 'GET', path: '/', status, ms: 1 }), now, {
      ...plain,
      color: true,
    })
  expect(colored(204)).toContain('\u001b[32m204')
  expect(colored(404)).toContain('\u001b[33m404')
  expect(colored(502)).toContain('\u001b[31m502')
})

it('leaves what the Worker itself says as it is', () => {
  expect(requestLine('a line of its own', now, plain)).toBe('a line of its own')
})

it('says what happened once, without places in workerd’s sources', () => {
  const clean = complaintFilter()
  const lines = [
    'workerd/jsg/util.c++:320: error: e = rust/worker/ffi.rs:104: failed: connecting to 127.0.0.1:1 is not allowed',
    'stack: workerd@2b5edc0 workerd@3fe4230; sentryErrorContext = jsgInternalError; wdErrId = oesk74on39ubtfcdbd4m40o2',
    'workerd/server/server/listen/mod.rs:372: error: Uncaught exception: workerd/jsg/value.h:1456: failed: remote.jsg.Error: internal error; reference = oesk74on39ubtfcdbd4m40o2',
    'workerd/server/server/listen/mod.rs:372: error: Uncaught exception: workerd/jsg/value.h:1456: failed: remote.jsg.Error: boom',
    'workerd/server/server/listen/mod.rs:363: error: HTTP connection failed: the handler sent no response',
  ]
  expect(lines.map(clean).filter((line) => line !== null)).toEqual([
    'connecting to 127.0.0.1:1 is not allowed',
    'Uncaught exception: Error: boom',
    'HTTP connection failed: the handler sent no response',
  ])
})

it('hides no failure that nothing else has named', () => {
  const clean = complaintFilter()
  expect(clean('Uncaught exception: remote.jsg.Error: internal error; reference = unheardof')).toBe(
    'Uncaught exception: Error: internal error; reference = unheardof',
  )
  expect(clean('Error: inner')).toBe('Error: inner')
  expect(clean('    at Object.fetch (worker.js:4:90)')).toBe('    at Object.fetch (worker.js:4:90)')
})
