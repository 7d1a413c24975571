// No output holds a secret's value: not a frame, not a message, not a hint, in no format, whatever else is wrong with the file.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../compiler/diagnostics/catalog.ts'
import { render } from '../../compiler/diagnostics/render.ts'
import { hidden, holdsKey, looksRandom, mask } from '../../compiler/diagnostics/secrets.ts'
import { filesOf, run } from './folder.ts'

const letters = [...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz']
const digits = [...'23456789']
const hex = [...'0123456789abcdef']
const of = (unit: readonly string[], length: number) =>
  fc.array(fc.constantFrom(...unit), { minLength: length, maxLength: length }).map((all) => all.join(''))
/** Letters with a digit in every eight: what is drawn by lot has digits. */
const random = (length: number) =>
  fc
    .tuple(of([...letters, ...digits], length), of(digits, Math.ceil(length / 8)))
    .map(([body, some]) => [...body].map((letter, at) => (at % 8 === 5 ? (some[at >> 3] ?? letter) : letter)).join(''))

const formats: { readonly [vendor: string]: fc.Arbitrary<string> } = {
  openai: random(40).map((body) => `sk-${body}`),
  'openai project': random(48).map((body) => `sk-proj-${body}`),
  anthropic: random(40).map((body) => `sk-ant-api03-${body}`),
  openrouter: random(40).map((body) => `sk-or-v1-${body}`),
  elevenlabs: of(hex, 40).map((body) => `sk_3${body}`),
  cartesia: random(24).map((body) => `sk_car_${body}`),
  google: random(35).map((body) => `AIza${body}`),
  'google token': random(60).map((body) => `ya29.${body}`),
  groq: random(40).map((body) => `gsk_${body}`),
  xai: random(60).map((body) => `xai-${body}`),
  'hugging face': random(34).map((body) => `hf_${body}`),
  replicate: random(37).map((body) => `r8_${body}`),
  perplexity: random(40).map((body) => `pplx-${body}`),
  cerebras: random(40).map((body) => `csk-${body}`),
  fireworks: random(24).map((body) => `fw_${body}`),
  aws: of([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'], 16).map((body) => `AKIA${body}`),
  bedrock: random(60).map((body) => `ABSK${body}`),
  fal: fc.tuple(fc.uuid(), of(hex, 32)).map(([id, body]) => `${id}:${body}`),
  jwt: fc.tuple(random(30), random(60), random(40)).map((parts) => `eyJ${parts.join('.')}`),
}
const key = fc.oneof(...Object.values(formats))

/** Shows a file in every format and looks for the secret, and for any long part of it. */
function keepsQuiet(text: string | { readonly [name: string]: string }, secret: string): void {
  const { diagnostics, documents } = run(filesOf(text))
  for (const format of ['pretty', 'json', 'github'] as const) {
    const shown = render(diagnostics, documents, format, { color: false })
    for (let at = 0; at + 12 <= secret.length; at += 4) expect(shown).not.toContain(secret.slice(at, at + 12))
    expect(shown).not.toContain(secret)
  }
  const said = diagnostics.flatMap(({ message, hint, notes }) => [
    message,
    hint ?? '',
    ...notes.map((note) => note.message),
  ])
  for (const sentence of said) expect(sentence).not.toContain(secret)
}

describe('keys by their format', () => {
  test.each(Object.keys(formats))('%s', (vendor) => {
    fc.assert(
      fc.property(formats[vendor] ?? fc.constant(''), (secret) => {
        expect(holdsKey(secret)).toBe(true)
        expect(mask(`it is ${secret}, I think`)).toMatch(new RegExp(`^it is ${hidden}.*$`))
        expect(mask(`it is ${secret}, I think`)).not.toContain(secret)
      }),
      { numRuns: 50 },
    )
  })

  test('words that only look a little like keys are none', () => {
    const harmless = [
      'sk-learn',
      'task-force-2025',
      'key-value-store',
      'token ring network',
      'Bearer authentication',
      'hf_models',
      'support-bot',
      'OPENAI_API_KEY',
      'llama-3.1-8b-instruct',
      'https://api.openai.com/v1',
      'AIzawa',
    ]
    for (const text of harmless) {
      expect(holdsKey(text), text).toBe(false)
      expect(mask(text)).toBe(text)
    }
  })

  test('a private key is one from its first line to its last', () => {
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\nVJTUt9Us8cKj\n'
    expect(mask(`a -----BEGIN RSA PRIVATE KEY-----\n${body}-----END RSA PRIVATE KEY----- b`)).toBe(`a ${hidden} b`)
    expect(mask(`a -----BEGIN PRIVATE KEY-----\n${body}`)).toBe(`a ${hidden}`)
  })

  test('drawn by lot or named by a person', () => {
    for (let seed = 0; seed < 200; seed++) {
      const hash = createHash('sha256').update(`${seed}`)
      expect(looksRandom(hash.copy().digest('hex').slice(0, 32))).toBe(true)
      expect(looksRandom(hash.digest('base64url'))).toBe(true)
    }
    for (const name of [
      'SUPPORT_BOT_TOKEN',
      'OPENAI_API_KEY_FOR_BATCH_2',
      'anthropic_production_key',
      'GOOGLE_VERTEX_AI_SERVICE_ACCOUNT',
    ]) {
      expect(looksRandom(name), name).toBe(false)
    }
  })
})

describe('is shown nowhere', () => {
  // `%` stands for the secret. Every place in which people paste one, in files that are otherwise right or wrong.
  const places: readonly string[] = [
    'providers: { openai: { key: % } }',
    'providers: { openai: { key: "%" } }',
    'providers:\n  openai:\n    key: >-\n      %\n',
    'providers:\n  openai:\n    key: |\n      %\n    tiemout: 1s\n',
    'providers: { openai: { key: { secret: % } } }',
    'providers: { openai: { keys: { default: % } } }',
    'providers: { openai: { keys: { "%": { secret: A } } } }',
    'providers: { openai: { headers: { authorization: Bearer % } } }',
    'providers: { openai: { headers: { x-api-key: "%", X-Api-Key: "%" } } }',
    'providers: { openai: { url: "https://user:%@api.example.com" } }',
    'providers: { openai: { url: "https://api.example.com/v1?key=%" } }',
    'providers: { openai: { url: "http://api.example.com/%" } }',
    'providers: { openai: { dialect: % } }',
    'providers: { "%": {} }',
    'providers: { openai: { "%": 1 } }',
    'authentication: %\nproviders: { echo: {} }',
    'authentication: { tokens: [%] }\nproviders: { echo: {} }',
    'authentication: { tokens: [{ name: ci, secret: % }] }',
    'authentication: { tokens: [{ name: ci, sha256: % }] }',
    'authentication: { tokens: [{ name: %, secret: A }, { name: %, secret: A }] }',
    'description: the key is % and more',
    'hostname: %',
    'extends: %',
    'extends: _%',
    'timeout: %',
    '%: 1',
    '# key: %\ntiemout: 1s',
    'tiemout: 1s # %',
    '&% a: *%',
    'a: *%',
    'a: !% b',
    '%YAML %\n---\n',
    'key: %\n  - broken: [',
    'key: "%\nbroken',
    'broken: {\n  key: %\n',
    '%',
    '- %\n- %',
    'a: %\na: %',
    'headers: { x: "%\\n" }',
    'headers: { "%\\n": x }',
    'endpoints: { native: % }',
  ]
  test.each(places)('%j', (place) => {
    fc.assert(
      fc.property(key, (secret) =>
        keepsQuiet(
          place.replaceAll(/%(?!YAML)/g, () => secret),
          secret,
        ),
      ),
      { numRuns: 40 },
    )
  })

  test('a secret of no known format, where only a secret would stand', () => {
    const word = fc.tuple(of(letters, 7), of(digits, 3), of(letters, 7)).map((parts) => parts.join(''))
    const certain = [
      'providers: { openai: { key: "%" } }\ntiemout: 1s',
      'providers:\n  openai:\n    key: "%"\n    tiemout: 1s',
      'providers:\n  openai:\n    keys:\n      default: %\n      batch: "%"',
      'providers: { openai: { headers: { x-api-key: "%", X-Api-Key: 2 } } }',
      'providers: { openai: { api_key: "%" } }',
      'authentication: { tokens: ["%"] }',
      'authentication: { tokens: [{ name: ci, sha256: "%" }] }',
      'authentication: { tokens: [{ name: ci, token: "%" }] }',
      'providers: { openai: { url: "https://me:%@api.example.com" } }',
      'providers: { openai: { url: "https://api.example.com/?api_key=%" } }',
      'providers: { openai: { key: "%", key: "%" } }',
      'description: &a "%"\nproviders: { openai: { key: *a } }',
      'providers:\n  openai:\n    key: %\n   broken: 1',
      'headers:\n  x-api-key: %\n bad',
      'password: %\nbroken: [',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...certain), word, (place, secret) =>
        keepsQuiet(
          place.replaceAll('%', () => secret),
          secret,
        ),
      ),
    )
  })

  test('in a fragment that nothing uses', () => {
    fc.assert(
      fc.property(key, (secret) => keepsQuiet({ '_a.yaml': `headers: { authorization: "${secret}" }\n` }, secret)),
      { numRuns: 20 },
    )
  })

  test('written with escapes, or cut where a line is too long to show', () => {
    const secret = 'sk-ant-api03-abcdefghij0123456789'
    const escaped = [...secret].map((letter) => `\\x${letter.charCodeAt(0).toString(16)}`).join('')
    keepsQuiet(`providers: { openai: { key: "${escaped}", tiemout: 1s } }`, escaped)
    for (let padding = 0; padding < 200; padding += 7) {
      keepsQuiet(`${' '.repeat(padding)}{ a: "${'b'.repeat(padding)}", c: ${secret}, tiemout: 1s }`, secret)
      keepsQuiet(`{ "${'b'.repeat(padding)} ${secret}": 1 }`, secret)
    }
  })

  test('drawn by lot, in a file that cannot be parsed', () => {
    for (let seed = 0; seed < 20; seed++) {
      const secret = createHash('sha256').update(`${seed}`).digest('base64url')
      keepsQuiet(`providers:\n  openai:\n    keys:\n      default: ${secret}\n      broken: [\n`, secret)
    }
  })

  test('cut in a sentence so that what is left has no known format', () => {
    const secret = 'AIzaSyA0123456789abcdefghijklmnopqrstuv'
    for (let padding = 30; padding < 60; padding++) keepsQuiet(`"${'b'.repeat(padding)} ${secret}": 1\n`, secret)
  })

  test('in a sentence of any code', () => {
    const secret = 'sk-ant-api03-abcdefghij0123456789'
    const said = diagnose('unknown-key', { key: secret, parent: secret, nearest: [secret], advice: secret }, null, [
      { message: secret, span: null },
    ])
    expect(JSON.stringify(said)).not.toContain('abcdefghij')
  })
})
