// A request, and what another side understood of it, in; the names under which something of it must, may or must not be told as lost out.
// Says only whether a thing is still there: what it became is for the stand-ins to say.

import type {
  AssistantPart,
  CacheControl,
  ChatRequest,
  Message,
  Reasoning,
  UserPart,
} from '../../runtime/dialects/chat.ts'

/** `either`: it is said in another way, which some call a loss and some do not. */
export type Fate = 'kept' | 'lost' | 'either'

/** One thing that a request may say. */
export interface Fact {
  /** Names that tell of its loss, as callers know them. */
  readonly names: RegExp
  /** `body`: what was written, as text. */
  readonly fate: (before: ChatRequest, after: ChatRequest, body: string) => Fate
}

type Part = UserPart | AssistantPart

const partsOf = (request: ChatRequest): readonly Part[] =>
  request.messages.flatMap((message: Message): readonly Part[] => message.content)

const ofKind = <Kind extends Part['kind']>(request: ChatRequest, kind: Kind) =>
  partsOf(request).filter((part): part is Extract<Part, { kind: Kind }> => part.kind === kind)

/** Whether each of the former is among the latter, as often. */
function areKept(before: readonly unknown[], after: readonly unknown[]): Fate {
  const left = after.map((value) => JSON.stringify(value))
  const isLost = before.some((value) => {
    const at = left.indexOf(JSON.stringify(value))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  return isLost ? 'lost' : 'kept'
}

/** A list of what is said: lost where one of it is. */
function each(names: RegExp, values: (request: ChatRequest) => readonly unknown[]): Fact {
  return { names, fate: (before, after) => areKept(values(before), values(after)) }
}

/** A field of the request; `nothing` are values that ask for what is done anyway. */
function field(names: RegExp, value: (request: ChatRequest) => unknown, ...nothing: readonly unknown[]): Fact {
  return {
    names,
    fate: (before, after) => {
      const [asked, understood] = [value(before) ?? null, value(after) ?? null]
      if (asked === null || JSON.stringify(asked) === JSON.stringify(understood)) return 'kept'
      return nothing.includes(asked) ? 'either' : 'lost'
    },
  }
}

/** Words may be joined, moved in front and trimmed, but not left out. */
function words(names: RegExp, roles: readonly Message['role'][]): Fact {
  const said = ({ messages }: ChatRequest): readonly string[] =>
    messages
      .filter(({ role }) => roles.includes(role))
      .flatMap(({ content }) => content as readonly Part[])
      .flatMap((part) => (part.kind === 'text' || part.kind === 'refusal' ? [part.text.trim()] : []))
  return {
    names,
    fate: (before, after) => {
      const all = said(after).join('\n')
      return said(before).every((text) => all.includes(text)) ? 'kept' : 'lost'
    },
  }
}

function marksOf(all: readonly object[]): readonly CacheControl[] {
  return all.flatMap((it) =>
    'cacheControl' in it && it.cacheControl !== null ? [it.cacheControl as CacheControl] : [],
  )
}

function countMarks(request: ChatRequest): number {
  return marksOf([...partsOf(request), ...request.tools]).length
}

function sourceOf(part: Part): string | null {
  return 'source' in part ? (Object.values(part.source).at(-1) as string) : null
}

function sourcesIn(request: ChatRequest): readonly (string | null)[] {
  return partsOf(request).map(sourceOf)
}

/** How often each source is there. */
function timesOf(request: ChatRequest, source: string | null): number {
  return sourcesIn(request).filter((some) => some === source).length
}

/** A picture by its address may be a file to those who tell them apart by their types, and the other way round. */
function media(kind: 'image' | 'file'): Fact {
  const other = kind === 'image' ? 'file' : 'image'
  return {
    names: new RegExp(`^messages\\.${kind}`),
    fate: (before, after) => {
      const missing = ofKind(before, kind)
        .map(sourceOf)
        .filter((source) => timesOf(after, source) < timesOf(before, source))
      if (missing.length === 0) return 'kept'
      return missing.every((source) => ofKind(before, other).map(sourceOf).includes(source)) ? 'either' : 'lost'
    },
  }
}

const schemaOf = ({ format }: ChatRequest) => (format?.kind === 'schema' ? format : null)

/** What a fact is of, for messages of failing tests, and the fact. */
export const facts: { readonly [name: string]: Fact } = {
  instructions: words(/^$/, ['system', 'developer']),
  questions: words(/^$/, ['user']),
  answers: words(/^$/, ['assistant']),
  results: words(/^$/, ['tool', 'user']),
  thoughts: each(/^(?:messages\.)?reasoning/, (request) => [
    ofKind(request, 'reasoning')
      .map(({ text }) => text)
      .join(''),
  ]),
  thoughtSignatures: each(/^(?:messages\.)?reasoning/, (request) =>
    ofKind(request, 'reasoning').flatMap(({ signature }) => (signature === null ? [] : [signature])),
  ),
  redactedThoughts: each(/^(?:messages\.)?reasoning/, (request) => ofKind(request, 'redacted_reasoning')),
  calls: each(/^$/, (request) => ofKind(request, 'tool_call').map(({ id, name, arguments: json }) => [id, name, json])),
  callSignatures: each(/^messages\.tool_calls\./, (request) =>
    ofKind(request, 'tool_call').flatMap(({ signature }) => (signature === null ? [] : [signature])),
  ),
  images: media('image'),
  imageDetails: each(/^messages\.image/, (request) =>
    ofKind(request, 'image').flatMap(({ detail }) => (detail === null || detail === 'auto' ? [] : [detail])),
  ),
  recordings: each(/^messages\.audio/, (request) => ofKind(request, 'audio')),
  files: media('file'),
  fileNames: {
    names: /^messages\.file/,
    // Some take letters only.
    fate: (before, _, body) => {
      const names = ofKind(before, 'file').flatMap(({ name }) => /[a-z ]{5,}/.exec(name ?? '') ?? [])
      return names.every((name) => body.includes(name)) ? 'kept' : 'lost'
    },
  },
  marks: {
    names: /^cache_control/,
    fate: (before, after) => {
      // What is not there needs no mark, and a result needs no more than one.
      const isThere = (part: Part): boolean =>
        part.kind === 'text'
          ? part.text.trim() !== ''
          : timesOf(after, sourceOf(part)) >= timesOf(before, sourceOf(part))
      const all = before.messages.flatMap(({ role, content }) => {
        const marks = marksOf((content as readonly Part[]).filter(isThere))
        return role === 'tool' ? marks.slice(-1) : marks
      })
      const marks = [...all, ...marksOf(before.tools.filter(({ name }) => after.tools.some((it) => it.name === name)))]
      const found = [...marksOf(partsOf(after)), ...marksOf(after.tools)]
      if (areKept(marks, found) === 'kept') return marks.length === countMarks(before) ? 'kept' : 'either'
      return found.length < marks.length ? 'lost' : 'either'
    },
  },
  speakers: each(/^messages\.name$/, ({ messages }) =>
    messages.flatMap((message) => (message.role !== 'tool' && message.name !== null ? [message.name] : [])),
  ),
  errors: each(/^messages\.is_error$/, ({ messages }) =>
    messages.flatMap((message) => (message.role === 'tool' && message.isError ? [message.callId] : [])),
  ),
  toolNames: {
    names: /^$/,
    // Of tools that must not be called, or of which one must be, some APIs are told no more than that.
    fate: (before, after) => {
      const fate = areKept(
        before.tools.map(({ name }) => name),
        after.tools.map(({ name }) => name),
      )
      return fate === 'lost' && /^(?:none|tool)$/.test(before.toolChoice?.kind ?? '') ? 'either' : fate
    },
  },
  toolDescriptions: {
    names: /^$/,
    fate: (before, after) =>
      areKept(
        before.tools
          .filter(({ name, description }) => description?.trim() && after.tools.some((tool) => tool.name === name))
          .map(({ description }) => description),
        after.tools.map(({ description }) => description),
      ),
  },
  strictTools: {
    names: /^tools\.strict$/,
    fate: (before, after) => {
      const strict = (request: ChatRequest) => request.tools.filter((tool) => tool.strict === true).length
      const offered = before.tools.filter(({ name }) => after.tools.some((tool) => tool.name === name))
      return strict(after) < offered.filter((tool) => tool.strict === true).length
        ? 'lost'
        : strict(before) === 0
          ? 'kept'
          : 'either'
    },
  },
  toolChoice: {
    names: /^tool_choice$/,
    fate: ({ toolChoice: asked, tools }, after) => {
      if (asked === null || asked.kind === 'auto') return 'either'
      if (JSON.stringify(asked) === JSON.stringify(after.toolChoice)) return 'kept'
      // To have to call the only tool is to have to call this one.
      const isOnly = asked.kind === 'tool' && after.tools.length === 1 && after.toolChoice?.kind === 'required'
      return isOnly && tools.some(({ name }) => name === after.tools[0]?.name) ? 'kept' : 'either'
    },
  },
  parallel: {
    names: /^parallel_tool_calls$/,
    fate: ({ parallelToolCalls: asked, toolChoice }, { parallelToolCalls: said }, body) => {
      if (asked === null || asked === said) return 'kept'
      if (!asked && body.includes('"disable_parallel_tool_use":true')) return 'kept'
      return asked || toolChoice?.kind === 'none' ? 'either' : 'lost'
    },
  },
  format: {
    names: /^response_format$/,
    fate: ({ format: asked, toolChoice }, { format: said }) => {
      if (asked === null || asked.kind === said?.kind) return 'kept'
      // A call that must come is all of the answer.
      return toolChoice?.kind === 'required' || toolChoice?.kind === 'tool' ? 'either' : 'lost'
    },
  },
  schema: {
    names: /^response_format/,
    fate: (before, after) => {
      const [asked, said] = [schemaOf(before), schemaOf(after)]
      if (asked === null || said === null) return 'either'
      return Object.keys(asked.schema).every((key) => key in said.schema) ? 'kept' : 'lost'
    },
  },
  schemaDescription: {
    names: /^response_format/,
    fate: (before, after) => {
      const [asked, said] = [schemaOf(before), schemaOf(after)]
      return asked === null || said === null || asked.description === said.description ? 'kept' : 'lost'
    },
  },
  reasoning: {
    names: /^(?:reasoning|thinking)/,
    fate: ({ reasoning: asked, model }, { reasoning: said }) => {
      if (asked === null || JSON.stringify(asked) === JSON.stringify(said)) return 'kept'
      // Who never thinks need not be told to rest.
      if (asked.enabled === false) return rests(said) ? 'kept' : /llama/.test(model) ? 'either' : 'lost'
      return said === null || rests(said) ? 'lost' : 'either'
    },
  },
  maxTokens: field(/^max_(?:completion_)?tokens$/, ({ maxTokens }) => maxTokens),
  temperature: field(/^temperature$/, ({ temperature }) => temperature, 1),
  topP: {
    names: /^top_p$/,
    fate: ({ topP: asked }, { topP: said }) => {
      if (asked === null || asked === said) return 'kept'
      // The nearest that is taken, a hundredth away, is as good.
      return asked === 1 || (said !== null && Math.abs(asked - said) <= 0.01) ? 'either' : 'lost'
    },
  },
  topK: field(/^top_k$/, ({ topK }) => topK),
  frequencyPenalty: field(/^frequency_penalty$/, ({ frequencyPenalty }) => frequencyPenalty, 0),
  presencePenalty: field(/^presence_penalty$/, ({ presencePenalty }) => presencePenalty, 0),
  seed: field(/^seed$/, ({ seed }) => seed),
  stop: each(/^stop$/, ({ stop }) => stop),
  choices: field(/^n$/, ({ choices }) => choices, 1),
  logprobs: field(/^logprobs$/, ({ logprobs }) => (logprobs === null ? null : true)),
  topLogprobs: field(/^(?:top_)?logprobs$/, ({ logprobs }) => logprobs?.top, 0),
  user: field(/^user$/, ({ user }) => user),
}

function rests(reasoning: Reasoning | null): boolean {
  return reasoning?.enabled === false || reasoning?.effort === 'none'
}
