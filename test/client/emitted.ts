// The client that YAML texts give: its text, and the module that it is. What has no type before it is emitted is typed here as any gateway.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Compilation, compileClient } from '../../compiler/compile.ts'
import type { Chats } from '../../runtime/client/chat/chat.ts'
import type { Embeds } from '../../runtime/client/embed.ts'
import type { GatewayError } from '../../runtime/client/error.ts'
import type { Logs } from '../../runtime/client/logs.ts'
import type { Names } from '../../runtime/client/names.ts'
import type { Fetch } from '../../runtime/client/place.ts'
import type { Responds } from '../../runtime/client/responses/responses.ts'
import type { Sockets } from '../../runtime/client/socket/socket.ts'
import type { UnifiedStep } from '../../runtime/client/universal/steps.ts'
import type { Universals } from '../../runtime/client/universal/universal.ts'
import type { Urls } from '../../runtime/client/url.ts'
import type { Yamls } from '../support/gateway.ts'
import { sourcesOf } from '../support/golden.ts'

/** A gateway that offers everything. */
export type AnyGateway = Chats<Names> &
  Embeds<Names> &
  Responds<Names> &
  Universals<Names, UnifiedStep<Names>> &
  Sockets<Names, UnifiedStep<Names>> &
  Urls<string> &
  Logs<Names>

/** What an emitted client exports. */
export interface ClientModule {
  createClient(options: {
    readonly url: string
    readonly token?: string
    readonly adminToken?: string
    readonly fetch?: Fetch
  }): { gateway(id: string): AnyGateway }
  readonly GatewayError: typeof GatewayError
}

const root = join(import.meta.dirname, '../..')

/** The text of the client of these YAMLs. */
export async function clientText(yamls: Yamls): Promise<string> {
  const sources = Object.entries(yamls).map(
    ([name, text]) => ({ kind: 'source', path: `gateways/${name}`, bytes: Buffer.from(text) }) as const,
  )
  return textOf(await compileClient(sources))
}

/** The same of a case folder beside this file. */
export async function caseText(name: string): Promise<string> {
  return textOf(await compileClient(sourcesOf(join(import.meta.dirname, 'cases', name))))
}

function textOf({ outputs, diagnostics }: Compilation): string {
  const bytes = outputs?.find(({ path }) => path === 'client.ts')?.bytes
  if (bytes === undefined)
    throw new Error(`They do not compile: ${diagnostics.map(({ message }) => message).join(' ')}`)
  return Buffer.from(bytes).toString()
}

/** The client that was built beside a gateway, as Node loads it. */
export async function importClient(folder: string): Promise<ClientModule> {
  return import(/* @vite-ignore */ pathToFileURL(join(folder, 'client.ts')).href)
}

/** A new folder with these files, from where the types of installed packages are found: whoever makes it removes it. */
export function projectFolder(files: { readonly [path: string]: string }): string {
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'client-'))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  return folder
}
