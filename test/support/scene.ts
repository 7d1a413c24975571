// What most scenarios begin with: a scripted upstream and a gateway in front of it, for all tests of one file.
// Both are stopped when the file's tests are over, and the upstream forgets between tests.

import { afterAll, beforeEach } from 'vitest'
import { type Gateway, startGateway, type Yamls } from './gateway.ts'
import { startUpstream, type Upstream } from './upstream.ts'

/** The two ends of a scenario. */
export interface Scene {
  readonly gateway: Gateway
  readonly upstream: Upstream
}

/** How a scene differs from the plain one. */
export interface SceneOptions {
  readonly env?: { readonly [name: string]: string }
  /** Every fetch of the gateway reaches the upstream, with the whole URL in its request line. */
  readonly capture?: boolean
}

/** Sets the scene. `yamls` may point a provider's `url` at the upstream. */
export async function setScene(
  yamls: (upstream: Upstream) => Yamls,
  { env = {}, capture = false }: SceneOptions = {},
): Promise<Scene> {
  const upstream = await startUpstream()
  const gateway = await startGateway(yamls(upstream), { env, ...(capture ? { capture: upstream.port } : {}) })
  beforeEach(() => upstream.reset())
  afterAll(async () => {
    await gateway.stop()
    await upstream.stop()
  })
  return { gateway, upstream }
}
