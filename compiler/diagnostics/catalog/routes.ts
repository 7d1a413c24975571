// Codes about routes: chains of providers, their steps and models, what these can serve, and the time that they may take.

import { entry } from '../entry.ts'
import { didYouMean, either, quote } from '../words.ts'

const providers = `authentication: off
providers:
  openai: {}
  groq: {}
`

const capable = `authentication: off
providers:
  openai: {}
  custom-vllm: { url: https://vllm.example.com/v1, dialect: openai }
`

/** Codes of routes. */
export const routeCodes = {
  'route-name': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${quote(name)} cannot be the name of a route.`,
    hint: () => 'Names are 1 to 64 letters, digits, hyphens and underscores.',
    what: 'A route is called by its name, as a part of a path: /dynamic/<name>/….',
    why: 'Other characters would arrive percent-encoded, or as another path.',
    before: `${providers}routes:
  my chat: [openai/gpt-4o-mini]
`,
    after: `${providers}routes:
  my-chat: [openai/gpt-4o-mini]
`,
  }),
  'step-model': entry<{ text: string; lacking: 'provider' | 'model'; candidate: string }>({
    severity: 'error',
    message: ({ text, lacking }) =>
      `${quote(text)} names ${lacking === 'provider' ? 'a model without its provider' : 'a provider without a model'}.`,
    hint: ({ text, lacking, candidate }) =>
      lacking === 'provider'
        ? `Write the provider before it, such as ${quote(`${candidate}/${text.replace(/^\/+/, '') || 'model'}`)}.`
        : 'Write one of its models behind the slash.',
    what: 'A step names a provider of the gateway and one of its models: `provider/model`. The model may have slashes of its own.',
    why: 'The same model can be had from several providers, at other prices and with other keys.',
    before: `${providers}routes:
  chat: [gpt-4o-mini]
`,
    after: `${providers}routes:
  chat: [openai/gpt-4o-mini]
`,
  }),
  'step-provider': entry<{
    slug: string
    gateway: string
    nearest: readonly string[]
    offered: readonly string[]
    exists: boolean
  }>({
    severity: 'error',
    message: ({ slug, gateway }) => `The gateway ${quote(gateway)} has no provider ${quote(slug)}.`,
    hint: ({ slug, nearest, offered, exists }) =>
      exists
        ? `Add it under \`providers\`: \`${slug}: {}\`.`
        : (didYouMean(nearest) ?? `It has ${either(offered.map(quote))}.`),
    what: 'A step names a provider that is not listed under the gateway’s `providers`.',
    why: 'The step could only fail: nothing says where the provider is or with which key it is called.',
    before: `${providers}routes:
  chat: [opnai/gpt-4o-mini]
`,
    after: `${providers}routes:
  chat: [openai/gpt-4o-mini]
`,
  }),
  'unknown-model': entry<{
    slug: string
    model: string
    near: readonly string[]
    others: readonly string[]
    needs: readonly string[]
  }>({
    severity: 'warning',
    message: ({ slug, model }) => `Nothing is known of a model ${quote(model)} of ${quote(slug)}.`,
    hint: ({ slug, model, near, others, needs }) =>
      `${didYouMean(near) ?? `Known ones are ${others.map(quote).join(', ')}.`} If the name is right, ${
        needs.length === 0 ? `list it under \`providers.${slug}.models\`.` : vouching(slug, model, needs)
      }`,
    what: 'A step names a model that is not in the list of its provider’s models that Gatewright comes with. The list has a date, and dated names, variants and fine-tuned models are told by what they are made of.',
    why: 'Most often it is a slip, which the provider would answer with 404; a model may also be newer than the list, so it is not an error.',
    before: `${providers}routes:
  chat: [openai/gpt-4o-minni]
`,
    after: `${providers}routes:
  chat: [openai/gpt-4o-mini]
`,
  }),
  'need-lacking': entry<{
    route: string
    slug: string
    model: string
    lacking: readonly string[]
    able: readonly string[]
    vouch: readonly string[] | null
  }>({
    severity: 'error',
    message: ({ route, slug, model, lacking }) =>
      `${quote(`${slug}/${model}`)} cannot serve the route ${quote(route)}: it has no ${either(lacking)}.`,
    hint: ({ slug, model, able, vouch }) =>
      [
        able.length === 0
          ? `No model known of ${quote(slug)} can.`
          : `Of ${quote(slug)}, ${either(able.map(quote))} can.`,
        ...(vouch === null ? [] : [`If this one can after all, ${vouching(slug, model, vouch)}`]),
      ].join(' '),
    what: 'A route says under `needs` what requests to it ask of a model, and one of its steps has a model that is known to lack some of it.',
    why: 'When the steps before it have failed, this one could only refuse the request, or answer as if what it cannot do had not been asked for.',
    before: `${capable}routes:
  chat:
    needs: [vision]
    steps: [openai/gpt-4o-mini, openai/gpt-3.5-turbo]
`,
    after: `${capable}routes:
  chat:
    needs: [vision]
    steps: [openai/gpt-4o-mini, openai/gpt-4.1-nano]
`,
  }),
  'need-unproven': entry<{
    route: string
    slug: string
    model: string
    unproven: readonly string[]
    vouch: readonly string[]
  }>({
    severity: 'warning',
    message: ({ route, slug, model, unproven }) =>
      `It is not known whether ${quote(`${slug}/${model}`)} has ${either(unproven)}, which the route ${quote(route)} needs.`,
    hint: ({ slug, model, vouch }) => `If it has, ${vouching(slug, model, vouch)}`,
    what: 'A route says under `needs` what requests to it ask of a model, and of one of its steps’ models nobody says whether it has that.',
    why: 'What `needs` promises is proven before anything is deployed. Of a provider of your own, only you can say what its models do.',
    before: `${capable}routes:
  chat:
    needs: [tools]
    steps: [openai/gpt-4o-mini, custom-vllm/llama]
`,
    after: `authentication: off
providers:
  openai: {}
  custom-vllm:
    url: https://vllm.example.com/v1
    dialect: openai
    models: [{ name: llama, capabilities: [tools, stream] }]
routes:
  chat:
    needs: [tools]
    steps: [openai/gpt-4o-mini, custom-vllm/llama]
`,
  }),
  'duplicate-model': entry<{ slug: string; model: string }>({
    severity: 'error',
    message: ({ slug, model }) => `${quote(slug)} has the model ${quote(model)} in its list twice.`,
    hint: () => 'Remove one of them.',
    what: 'A provider’s `models` names a model more than once.',
    why: 'Where the two say different things of it, nobody could tell which holds.',
    before: `authentication: off
providers:
  openai: { models: [gpt-4o, { name: gpt-4o, capabilities: [tools] }] }
`,
    after: `authentication: off
providers:
  openai: { models: [{ name: gpt-4o, capabilities: [tools] }] }
`,
  }),
  'step-without-chat': entry<{ slug: string; able: readonly string[]; unable: readonly string[] }>({
    severity: 'error',
    message: ({ slug }) => `${quote(slug)} cannot be a step of a route: its API has no chats.`,
    hint: ({ slug, able, unable }) =>
      `${able.length === 0 ? `Every provider but ${unable.join(', ')} can` : `Of this gateway’s providers ${able.map(quote).join(', ')} can`}. Call ${quote(slug)} below /${slug}/…, or put it in a chain with the universal endpoint, where each step has its own path and body.`,
    what: 'A route is asked as a chat, and each step is asked for its model in its provider’s own words. This provider’s API is for speech, images or jobs.',
    why: 'There are no words for a chat in such an API: the step could only fail.',
    before: `authentication: off
providers:
  deepgram: {}
  openai: {}
routes:
  chat: [openai/gpt-4o-mini, deepgram/nova-3]
`,
    after: `authentication: off
providers:
  deepgram: {}
  openai: {}
routes:
  chat: [openai/gpt-4o-mini]
`,
  }),
  'step-incomplete': entry<{ slug: string; missing: readonly string[] }>({
    severity: 'error',
    message: ({ slug, missing }) =>
      `${quote(slug)} cannot be asked for a model: nothing says its ${missing.map(quote).join(' and ')}.`,
    hint: ({ slug, missing }) =>
      `Add ${missing.length === 1 ? 'it' : 'them'} under \`providers\`: \`${slug}: { ${missing.map((name) => `${name}: …`).join(', ')} }\`.`,
    what: 'This provider’s address has parts that a native request names in its path. A step is asked by its model alone, so the YAML has to state them.',
    why: 'There is nowhere to send the request: the step could only fail.',
    before: `authentication: off
providers:
  azure-openai: {}
routes:
  chat: [azure-openai/gpt-4o]
`,
    after: `authentication: off
providers:
  azure-openai: { resource: my-resource }
routes:
  chat: [azure-openai/gpt-4o]
`,
  }),
  'step-repeated': entry<{ model: string }>({
    severity: 'error',
    message: ({ model }) => `This step is an earlier one again: ${quote(model)}, asked in the same way.`,
    hint: () => 'Remove it. To ask a provider more than once, write `retries: { attempts: 3 }`.',
    what: 'Two steps of a route say exactly the same.',
    why: 'When the first has failed, after all its attempts, the second can only do the same: it costs time and helps nobody.',
    before: `${providers}routes:
  chat:
    - openai/gpt-4o-mini
    - { model: openai/gpt-4o-mini }
`,
    after: `${providers}routes:
  chat:
    - { model: openai/gpt-4o-mini, retries: { attempts: 2 } }
`,
  }),
  'step-unreachable': entry<{ slug: string }>({
    severity: 'error',
    message: ({ slug }) => `This step is never reached: ${quote(slug)} before it always answers.`,
    hint: ({ slug }) => `Put ${quote(slug)} last, or remove what follows it.`,
    what: 'A route goes on to its next step when one fails, and a built-in provider does not fail.',
    why: 'Whoever reads the route counts on a fallback that does not exist.',
    before: `authentication: off
providers:
  echo: {}
  openai: {}
routes:
  chat: [echo/echo, openai/gpt-4o-mini]
`,
    after: `authentication: off
providers:
  echo: {}
  openai: {}
routes:
  chat: [openai/gpt-4o-mini, echo/echo]
`,
  }),
  'deadline-before-steps': entry<{ route: string; sum: string; deadline: string; addends: readonly string[] }>({
    severity: 'warning',
    message: ({ route, sum, deadline, addends }) =>
      `The steps of ${quote(route)} may take ${sum}, and after ${deadline} the request is over: ${addends.join('; ')}.`,
    hint: () => 'Shorten the timeouts, allow fewer attempts, or set a later `deadline`.',
    what: 'Each attempt may take as long as its timeout, and between attempts there are delays. Together that is more than the deadline.',
    why: 'When providers hang, the last steps are cut short or never tried, although they are what the route is for.',
    before: `${providers}routes:
  chat:
    deadline: 30s
    steps:
      - { model: openai/gpt-4o-mini, timeout: 20s }
      - { model: groq/llama-3.3-70b-versatile, timeout: 20s }
`,
    after: `${providers}routes:
  chat:
    deadline: 30s
    steps:
      - { model: openai/gpt-4o-mini, timeout: 15s }
      - { model: groq/llama-3.3-70b-versatile, timeout: 15s }
`,
  }),
} as const

/** How to say in YAML that a model can do something. */
function vouching(slug: string, model: string, capabilities: readonly string[]): string {
  return `say so under \`providers.${slug}.models\`: \`- { name: ${quote(model)}, capabilities: [${capabilities.join(', ')}] }\`.`
}
