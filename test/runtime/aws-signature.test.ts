// AWS's own examples of Signature Version 4: what is to be signed in, the signature out.

import { createHash, createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { awsAuthorization } from '../../runtime/credentials/aws-signature.ts'

const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const UNRESERVED = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

// Source: aws-sig-v4-test-suite, of AWS's documentation of Signature Version 4.
it.each([
  ['get-vanilla', 'GET', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['post-vanilla', 'POST', '/', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  ['get-slashes', 'GET', '//example//', '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84'],
  ['get-unreserved', 'GET', `/${UNRESERVED}`, '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-vanilla-query-order-value',
    'GET',
    '/?Param1=value2&Param1=Value1',
    'eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1',
  ],
])('%s', async (_, method, path, signature) => {
  const headers = new Headers({ accept: 'not signed', 'x-amz-date': '20150830T123600Z' })
  const url = `https://example.amazonaws.com${path}`
  const request = { method, url, headers, body: new ArrayBuffer(0), region: 'us-east-1', service: 'service' }
  expect(await awsAuthorization(request, key)).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  )
})

it('sorts parameters by name, not by name and value: one that is the beginning of another comes first', async () => {
  const headers = new Headers({ 'x-amz-date': '20150830T123600Z' })
  const url = 'https://example.amazonaws.com/?a-b=2&a%20b=1&a=3'
  const request = { method: 'GET', url, headers, body: new ArrayBuffer(0), region: 'us-east-1', service: 'service' }
  const signed = await awsAuthorization(request, key)
  const query = 'a=3&a%20b=1&a-b=2'
  const said = ['host:example.amazonaws.com', 'x-amz-date:20150830T123600Z', '', 'host;x-amz-date', sha256('')]
  const scope = ['20150830', 'us-east-1', 'service', 'aws4_request']
  const hash = sha256(['GET', '/', query, ...said].join('\n'))
  const steps = [...scope, ['AWS4-HMAC-SHA256', '20150830T123600Z', scope.join('/'), hash].join('\n')]
  const hmac = (secret: Buffer, text: string) => createHmac('sha256', secret).update(text).digest()
  expect(signed).toContain(steps.reduce(hmac, Buffer.from(`AWS4${key.secretAccessKey}`)).toString('hex'))
})

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
