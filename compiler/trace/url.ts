// Where a request goes, as the user writes it: a URL or a path, with the account and the gateway in it or below a gateway that is
// named otherwise. What comes out is the gateway's id, where it says one, and what follows it.

/** What an address says. */
export interface Address {
  /** Whether it is one of the REST API, whose gateway is named in a header. */
  readonly isRest: boolean
  /** `null`: the address does not say. */
  readonly gateway: string | null
  readonly account: string | null
  readonly segment: string
  readonly path: string
  readonly query: string
}

/**
 * Reads `https://host/v1/{account}/{gateway}/…`, `/v1/{account}/{gateway}/…`, or `/{provider}/…`; a host name may imply the gateway.
 * `/client/v4/accounts/{account}/ai/…` is the REST API at any host.
 */
export function readAddress(url: string, hostnames: ReadonlyMap<string, string>): Address {
  const [, host = '', pathname = '', query = ''] = /^(?:https?:\/\/([^/?]*))?\/?([^?]*)(.*)$/i.exec(url) ?? []
  if (pathname.startsWith('client/v4/')) {
    const [, account = null, path = null] = /^client\/v4\/accounts\/([^/]+)\/ai\/(.*)$/.exec(pathname) ?? []
    return { isRest: true, gateway: null, account, segment: path === null ? '' : 'ai', path: path ?? pathname, query }
  }
  const implied = hostnames.get(host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')) ?? null
  const [version, account, gateway, ...rest] = pathname.split('/')
  if (implied !== null || version !== 'v1' || !account || !gateway) {
    return { isRest: false, gateway: implied, account: null, ...below(pathname), query }
  }
  return { isRest: false, gateway, account, ...below(rest.join('/')), query }
}

function below(path: string): { readonly segment: string; readonly path: string } {
  const slash = path.indexOf('/')
  return slash === -1 ? { segment: path, path: '' } : { segment: path.slice(0, slash), path: path.slice(slash + 1) }
}
