// Comes in: a yaml block of a page. Goes out: the codes of what `check` says about it: none where the page is right. A block that is no
// whole gateway is read as a part, merged over a gateway that has all the rest: by `extends`, as a user would.

import { parse, stringify } from 'yaml'
import type { SourceFile } from '../../compiler/1-read/tree.ts'
import { checkSources } from '../../compiler/compile.ts'
import { render } from '../../compiler/diagnostics/render.ts'

/** YAML texts by their names in the folder. */
export interface Files {
  readonly [name: string]: string
}

/** What a check says of them. */
export interface Findings {
  readonly codes: readonly string[]
  /** As a user would see it. */
  readonly text: string
}

/** What a part may speak of without saying it. */
const base = {
  authentication: { tokens: [{ name: 'app', secret: 'APP_TOKEN' }] },
  admin: { tokens: [{ name: 'ops', secret: 'OPS_TOKEN' }] },
  logs: 'on',
  endpoints: { management: 'on' },
}
const providers: { readonly [slug: string]: { readonly key?: object; readonly [setting: string]: unknown } } = {
  openai: { key: { secret: 'OPENAI_API_KEY' } },
  anthropic: { key: { secret: 'ANTHROPIC_API_KEY' } },
  groq: { key: { secret: 'GROQ_API_KEY' } },
  'workers-ai': { account: '0123456789abcdef0123456789abcdef', key: { secret: 'CLOUDFLARE_API_TOKEN' } },
  'google-ai-studio': { key: { secret: 'GEMINI_API_KEY' } },
  'custom-vllm': { dialect: 'openai', url: 'https://vllm.example.com/v1' },
  echo: {},
}

/** Checks the files of a folder. */
export function checkFiles(files: Files): Findings {
  const sources: readonly SourceFile[] = Object.entries(files).map(([name, text]) => ({
    kind: 'source',
    path: `gateways/${name}`,
    bytes: Buffer.from(text),
  }))
  const { documents, diagnostics } = checkSources(sources)
  return {
    codes: diagnostics.map(({ code }) => code),
    text: render(diagnostics, documents, 'pretty', { color: false }),
  }
}

/** Checks a block that names no file: a whole gateway, or a part of one. */
export function checkPart(text: string): Findings {
  const part: { readonly authentication?: unknown; readonly providers?: object; readonly extends?: string } | null =
    parse(text)
  if (part?.authentication !== undefined && part.providers !== undefined) {
    return checkFiles({ ...(part.extends && { [`${part.extends}.yaml`]: stringify(base) }), 'page.yaml': text })
  }
  const rest = Object.entries(providers).filter(([slug]) => !(slug in (part?.providers ?? {})))
  // Where anyone may call there is no key to spend.
  const open = rest.map(([slug, { key: _, ...provider }]) => [slug, provider])
  const whole = { ...base, providers: Object.fromEntries(part?.authentication === 'off' ? open : rest) }
  const fragment = part?.extends ?? '_base'
  const extended = part?.extends === undefined ? `${text}\nextends: ${fragment}\n` : text
  return checkFiles({ [`${fragment}.yaml`]: stringify(whole), 'page.yaml': extended })
}
