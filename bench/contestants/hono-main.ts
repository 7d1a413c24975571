// A proxy as most would write one on Node: Hono, its own proxy helper, and the server for Node that Portkey's gateway stands on too.
// The upstream is its only word; it prints its port.

import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Hono } from 'hono'
import { proxy } from 'hono/proxy'

type Serve = (
  options: { fetch: unknown; port: number; hostname: string },
  listening: (at: { port: number }) => void,
) => void

const upstream = process.argv[2] ?? ''
const app = new Hono()
app.all('*', ({ req }) => proxy(`${upstream}${req.path}`, { ...req, headers: { ...req.header(), host: undefined } }))

const neighbour = createRequire(createRequire(import.meta.url).resolve('@portkey-ai/gateway/package.json'))
const { serve }: { serve: Serve } = await import(pathToFileURL(neighbour.resolve('@hono/node-server')).href)
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.stdout.write(`${port}\n`))
