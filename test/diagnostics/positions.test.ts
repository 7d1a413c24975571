// Where diagnostics point: many mistakes in one file, all found in one run, each at its own place.

import { expect, test } from 'vitest'
import { filesOf, inShort, run } from './folder.ts'

test('five mistakes in one file give five diagnostics at the right places', () => {
  const text = `authentication: off
tiemout: 30s
headers:
  x-team: support
  connection: close
providers:
  opnai: {}
  openai: { timeout: [30s] }
  custom-vllm: { dialect: openai }
`
  expect(inShort(run(filesOf(text)))).toEqual([
    'unknown-key 2:1',
    'header-hop-by-hop 5:3',
    'unknown-provider 7:3',
    'wrong-type 8:22',
    'custom-incomplete 9:3',
  ])
})

test('lines and columns are the same with CRLF and a byte order mark', () => {
  const text = '\ufeffauthentication: off\r\ntiemout: 30s\r\nproviders:\r\n  opnai: {}\r\n'
  expect(inShort(run(filesOf(text)))).toEqual(['unknown-key 2:1', 'unknown-provider 4:3'])
})

test('columns count UTF-16 units, as editors do', () => {
  expect(
    inShort(run(filesOf('{ description: "👍é", tiemout: 1s, authentication: off, providers: { echo: {} } }'))),
  ).toEqual(['unknown-key 1:23'])
})

test('aliases and merges are followed to where the text stands', () => {
  const text = `authentication: off
providers:
  openai: &shared { timeout: 2h }
  groq: *shared
  grok: { <<: *shared, tiemout: 1s }
`
  expect(inShort(run(filesOf(text)))).toEqual([
    // Said once, where it can be put right, and not of each provider that has it.
    'timeout-range 3:30',
    'unknown-key 5:24',
  ])
})

test('a missing key is shown at its parent’s key, at the item of a list, or at the start of the file', () => {
  const text = `authentication:
  tokens:
    - secret: CI_TOKEN
providers:
  openai: { key: {} }
`
  expect(inShort(run(filesOf(text)))).toEqual(['missing-key 3:7', 'missing-key 5:13'])
  expect(inShort(run(filesOf('timeout: 1s\n')))).toEqual(['authentication-missing 1:1', 'missing-key 1:1'])
})

test('an empty value is shown right behind its key', () => {
  expect(inShort(run(filesOf('authentication: off\nproviders:\n  echo:\n')))).toEqual(['wrong-type 3:8'])
  expect(inShort(run(filesOf('authentication: off\nproviders: { echo }\n')))).toEqual(['wrong-type 2:18'])
})
