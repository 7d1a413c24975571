// A process of its own, which counts: its words are the bundle's folder and a JSON text of requests. It loads the Worker that a user
// would deploy on Node's own Request and Response, asks it each in turn, and prints how often it called what costs.

import { timingSafeEqual } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promiseHooks } from 'node:v8'
import type { Asked, Counted, Counts } from './counting.ts'

interface Worker {
  readonly fetch: (request: Request, env: object, context: object) => Promise<Response>
}

// The Workers' crypto compares without telling by its time; Node's has that elsewhere.
Object.assign(crypto.subtle, { timingSafeEqual })

const [, , folder = '', words = '[]'] = process.argv
const asked: readonly Asked[] = JSON.parse(words)
const { default: worker } = await loaded(folder)
const answers: Counted[] = []
for (const { url, headers, body } of asked) {
  const { response, counts } = await count(new Request(url, { method: 'POST', headers, body }))
  answers.push({
    counts,
    status: response.status,
    step: response.headers.get('cf-aig-step'),
    body: await response.text(),
  })
}
process.stdout.write(JSON.stringify(answers))

/** workerd has text modules and modules of its own. Node has neither. */
async function loaded(built: string): Promise<{ readonly default: Worker }> {
  const table = readFileSync(join(built, 'gateways.txt'), 'utf8')
  writeFileSync(join(built, 'gateways.mjs'), `export default ${JSON.stringify(table)}`)
  writeFileSync(join(built, 'sockets.mjs'), 'export const connect = null')
  copyFileSync(join(built, 'worker.js'), join(built, 'worker.mjs'))
  const code = readFileSync(join(built, 'worker.mjs'), 'utf8')
    .replaceAll('./gateways.txt', './gateways.mjs')
    .replaceAll('cloudflare:sockets', './sockets.mjs')
  writeFileSync(join(built, 'worker.mjs'), code)
  return import(pathToFileURL(join(built, 'worker.mjs')).href)
}

async function count(request: Request): Promise<{ readonly response: Response; readonly counts: Counts }> {
  const counts = { headers: 0, urls: 0, requests: 0, responses: 0, parsed: 0, fetched: 0, regExps: 0, turns: 0 }
  const upstream = new Response('{"ok":true}', { headers: { 'content-type': 'application/json' } })
  const real = { Headers, URL, Request, Response, RegExp, fetch }
  const { parse } = JSON
  globalThis.Headers = counting(Headers, () => counts.headers++)
  globalThis.URL = counting(URL, () => counts.urls++)
  globalThis.Request = counting(Request, () => counts.requests++)
  globalThis.Response = counting(Response, () => counts.responses++)
  globalThis.RegExp = counting(RegExp, () => counts.regExps++)
  JSON.parse = (...text) => {
    counts.parsed++
    return parse(...text)
  }
  globalThis.fetch = () => {
    counts.fetched++
    return Promise.resolve(upstream)
  }
  const unhook = promiseHooks.onBefore(() => {
    counts.turns++
  }) as () => void
  try {
    const response = await worker.fetch(request, {}, { waitUntil: () => {} })
    return { response, counts: { ...counts } }
  } finally {
    unhook()
    Object.assign(globalThis, real)
    JSON.parse = parse
  }
}

/** The same class, which says when one is made. What it makes is the real thing. */
function counting<Class extends abstract new (...given: never[]) => object>(real: Class, made: () => void): Class {
  return new Proxy(real, {
    construct: (target, given) => {
      made()
      return Reflect.construct(target as never, given) as object
    },
  })
}
