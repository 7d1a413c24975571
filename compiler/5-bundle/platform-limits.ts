// What a build asks of Cloudflare -> warnings, where it comes near what Cloudflare takes of a Worker. Plain workerd has no such limits.
// https://developers.cloudflare.com/workers/platform/limits/ as of November 2026: what is compressed no longer counts.

const MIB = 1024 * 1024

/** Of a Worker with its modules, uncompressed, on every plan: since September 2026, and what wrangler warns by. */
const WORKER_BYTES = 64 * MIB
/** Its tables are texts in the memory of each isolate, beside all that requests need. */
const ISOLATE_MEMORY = '128 MB'
/** Variables and secrets of one Worker: on the free plan, on a paid one. */
const VARIABLES = { free: 64, paid: 128 } as const

/** What counts. */
export interface Demands {
  /** Of the Worker and the modules beside it, uncompressed. */
  readonly uploadBytes: number
  readonly secrets: number
}

/** A sentence for each: what is near, which limit, and what to do. Most builds have none. */
export function limitWarnings({ uploadBytes, secrets }: Demands): readonly string[] {
  return [
    ...(uploadBytes < WORKER_BYTES / 2 ? [] : [sizeWarning(uploadBytes)]),
    ...(secrets <= VARIABLES.free ? [] : [secretsWarning(secrets)]),
  ]
}

function sizeWarning(uploadBytes: number): string {
  const verb = uploadBytes > WORKER_BYTES ? 'is over' : 'nears'
  const megabytes = (uploadBytes / MIB).toFixed(1)
  return `The Worker with its tables has ${megabytes} MiB, which ${verb} Cloudflare's limit of ${WORKER_BYTES / MIB} MiB, and its tables stay in the ${ISOLATE_MEMORY} of memory that a Worker has there. Move gateways to another folder, with a _worker.yaml of another name, so that they are a Worker of their own.`
}

function secretsWarning(secrets: number): string {
  const limit =
    secrets > VARIABLES.paid
      ? `and Cloudflare takes ${VARIABLES.paid} of a Worker`
      : `and on its free plan Cloudflare takes ${VARIABLES.free} of a Worker, ${VARIABLES.paid} on a paid one`
  return `The Worker needs ${secrets} secrets, ${limit}. State tokens by their sha256, which is no secret, or let gateways share a provider's key.`
}
