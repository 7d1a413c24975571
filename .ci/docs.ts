// The pages that are generated. Comes in: gateway.schema.json, and the catalogue of diagnostics. Goes out: docs/language.md and
// docs/diagnostics.md, the same bytes for the same input; every block of theirs is run by test/docs.

import { type Code, catalog, codes } from '../compiler/diagnostics/catalog.ts'
import { exampleFiles } from '../compiler/diagnostics/explain.ts'
import { type Key, keysOf, type Schema } from './language-keys.ts'
import { typeOf } from './language-types.ts'

/** The page of the language: every key with its type, default, description and an example. */
export function languagePage(schema: Schema): string {
  const keys = keysOf(schema)
  const { worker } = schema.$defs ?? {}
  return [
    banner('gateway.schema.json'),
    '# The language',
    "One file in `gateways/` is one gateway, and its id is the file's name. A file whose name begins with an underscore is a fragment, for `extends`, or `_worker.yaml`. What a mistake in a file looks like, and what to do about it, is in [diagnostics.md](diagnostics.md). Of the settings that may be stated in several places, [precedence.md](precedence.md) says which wins.",
    '<!-- file: gateways/support.yaml -->',
    `${fence('yaml', WHOLE)}`,
    'The first line gives completion and explanations in editors with a YAML language server. Any JSON Schema 2020-12 tool reads `gateway.schema.json`.',
    '## Values',
    `**Durations.** ${schema.$defs?.duration?.description} So \`500ms\`, \`30s\`, \`5m\`, \`1h\`, \`1d\`.`,
    `**Secrets.** ${schema.$defs?.secretReference?.description} ${schema.$defs?.secretName?.description}`,
    '**Switches.** `on` and `off` are words here, and no booleans. Where a key takes `true` or `false` it says so.',
    '**Aliases and merge keys** of YAML (`&`, `*`, `<<`) work. Unknown keys do not: a typo is an error, with what was probably meant.',
    `## Index\n\n${index(keys)}`,
    ...keys.flatMap((key) => entry(key, keys)),
    '## `_worker.yaml`',
    String(worker?.description),
    ...workerEntries(worker ?? {}),
    '',
  ]
    .join('\n\n')
    .replace(/-->\n\n```/g, '-->\n```')
    .trimEnd()
    .concat('\n')
}

const WHOLE = `# yaml-language-server: $schema=../gateway.schema.json
description: Support bot
authentication:
  tokens:
    - { name: support-bot, secret: SUPPORT_BOT_TOKEN }
providers:
  openai:
    key: { secret: OPENAI_API_KEY }
`

function entry(key: Key, keys: readonly Key[]): readonly string[] {
  const { path, schema, depth, examples } = key
  const also = examples
    .slice(1)
    .map((example) => `\`${typeof example === 'string' ? example : JSON.stringify(example)}\``)
  return [
    `${depth === 1 ? '##' : '###'} \`${path}\``,
    facts(key, keys),
    sentence(schema.description),
    ...(key.members.length > 0 ? [members(key)] : []),
    ...(key.yaml === null ? [] : [fence('yaml', key.yaml)]),
    ...(also.length > 0 ? [`Also: ${also.join(', ')}.`] : []),
  ]
}

function facts({ schema, same, isList, isRequired }: Key, keys: readonly Key[]): string {
  const section = keys.find(({ path }) => path === same)
  const told = section === undefined ? '' : `[\`${section.path}\`](#${slug(section.path)})`
  const type = told === '' ? typeOf(schema) : isList ? `list, of the same as ${told}` : `as ${told}`
  const standing =
    schema.default === undefined ? [] : [`default \`${JSON.stringify(schema.default).replace(/^"|"$/g, '')}\``]
  return [type, ...standing, ...(isRequired ? ['required'] : [])].join(' · ')
}

/** What a closed set of names is, each in a row: the providers. */
function members({ members: rows }: Key): string {
  return [
    '| name | what it is |',
    '|---|---|',
    ...rows.map(({ name, what }) => `| \`${name}\` | ${cell(what)} |`),
  ].join('\n')
}

function index(keys: readonly Key[]): string {
  const tops = keys.filter(({ depth }) => depth === 1)
  return tops
    .map((top) => {
      const below = keys.filter(
        ({ path, depth }) => depth > 1 && path.startsWith(top.path) && /^[.[]/.test(path.slice(top.path.length)),
      )
      const links = below.map(({ path }) => `[\`${path.slice(top.path.length).replace(/^\./, '')}\`](#${slug(path)})`)
      return `- [\`${top.path}\`](#${slug(top.path)})${links.length > 0 ? `: ${links.join(', ')}` : ''}`
    })
    .join('\n')
}

function workerEntries(worker: Schema): readonly string[] {
  return Object.entries(worker.properties ?? {}).flatMap(([name, schema]) => [
    `### \`_worker.yaml\` \`${name}\``,
    facts(
      {
        path: name,
        schema,
        depth: 2,
        same: null,
        isList: false,
        isRequired: false,
        examples: [],
        members: [],
        yaml: null,
      },
      [],
    ),
    sentence(schema.description),
    '<!-- file: gateways/_worker.yaml -->',
    fence('yaml', `${name}: ${JSON.stringify(schema.examples?.[0])}\n`),
  ])
}

/** The page of the diagnostics: every code with what it means, why it is not let pass, and an example put right. */
export function diagnosticsPage(): string {
  return [
    banner('compiler/diagnostics/catalog/'),
    '# Diagnostics',
    `What \`gatewright check\` may say, by its permanent code: ${codes.length} of them. \`gatewright explain <code>\` prints the same. An **error** keeps a build from being written; a **warning** does not.`,
    codes.map((code) => `[${code}](#${code})`).join(' · '),
    ...codes.flatMap(diagnosticEntry),
    '',
  ]
    .join('\n\n')
    .replace(/-->\n\n```/g, '-->\n```')
    .trimEnd()
    .concat('\n')
}

function diagnosticEntry(code: Code): readonly string[] {
  const { severity, what, why, before, after, encoding } = catalog[code]
  const blocks = (role: 'before' | 'after', example: typeof before) =>
    Object.entries(exampleFiles(example)).flatMap(([file, text]) => {
      const isPlain = encoding === undefined && isPrintable(text)
      const comment = isPlain
        ? `<!-- ${role}: ${code} ${file} -->`
        : `<!-- not run: a page shows its text, and not the bytes that matter -->`
      return [`\`${file}\``, comment, fence('yaml', isPlain ? text : shown(text))]
    })
  return [
    `## ${code}`,
    `**${severity}** · ${sentence(what)}`,
    sentence(why),
    `Before${encoding === undefined ? '' : `, saved as ${encoding}`}:`,
    ...blocks('before', before),
    'After:',
    ...blocks('after', after),
  ]
}

/** What a page can hold and give back as it is. */
function isPrintable(text: string): boolean {
  return (
    /^[\n\x20-\x7e\u00a1-\u2027\u2030-\ud7ff]*$/.test(text) &&
    text.length < 2_000 &&
    text.trim() !== '' &&
    text.endsWith('\n')
  )
}

function shown(text: string): string {
  const short = text.length > 600 ? `${text.slice(0, 600)}…\n` : text
  return short.replace(
    /[^\n\x20-\x7e\u00a1-\u2027\u2030-\ud7ff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function banner(from: string): string {
  return `<!-- Generated from ${from} by \`npm run generate\`. Do not edit: edit what it is made from, and generate again. -->`
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replace(/\n*$/, '\n')}\`\`\``
}

/** In Markdown, what stands in angle brackets would vanish, and so would stars. */
function sentence(text = ''): string {
  return text.replace(
    /(`[^`]*`)|<([^>]*)>|(\*)/g,
    (whole, code, inner) => code ?? (inner === undefined ? `\\${whole}` : `\`<${inner}>\``),
  )
}

function cell(text: string): string {
  return sentence(text).replaceAll('|', '\\|')
}

/** The anchor that a heading of this text gets. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}
