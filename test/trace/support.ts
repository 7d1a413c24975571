// The folder that traces of the real command are about, and ways to read them.

import { expect } from 'vitest'
import { folderWith, gatewright } from '../cli/command-line.ts'

const base = `headers: { x-team: platform }
timeout: 60s
`
const support = `extends: _base
authentication: { tokens: [{ name: ci, secret: CI_TOKEN }] }
hostname: ai.example.com
deadline: 5m
cache: { ttl: 10m }
providers:
  workers-ai: { account: acme }
  openai:
    key: { secret: OPENAI_API_KEY }
    keys: { batch: { secret: OPENAI_BATCH_KEY } }
    retries: { attempts: 3, delay: 250ms }
    headers: { openai-organization: org-1, cf-aig-backoff: linear }
  anthropic: { timeout: 5s, idle_timeout: 10s, cache: off }
  google-ai-studio: {}
routes:
  chat:
    deadline: 2m
    steps:
      - workers-ai/@cf/meta/llama-3.1-8b-instruct
      - model: openai/gpt-4o-mini
        timeout: 10s
        headers: { cf-aig-cache-ttl: "0", x-step: second, cf-aig-byok-alias: batch }
`
/** A gateway with a bit of everything, and the fragment that it is built on. */
export const files = { 'gateways/_base.yaml': base, 'gateways/support.yaml': support }

/** A trace as programs get it. */
export interface Shown {
  readonly attempts: readonly {
    readonly step: number
    readonly provider: string
    readonly endpoint: string
    readonly model: string | null
    readonly api: string | null
    readonly translatedFrom: string | null
    readonly refusal: { readonly answer: string; readonly message: string } | null
    readonly key: object | null
    readonly settings: readonly { readonly name: string; readonly value: unknown; readonly from: object }[]
    readonly headers: readonly { readonly name: string; readonly value: string; readonly from: object }[]
  }[]
}

/** The trace of a request in the folder above, as programs get it. */
export async function traced(...words: readonly string[]): Promise<Shown> {
  const { code, stdout, stderr } = await gatewright(['trace', '--format', 'json', ...words], { cwd: folderWith(files) })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

/** A setting of an attempt: its value and where it comes from. */
export function setting({ attempts }: Shown, step: number, name: string) {
  const found = attempts[step]?.settings.find((one) => one.name === name)
  return { value: found?.value, from: found?.from }
}
