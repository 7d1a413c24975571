// A gateway in real workerd whose `AI` binding is the platform's own, with a scripted upstream in the place of the service behind it.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach } from 'vitest'
import { build, type Yamls } from '../../support/gateway.ts'
import { type Arrival, startUpstream, type Upstream } from '../../support/upstream.ts'
import { startWorkerd } from '../../support/workerd.ts'

/** The two ends. */
export interface BoundScene {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Plays `workers-binding.ai`. */
  readonly service: Upstream
  /** What the binding asked of it: which model, with which inputs. */
  readonly asked: () => readonly (readonly [model: string | undefined, body: unknown])[]
}

/** Starts it for all tests of the file. `service` may be named by the YAML as an upstream, too. */
export async function setBoundScene(yamls: (service: Upstream) => Yamls): Promise<BoundScene> {
  const service = await startUpstream()
  const folder = await build(yamls(service))
  const workerd = await startWorkerd(withBinding(join(folder, 'workerd.capnp'), service.port), {})
  beforeEach(() => service.reset())
  afterAll(async () => {
    await workerd.stop()
    await service.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    url: `http://127.0.0.1:${workerd.port}`,
    service,
    asked: () => service.requests.map((arrival) => [arrival.headers['cf-consn-model-id'], bodyOf(arrival)]),
  }
}

/** Writes the emitted config with the binding in it, and returns its path. */
export function withBinding(capnpPath: string, port: number): string {
  const inner = '(name = "fetcher", service = "ai-service")'
  const binding = `(name = "AI", wrapped = (moduleName = "cloudflare-internal:ai-api", innerBindings = [${inner}])),`
  const service = `(name = "ai-service", external = (address = "127.0.0.1:${port}", http = ())),`
  const text = readFileSync(capnpPath, 'utf8')
    .replace('services = [\n', (found) => `${found}    ${service}\n`)
    .replace('bindings = [\n', (found) => `${found}    ${binding}\n`)
  const path = capnpPath.replace(/\.capnp$/, '.bound.capnp')
  writeFileSync(path, text)
  return path
}

function bodyOf({ body }: Arrival): unknown {
  return JSON.parse(body.toString())
}
