// What callers of the binding may say beside a model's inputs, and the headers that say it to a gateway. Source: the wire contract,
// "bindings"; the types are the platform's.

/** How often a provider is asked. */
export interface GatewayRetries {
  maxAttempts?: 1 | 2 | 3 | 4 | 5
  retryDelayMs?: number
  backoff?: 'constant' | 'linear' | 'exponential'
}

/** Settings of one request to a gateway. */
export interface UniversalGatewayOptions {
  cacheKey?: string
  /** Seconds. */
  cacheTtl?: number
  skipCache?: boolean
  metadata?: Record<string, number | string | boolean | null | bigint>
  collectLog?: boolean
  eventId?: string
  requestTimeoutMs?: number
  retries?: GatewayRetries
}

/** The same, and which gateway. */
export interface GatewayOptions extends UniversalGatewayOptions {
  id: string
}

/** What `run` takes beside the inputs. */
export interface AiOptions {
  gateway?: GatewayOptions
  /** The answer as it came, in place of what is in it. */
  returnRawResponse?: boolean
  /** Opens a WebSocket to the model. */
  websocket?: boolean
  queueRequest?: boolean
  tags?: string[]
  prefix?: string
  extraHeaders?: object
  sessionOptions?: { extraHeaders?: object }
  signal?: AbortSignal
}

/** As a gateway reads them. A TTL of 0 says nothing, as with the platform's binding. */
export function gatewayHeaders(options: UniversalGatewayOptions = {}): [name: string, value: string][] {
  const { skipCache, cacheTtl, metadata, cacheKey, collectLog, eventId, requestTimeoutMs, retries = {} } = options
  const said: readonly (readonly [name: string, value: string | undefined])[] = [
    ['cf-aig-skip-cache', skipCache === undefined ? undefined : String(Boolean(skipCache))],
    ['cf-aig-cache-ttl', cacheTtl ? String(cacheTtl) : undefined],
    ['cf-aig-metadata', metadata ? JSON.stringify(metadata) : undefined],
    ['cf-aig-cache-key', cacheKey || undefined],
    ['cf-aig-collect-log', collectLog === undefined ? undefined : String(Boolean(collectLog))],
    ['cf-aig-event-id', eventId],
    ['cf-aig-request-timeout', requestTimeoutMs?.toString()],
    ['cf-aig-max-attempts', retries.maxAttempts?.toString()],
    ['cf-aig-retry-delay', retries.retryDelayMs?.toString()],
    ['cf-aig-backoff', retries.backoff],
  ]
  return said.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] satisfies [string, string]]))
}
