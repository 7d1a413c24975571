// From the answers to the text of the first gateway, with a comment at each thing that a person will want to change.

import { type Choice, choices } from './choices.ts'
import { modeline } from './modeline.ts'
import type { Answers } from './project.ts'

/** A secret that the gateway names, and what it is. */
export interface NeededSecret {
  readonly name: string
  readonly what: string
}

/** The token that clients send. */
const TOKEN = 'GATEWAY_TOKEN'

/** The YAML of the gateway. Passes `check` without a warning, whatever was chosen. */
export function gatewayText(answers: Answers): string {
  const { folder, id } = answers
  const parts = [
    `# ${modeline(folder)}\n# The gateway "${id}". Try it with \`npx gatewright dev${folder === 'gateways' ? '' : ` ${folder}`}\`.`,
    authentication(answers),
    '# How long to wait for the first byte of an answer, and how often to ask again when that may help.\ntimeout: 60s\nretries: { attempts: 2, delay: 500ms, backoff: exponential }',
    providers(answers),
    route(answers),
    '# How many requests are let through, and how long answers are kept. Remove the # to have them.\n# rate_limit: { requests: 600, per: 1m }\n# cache: { ttl: 1h }',
    '# A row for each request: what it used, cost and took. Bodies are kept too unless this says off.\nlogs: { payloads: off }',
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** The secrets that the gateway names, in the order in which it does. */
export function secretsOf(answers: Answers): readonly NeededSecret[] {
  const keys = chosen(answers).flatMap(([slug, { secret }]) =>
    secret === null ? [] : [{ name: secret, what: `The key of ${slug}.` }],
  )
  return keys.length === 0
    ? []
    : [{ name: TOKEN, what: 'What clients send to be let in: any long random text.' }, ...keys]
}

function authentication(answers: Answers): string {
  if (secretsOf(answers).length === 0)
    return '# Anyone may call: there is no key to spend. Write tokens here as soon as there is one.\nauthentication: off'
  return `# Who may call: clients send a token in cf-aig-authorization, or where their SDK puts the provider's key.\nauthentication:\n  tokens:\n    - { name: client, secret: ${TOKEN} }`
}

function providers(answers: Answers): string {
  const lines = chosen(answers).flatMap(([slug, { secret, comment }]) => [
    ...(comment === null ? [] : [`  # ${comment.replace('{provider}', slug)}`]),
    secret === null ? `  ${slug}: {}` : `  ${slug}: { key: { secret: ${secret} } }`,
  ])
  return `# Keys are named here, and kept by the platform: .dev.vars on this machine, a Worker secret on Cloudflare.\nproviders:\n${lines.join('\n')}`
}

// What is built in always answers, so it is a step only where nothing else is: it would hide every failure.
function route(answers: Answers): string {
  const able = chosen(answers).filter(([, { model }]) => model !== null)
  const real = able.filter(([, { secret }]) => secret !== null)
  const steps = (real.length > 0 ? real : able).slice(0, 20).map(([slug, { model }]) => `    - ${slug}/${model}`)
  if (steps.length === 0) return ''
  return `# Asked in this order until one succeeds. Clients name it as the model "dynamic/chat".\nroutes:\n  chat:\n${steps.join('\n')}`
}

function chosen({ providers: slugs }: Answers): readonly (readonly [string, Choice])[] {
  return [...new Set(slugs)].flatMap((slug) => {
    const found = choices.get(slug)
    return found === undefined ? [] : [[slug, found] as const]
  })
}
