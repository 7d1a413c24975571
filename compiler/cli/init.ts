// `gatewright init`: asks, or takes flags, and writes a small project: a gateway, its Worker, the names of its secrets, a workflow.

import { count, quote } from '../diagnostics/words.ts'
import { presets } from '../init/choices.ts'
import { idProblem, interview, nameProblem, providersProblem } from '../init/interview.ts'
import { type Answers, missingLines, projectFiles } from '../init/project.ts'
import { CliError } from './cli-error.ts'
import { type Command, folderArgument, type Input } from './command.ts'
import { readIfThere, writeOutputs } from './files.ts'
import type { Io } from './io.ts'

type Name = 'id' | 'provider' | 'name' | 'ci' | 'yes'

/** `gatewright init [dir] --id main --provider openai --name ai-gateway --ci github|none --yes` */
export const initCommand: Command<Name> = {
  name: 'init',
  summary: 'write a first gateway, and a workflow that checks and deploys it',
  description:
    'At a terminal it asks for what no flag says; elsewhere, and with --yes, it takes the defaults. Files that are there\nare kept as they are.',
  argument: folderArgument,
  options: {
    id: { value: 'id', default: presets.id, description: "the gateway's id, which is the name of its file" },
    provider: {
      value: 'slug',
      default: presets.providers.join(','),
      description: 'a provider that it reaches; may be repeated',
    },
    name: { value: 'name', default: presets.name, description: 'the name of the Worker' },
    ci: {
      value: 'kind',
      default: presets.ci,
      choices: ['github', 'none'],
      description: 'whether a workflow is written',
    },
    yes: { isFlag: true, value: '', default: '', description: 'ask nothing' },
  },
  examples: [
    ['gatewright init', 'ask, and write to gateways/'],
    ['gatewright init --yes --provider anthropic --provider openai', 'ask nothing'],
  ],
  run,
}

async function run(input: Input<Name>, io: Io): Promise<number> {
  const given = answersOf(input)
  const ask = input.options.yes === '' && io.out.tty ? io.questions() : null
  const answers = ask === null ? given : await interview(given, ask.ask).finally(ask.close)
  if (answers === null) {
    io.err.write('\nNothing was written.\n')
    return 2
  }
  const kept: string[] = []
  const written: string[] = []
  for (const { path, text } of projectFiles(answers)) {
    if (readIfThere(io.cwd, path) !== null) kept.push(path)
    else {
      write(io, path, text)
      written.push(path)
    }
  }
  const former = new TextDecoder().decode(readIfThere(io.cwd, '.gitignore') ?? new Uint8Array())
  const lines = missingLines(former)
  if (lines !== '') write(io, '.gitignore', `${former}${lines}`)
  io.out.write(summary(answers, written, kept, lines !== '', former === ''))
  return 0
}

function answersOf({ argument, options, given }: Input<Name>): Answers {
  const folder = argument.replace(/\/+$/, '').replace(/^(\.\/)+/, '') || '.'
  if (!/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/.test(folder) || folder.split('/').includes('..')) {
    throw new CliError(
      `${quote(argument)} is no folder of this project.`,
      'Name one below the folder that you are in, of letters, digits, dots, hyphens and underscores.',
    )
  }
  const providers = (given.get('provider') ?? [options.provider]).flatMap((text) =>
    text.split(',').map((slug) => slug.trim()),
  )
  const problem = idProblem(options.id) ?? nameProblem(options.name) ?? providersProblem(providers)
  if (problem !== null) throw new CliError(problem, '"gatewright init --help" shows what it takes.')
  return { folder, id: options.id, name: options.name, providers, ci: options.ci === 'none' ? 'none' : 'github' }
}

function write(io: Io, path: string, text: string): void {
  writeOutputs(io.cwd, '.', [{ path, bytes: new TextEncoder().encode(text) }])
}

function summary(
  { folder }: Answers,
  written: readonly string[],
  kept: readonly string[],
  isIgnoring: boolean,
  isIgnoreNew: boolean,
): string {
  const rows = [
    ...written.map((path) => `  ${path}\n`),
    ...(isIgnoring ? [`  .gitignore${isIgnoreNew ? '' : ' (lines added)'}\n`] : []),
  ]
  const there = kept.map((path) => `  ${path}\n`).join('')
  const where = folder === 'gateways' ? '' : ` ${folder}`
  return [
    rows.length === 0 ? 'Wrote nothing.\n' : `Wrote ${count(rows.length, 'file')}:\n${rows.join('')}`,
    there === '' ? '' : `Kept what is there already:\n${there}`,
    '\nNext:\n',
    '  npm install --save-dev gatewright wrangler\n',
    '  cp .dev.vars.example .dev.vars    # and fill it in\n',
    `  npx gatewright dev${where}\n`,
  ].join('')
}
