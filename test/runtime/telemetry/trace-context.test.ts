// Which trace a request's spans belong to: the cases of W3C Trace Context, and what the gateway's own headers say over it.

import { expect, it } from 'vitest'
import { traceContextOf } from '../../../runtime/telemetry/trace-context.ts'

const REQUEST_ID = '019aa7c1-5f00-7abc-8def-0123456789ab'
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'
const OTHER_TRACE = '0af7651916cd43dd8448eb211c80319c'
const OTHER_SPAN = 'b7ad6b7169203331'
const OWN = { traceId: '019aa7c15f007abc8def0123456789ab', parentSpanId: null, traceState: null, flags: 1 }

it.each([
  ['as it is sent', `00-${TRACE}-${SPAN}-01`, { flags: 1 }],
  ['that is not sampled', `00-${TRACE}-${SPAN}-00`, { flags: 0 }],
  ['with flags that mean nothing yet', `00-${TRACE}-${SPAN}-a5`, { flags: 0xa5 }],
  ['of a version to come', `cc-${TRACE}-${SPAN}-01`, { flags: 1 }],
  ['of a version to come that has more', `cc-${TRACE}-${SPAN}-01-what-the-future-is`, { flags: 1 }],
  ['with spaces around', `  00-${TRACE}-${SPAN}-01 `, { flags: 1 }],
])('takes a traceparent %s', (_, traceparent, flags) => {
  expect(contextOf({ traceparent, tracestate: 'vendor=1' })).toEqual({
    traceId: TRACE,
    parentSpanId: SPAN,
    traceState: 'vendor=1',
    ...flags,
  })
})

it.each([
  ['of the version that is none', `ff-${TRACE}-${SPAN}-01`],
  ['without a trace', `00-${'0'.repeat(32)}-${SPAN}-01`],
  ['without a span', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['in upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
  ['with more than version 00 has', `00-${TRACE}-${SPAN}-01-more`],
  ['with an end', `00-${TRACE}-${SPAN}-01-`],
  ['that is too short', `00-${TRACE.slice(1)}-${SPAN}-01`],
  ['without flags', `00-${TRACE}-${SPAN}`],
  ['of a version to come that is no longer one', `cc-${TRACE}-${SPAN}-01.what`],
  ['that was sent twice', `00-${TRACE}-${SPAN}-01, 00-${OTHER_TRACE}-${OTHER_SPAN}-01`],
  ['that is no such thing', 'hello'],
])('passes over a traceparent %s', (_, traceparent) => {
  expect(contextOf({ traceparent, tracestate: 'vendor=1' })).toEqual(OWN)
})

it('takes the trace that is named to the gateway, in any case, and nothing of another then', () => {
  const traceparent = `00-${TRACE}-${SPAN}-00`
  const named = { traceparent, tracestate: 'vendor=1', 'cf-aig-otel-trace-id': OTHER_TRACE.toUpperCase() }
  expect(contextOf(named)).toEqual({ ...OWN, traceId: OTHER_TRACE })
  const both = { ...named, 'cf-aig-otel-parent-span-id': OTHER_SPAN.toUpperCase() }
  expect(contextOf(both)).toEqual({ ...OWN, traceId: OTHER_TRACE, parentSpanId: OTHER_SPAN })
})

it('hangs spans below the span that is named to the gateway, in the trace that there is', () => {
  const traceparent = `00-${TRACE}-${SPAN}-01`
  const sent = { traceId: TRACE, parentSpanId: SPAN, traceState: null, flags: 1 }
  const named = { 'cf-aig-otel-parent-span-id': OTHER_SPAN }
  expect(contextOf({ traceparent, ...named })).toEqual({ ...sent, parentSpanId: OTHER_SPAN })
  expect(contextOf({ traceparent, 'cf-aig-otel-trace-id': TRACE })).toEqual(sent)
  expect(contextOf(named)).toEqual(OWN)
})

it.each([
  ['cf-aig-otel-trace-id', '0'.repeat(32)],
  ['cf-aig-otel-trace-id', `${OTHER_TRACE}0`],
  ['cf-aig-otel-trace-id', OTHER_TRACE.replace('0', 'g')],
  ['cf-aig-otel-parent-span-id', '0'.repeat(16)],
  ['cf-aig-otel-parent-span-id', OTHER_SPAN.slice(1)],
])('passes over %s: %s', (name, value) => {
  const traceparent = `00-${TRACE}-${SPAN}-01`
  expect(contextOf({ traceparent, [name]: value })).toEqual({
    traceId: TRACE,
    parentSpanId: SPAN,
    traceState: null,
    flags: 1,
  })
})

function contextOf(headers: { readonly [name: string]: string }) {
  return traceContextOf(new Headers(headers), REQUEST_ID)
}
