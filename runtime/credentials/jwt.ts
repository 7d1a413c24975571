// A JWT that a service account signs with its own key: RS256 on Web Crypto, which is all that such an assertion takes. Nothing is
// verified here. Source: RFC 7515 section 3 and RFC 7518 section 3.3.

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** `pem` is PKCS#8. Rejects when it is not. */
export async function signedJwt(header: object, claims: object, pem: string): Promise<string> {
  const der = Uint8Array.from(atob(pem.replace(/-----[^-]*-----|\s/g, '')), (character) => character.charCodeAt(0))
  const key = await crypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign'])
  const encoder = new TextEncoder()
  const parts = [{ alg: 'RS256', typ: 'JWT', ...header }, claims].map((part) =>
    base64url(encoder.encode(JSON.stringify(part))),
  )
  const signature = await crypto.subtle.sign(ALGORITHM, key, encoder.encode(parts.join('.')))
  return [...parts, base64url(new Uint8Array(signature))].join('.')
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) => ({ '+': '-', '/': '_' })[sign] ?? '')
}
