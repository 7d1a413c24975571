// What stands behind the binding, and where its calls go: a host of the platform's that is nowhere, so that the path alone counts.

/** A service binding to a gateway's `AI` entrypoint, or anything that answers as one. */
export interface Fetcher {
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
}

/** Source: the wire contract, "bindings". */
export const ORIGIN = 'https://workers-binding.ai'
