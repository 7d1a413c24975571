// What a model may be asked for beyond text, and the letters in which models.gen.ts writes it down.

/** A thing that a route may need and a model may have; the names are the language's (`needs`, `capabilities`). */
export type Capability = 'tools' | 'vision' | 'json_schema' | 'stream' | 'reasoning' | 'audio'

const byLetter: { readonly [letter: string]: Capability } = {
  t: 'tools',
  v: 'vision',
  j: 'json_schema',
  s: 'stream',
  r: 'reasoning',
  a: 'audio',
}

/** Every capability, in the order in which people are told of them. */
export const capabilities: readonly Capability[] = Object.values(byLetter)

/** What some letters stand for. */
export function capabilitiesIn(letters: string): readonly Capability[] {
  return [...letters].flatMap((letter) => byLetter[letter] ?? [])
}

/** Whether a word is the name of a capability. */
export function isCapability(word: unknown): word is Capability {
  return capabilities.some((capability) => capability === word)
}
