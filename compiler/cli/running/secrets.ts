// Which secrets the Worker needs, and where each is found: the environment first (it was set for this very run), then the files.

import type { SecretPlan } from '../../3-plan/ir.ts'
import type { Io } from '../io.ts'

/** Somewhere secrets may stand; the first that has one wins. */
export interface SecretSource {
  /** As a person would say it: `.dev.vars`. */
  readonly name: string
  readonly values: { readonly [name: string]: string | undefined }
}

/** What was found of the secrets a Worker needs. Their values are for the Worker's environment alone. */
export interface Secrets {
  readonly values: { readonly [name: string]: string }
  /** The source's name for each secret that was found. */
  readonly found: readonly { readonly name: string; readonly source: string }[]
  readonly missing: readonly SecretPlan[]
}

/** Takes what is needed and nothing else. An empty value is none. */
export function findSecrets(needed: readonly SecretPlan[], sources: readonly SecretSource[]): Secrets {
  const values: { [name: string]: string } = {}
  const found: { name: string; source: string }[] = []
  const missing: SecretPlan[] = []
  for (const secret of needed) {
    const { name } = secret
    const source = sources.find((candidate) => has(candidate, name))
    const value = source?.values[name]
    if (source === undefined || value === undefined) {
      missing.push(secret)
    } else {
      values[name] = value
      found.push({ name, source: source.name })
    }
  }
  return { values, found, missing }
}

// A secret may be called `constructor`.
function has({ values }: SecretSource, name: string): boolean {
  return Object.hasOwn(values, name) && values[name] !== undefined && values[name] !== ''
}

/** What workerd itself reads: where the authorities are that it trusts. */
const OWN_VARIABLES = ['SSL_CERT_FILE', 'SSL_CERT_DIR']

/** All the environment that a Worker's process gets. */
export function workerEnvironment({ values }: Secrets, { env }: Io): { readonly [name: string]: string } {
  const own = OWN_VARIABLES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]))
  return { ...Object.fromEntries(own), ...values }
}
