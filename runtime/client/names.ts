// What the YAML of one gateway names, as types: the emitted client states them, and everything else here is typed by them. Types only.

/** The API that a provider speaks, where others speak it too. */
export type Dialect = 'openai' | 'anthropic' | 'gemini' | 'bedrock' | 'cohere' | 'workers-ai'

/** The names of one gateway, each kind as a union; `never`: it has none. */
export interface Names {
  readonly routes: string
  /** Models that the YAML names, as `{provider}/{model}`. */
  readonly models: string
  /** Providers whose models the YAML does not list: any name of theirs will do. */
  readonly open: string
  readonly providers: string
  /** Those of them that speak a dialect, by dialect. */
  readonly speaking: { readonly [D in Dialect]?: string }
  /** Tokens that open it. */
  readonly tokens: string
  /** Keys of metadata that limits, budgets or headers are about. */
  readonly metadata: string
}

/**
 * What may stand in `model`: a route, a model that the YAML names, or any other of a provider whose models it does not list. It is written out
 * where it is used: compilers then tell who misspells one which there are. But for the empty record the open names would swallow the known
 * ones, and editors could not complete them.
 */
export type Model<Route extends string, Provider extends string, Known extends string> =
  | `dynamic/${Route}`
  | Known
  | (`${Provider}/${string}` & Record<never, never>)

/** A JSON object of which nothing is known. */
export interface Json {
  readonly [name: string]: unknown
}
