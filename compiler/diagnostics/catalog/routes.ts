// Codes about routes: chains of providers, their steps, and the time that these may take.

import { entry } from '../entry.ts'
import { didYouMean, either, quote } from '../words.ts'

const providers = `authentication: off
providers:
  openai: {}
  groq: {}
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
  'step-without-body': entry<{ slug: string }>({
    severity: 'error',
    message: ({ slug }) =>
      `${quote(slug)} cannot be a step of a route yet: its API does not take the model in the body.`,
    hint: ({ slug }) =>
      `Call it below /${slug}/…, or put it in a chain with the universal endpoint, where each step has its own path and body.`,
    what: 'A route puts each step’s model into the body that the client sent. This provider has the model in the path, or has no models at all.',
    why: 'The request would reach the provider in a form that it does not understand.',
    before: `authentication: off
providers:
  google-ai-studio: {}
  openai: {}
routes:
  chat: [openai/gpt-4o-mini, google-ai-studio/gemini-2.5-flash]
`,
    after: `authentication: off
providers:
  google-ai-studio: {}
  openai: {}
routes:
  chat: [openai/gpt-4o-mini]
`,
  }),
  'route-of-unlike': entry<{ route: string; slug: string; dialect: string; other: string; otherDialect: string }>({
    severity: 'error',
    message: ({ route, slug, dialect, other, otherDialect }) =>
      `The steps of ${quote(route)} take unlike bodies: ${quote(slug)} speaks the ${dialect} dialect, and ${quote(other)} before it the ${otherDialect} one.`,
    hint: () =>
      'Give each dialect a route of its own, or use the universal endpoint, where each step has its own body.',
    what: 'All steps of a route get the same body, so all of them have to speak one dialect.',
    why: 'What one provider understands the other refuses: the fallback would never help.',
    before: `authentication: off
providers:
  openai: {}
  anthropic: {}
routes:
  chat: [openai/gpt-4o-mini, anthropic/claude-haiku-4-5]
`,
    after: `authentication: off
providers:
  openai: {}
  anthropic: {}
routes:
  chat: [openai/gpt-4o-mini]
  messages: [anthropic/claude-haiku-4-5]
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
