// Codes about secrets: written out where they must be named, or named in a way that no platform takes.
// Their places are hidden in every frame, and their messages never hold what was written there.

import { entry } from '../entry.ts'

/** What can be wrong with secrets. */
export const secretCodes = {
  'literal-secret': entry<{ name: string; advice: string }>({
    severity: 'error',
    hides: true,
    message: ({ name }) => `${name} holds a secret itself, where only its name may stand.`,
    hint: ({ advice }) => `${advice} If this one was ever committed or shared, replace it at its provider.`,
    what: 'A key or a token is written in the file. Secrets are named, never written: the value is given to the Worker when it runs.',
    why: 'A file in git is read by everyone who can read the repository, today and in its whole history. Gatewright shows such a value nowhere.',
    before: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  openai:
    key: sk-0123456789abcdef
`,
    after: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  openai:
    key: { secret: OPENAI_API_KEY }
`,
  }),
  'secret-taken': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `No secret can be called ${name}: the Worker has a binding of that name.`,
    hint: () => 'Give the secret another name, here and where its value is set.',
    what: '`AI`, `CACHE_KV`, `CACHE_STORE` and `LIMITER` are bindings of the Worker itself.',
    why: 'Secrets and bindings share one environment: of two with one name, one would be lost.',
    before: `authentication:
  tokens: [{ name: ci, secret: LIMITER }]
providers:
  echo: {}
`,
    after: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  echo: {}
`,
  }),
  'secret-name': entry<{ name: string }>({
    severity: 'error',
    hides: true,
    message: ({ name }) =>
      `${name} is not a name that a secret can have: letters, digits and underscores, not beginning with a digit, 128 at most.`,
    hint: () => 'Write the name of the secret, such as `OPENAI_API_KEY`, not its value.',
    what: '`secret` takes the name under which the value is given: a Worker secret on Cloudflare, an environment variable elsewhere.',
    why: 'Environment variables have no other names. What stands there may be a value, so it is not shown.',
    before: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  openai:
    key: { secret: openai-api-key }
`,
    after: `authentication:
  tokens: [{ name: ci, secret: CI_TOKEN }]
providers:
  openai:
    key: { secret: OPENAI_API_KEY }
`,
  }),
  'token-hash': entry<{ name: string }>({
    severity: 'error',
    hides: true,
    message: ({ name }) => `${name} is not a SHA-256: 64 hexadecimal digits in lower case.`,
    hint: () => 'Make it with `printf %s "$TOKEN" | sha256sum`, and write the hash, never the token.',
    what: '`sha256` takes the hash of a token, so that the token itself is in no file.',
    why: 'What stands there may be the token, so it is not shown. No request could open the gateway with it.',
    before: `authentication:
  tokens: [{ name: ci, sha256: correct-horse-battery }]
providers:
  echo: {}
`,
    after: `authentication:
  tokens: [{ name: ci, sha256: 4f8a1c0e6b2d97358c41fa60e3d5b7298a16cf04d2e8937b5106fd4c8eab2739 }]
providers:
  echo: {}
`,
  }),
} as const
