// `gatewright trace`: what a described request comes to, attempt by attempt, and where each setting's value was written.

import type { SourceMap } from '../1-read/tree.ts'
import type { Plan } from '../3-plan/ir.ts'
import type { Checked } from '../compile.ts'
import { nearest } from '../diagnostics/suggest.ts'
import { count, didYouMean, quote } from '../diagnostics/words.ts'
import { answerOf, Refusal } from '../trace/refusal.ts'
import type { Described, Subject } from '../trace/subject.ts'
import { type Address, readAddress } from '../trace/url.ts'
import { CliError } from './cli-error.ts'
import { type Command, folderArgument, type Input } from './command.ts'
import { chosenEnvironment, environmentOption } from './environment.ts'
import { readBytes, readSources } from './files.ts'
import type { Io } from './io.ts'
import { withProgress } from './progress.ts'
import { report } from './report.ts'

type Name = 'env' | 'gateway' | 'url' | 'method' | 'header' | 'body' | 'format'

/** The command. */
export const traceCommand: Command<Name> = {
  name: 'trace',
  summary: 'say what a request would come to: its attempts, and where each setting comes from',
  description:
    'Describe a request with --header and --body; nothing is sent. For each attempt it shows provider, endpoint, model, the\nAPI that it is asked in, whose key would be used, and every setting with the line of YAML, the header or the step that\ndecided it. Exits with 1 when the YAML has an error, and with 2 for a request that the gateway would not take.',
  argument: folderArgument,
  options: {
    env: environmentOption,
    gateway: {
      value: 'id',
      default: '',
      example: 'support',
      description: 'the gateway; not needed where the path names it, or where there is only one',
    },
    url: {
      value: 'path',
      default: '/',
      description: 'the path below the gateway, such as /compat/chat/completions; or all of it, /v1/… or /client/v4/…',
    },
    method: { value: 'name', default: 'POST', description: 'the method' },
    header: {
      value: 'line',
      default: '',
      example: '"cf-aig-cache-ttl: 60"',
      description: 'a header, `name: value`; may be given many times',
    },
    body: {
      value: 'json',
      default: '',
      example: '@request.json',
      description: 'the body, or @file for the bytes of a file',
    },
    format: {
      value: 'name',
      default: 'pretty',
      choices: ['pretty', 'json'],
      description: 'how the trace is shown: pretty for people, json for programs',
    },
  },
  examples: [
    ['gatewright trace --url /openai/chat/completions', 'trace a request to one provider'],
    [
      `gatewright trace --gateway support --header 'cf-aig-cache-ttl: 3600' --body @steps.json`,
      'trace a list of steps',
    ],
    [
      `gatewright trace --url /compat/chat/completions --body '{"model":"openai/gpt-4o-mini"}'`,
      'trace a model of the unified endpoint',
    ],
    ['gatewright trace --gateway support --url /dynamic/chat/chat/completions', 'trace a route'],
  ],
  run: async (input, io) => {
    const sources = readSources(io.cwd, input.argument)
    const { checkSources } = await import('../compile.ts')
    const env = chosenEnvironment(input.options.env, sources)
    const checked = await withProgress(io, `Checking ${count(sources.length, 'file')}`, sources.length, () =>
      checkSources(sources, { env }),
    )
    if (checked.plan === null) {
      report(checked, input.options.format, io.out)
      return 1
    }
    const headers = headersOf(input.given.get('header') ?? [])
    const { address, subject } = await chosen(input, headers, checked, checked.plan)
    const [{ trace }, show] = await Promise.all([import('../trace/trace.ts'), import('../trace/show.ts')])
    try {
      const traced = trace(subject, described(input, headers, address, io))
      io.out.write(input.options.format === 'json' ? show.json(traced) : show.pretty(traced))
      return 0
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown
      throw new CliError(thrown.message, `The gateway answers such a request with ${answerOf(thrown)}.`)
    }
  },
}

interface Chosen {
  readonly address: Address
  readonly subject: Subject
}

/** The gateway that the option, the path, the host name or the REST API's header says, or the only one there is. */
async function chosen({ options }: Input<Name>, headers: Headers, checked: Checked, plan: Plan): Promise<Chosen> {
  const hostnames = plan.gateways.flatMap(({ hostname, record }) =>
    hostname === null ? [] : [[hostname, record.id] as const],
  )
  const address = readAddress(options.url, new Map(hostnames))
  const ids = plan.gateways.map(({ record }) => record.id)
  if (options.gateway !== '' && address.gateway !== null && options.gateway !== address.gateway) {
    throw new CliError(
      `--gateway is ${quote(options.gateway)}, and --url is one of ${quote(address.gateway)}.`,
      'Leave one of them out.',
    )
  }
  const preset = address.isRest
    ? (headers.get('cf-aig-gateway-id') ?? 'default')
    : ids.length === 1
      ? ids[0]
      : undefined
  const id = address.gateway ?? (options.gateway || preset)
  if (id === undefined)
    throw new CliError('It is not said which gateway is meant.', `Write --gateway <id>: ${ids.join(', ')}.`)
  const planned = plan.gateways.find(({ record }) => record.id === id)
  if (planned === undefined) {
    throw new CliError(
      `There is no gateway ${quote(id)}.`,
      didYouMean(nearest(id, ids)) ?? `There is: ${ids.join(', ')}.`,
    )
  }
  const [{ extendAll }, { locator }] = await Promise.all([
    import('../2-check/extends.ts'),
    import('../2-check/places.ts'),
  ])
  const root = extendAll(checked.documents).gateways.find((gateway) => gateway.id === id)?.root as SourceMap
  const locate = locator(new Map(checked.documents.map(({ path, text }) => [path, text])))
  const rows = new Map(plan.rows.map(({ name, row }) => [name, row]))
  return { address, subject: { root, gateway: planned.record, rows, features: plan.features, locate } }
}

function described({ options }: Input<Name>, headers: Headers, address: Address, io: Io): Described {
  return {
    ...address,
    method: options.method.toUpperCase(),
    headers,
    body: bodyOf(options.body, io),
  }
}

function headersOf(lines: readonly string[]): Headers {
  const headers = new Headers()
  for (const line of lines) {
    const colon = line.indexOf(':')
    try {
      if (colon === -1) throw new TypeError('no colon')
      headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim())
    } catch {
      // Not quoted: it may hold a key.
      throw new CliError(
        '--header takes `name: value`, as HTTP allows it.',
        `For example: --header 'cf-aig-cache-ttl: 60'.`,
      )
    }
  }
  return headers
}

function bodyOf(body: string, { cwd }: Io): Uint8Array | null {
  if (body === '') return null
  return body.startsWith('@') ? readBytes(cwd, body.slice(1)) : new TextEncoder().encode(body)
}
