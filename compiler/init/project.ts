// From a few answers to the files of a new project: a gateway, its Worker, the names of the secrets, what git passes over,
// and a workflow. Pure: the same answers give the same bytes.

import { gatewayText, secretsOf } from './gateway.ts'
import { modeline } from './modeline.ts'
import { workflowText } from './workflow.ts'

/** What was asked. */
export interface Answers {
  /** The folder of the gateways, below where the command runs, with forward slashes. */
  readonly folder: string
  readonly id: string
  /** Of the Worker. */
  readonly name: string
  /** In the order in which the route asks them. */
  readonly providers: readonly string[]
  readonly ci: 'github' | 'none'
}

/** A file of the project, by its path from where the command runs. */
export interface ProjectFile {
  readonly path: string
  readonly text: string
}

/** What git has no use for: `.gitignore` gets the lines that it does not have. */
export const ignored: readonly string[] = ['.dev.vars', '.dev.vars.*', '!.dev.vars.example', 'dist/', 'node_modules/']

/** The files of a new project, but for `.gitignore`, which may be there and is added to. */
export function projectFiles(answers: Answers): readonly ProjectFile[] {
  const { folder, id, ci } = answers
  const at = (name: string) => (folder === '.' ? name : `${folder}/${name}`)
  const workflow = [{ path: '.github/workflows/gateways.yml', text: workflowText(folder) }]
  return [
    { path: at(`${id}.yaml`), text: gatewayText(answers) },
    { path: at('_worker.yaml'), text: workerText(answers) },
    { path: '.dev.vars.example', text: variablesText(answers) },
    ...(ci === 'github' ? workflow : []),
  ]
}

/** The lines that a `.gitignore` lacks, with a line break before them where it needs one; empty: none. */
export function missingLines(present: string): string {
  const known = new Set(present.split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, '')))
  const missing = ignored.filter((line) => !known.has(line.replace(/\/$/, '')))
  if (missing.length === 0) return ''
  const gap = present === '' || present.endsWith('\n') ? '' : '\n'
  return `${gap}${missing.join('\n')}\n`
}

function workerText({ folder, name }: Answers): string {
  return `# ${modeline(folder, 'worker')}
# The Worker that carries all gateways of this folder.

name: ${name}
compatibility_date: "2026-11-01"

# With an account, paths may name no other: /v1/{account}/{gateway}/{provider}/…
# account: 0123456789abcdef0123456789abcdef
`
}

function variablesText(answers: Answers): string {
  const secrets = secretsOf(answers)
  const head = `# The secrets of the gateways, for \`gatewright dev\`. Copy this to .dev.vars, which git passes over, and fill it in.
# On Cloudflare: npx wrangler secret put NAME --name ${answers.name}
`
  if (secrets.length === 0) return `${head}# The gateway needs none yet.\n`
  return `${head}${secrets.map(({ name, what }) => `\n# ${what}\n${name}=\n`).join('')}`
}
