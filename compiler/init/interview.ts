// Asks what a new gateway should be. Enter takes what stands in brackets; what cannot be is said, and asked again.

import { nearest } from '../diagnostics/suggest.ts'
import { didYouMean, quote } from '../diagnostics/words.ts'
import { choices } from './choices.ts'
import type { Answers } from './project.ts'

/** Puts a question and gives the line that was typed; `null` when there is nobody any more. */
export type Ask = (question: string) => Promise<string | null>

/** The answers, beginning from presets. `null`: whoever was asked went away. */
export async function interview(presets: Answers, ask: Ask): Promise<Answers | null> {
  const id = await answer(ask, 'The gateway’s id, which stands in its address', presets.id, idProblem)
  if (id === null) return null
  const name = await answer(ask, 'The Worker’s name', presets.name, nameProblem)
  if (name === null) return null
  const question = 'Its providers, by commas, in the order in which they are asked'
  const listed = await answer(ask, question, presets.providers.join(', '), (text) => providersProblem(split(text)))
  if (listed === null) return null
  const ci = await answer(ask, 'A workflow that checks and deploys: github or none', presets.ci, ciProblem)
  if (ci === null) return null
  return { ...presets, id, name, providers: split(listed), ci: ci === 'none' ? 'none' : 'github' }
}

async function answer(
  ask: Ask,
  question: string,
  preset: string,
  problemOf: (text: string) => string | null,
): Promise<string | null> {
  let said = ''
  for (;;) {
    const line = await ask(`${said}${question} [${preset}]: `)
    if (line === null) return null
    const text = line.trim() === '' ? preset : line.trim()
    const problem = problemOf(text)
    if (problem === null) return text
    said = `  ${problem}\n`
  }
}

function split(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))]
}

/** Why a text is no id of a gateway; `null`: it is one. */
export function idProblem(text: string): string | null {
  if (/^[A-Za-z0-9-][A-Za-z0-9_-]{0,63}$/.test(text)) return null
  return `${quote(text)} is no id: it has 1 to 64 letters, digits, hyphens and underscores, and no underscore first.`
}

/** Why a text is no name of a Worker; `null`: it is one. */
export function nameProblem(text: string): string | null {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) return null
  return `${quote(text)} is no name of a Worker: it has 1 to 63 lower-case letters, digits and hyphens.`
}

/** Why these cannot be the providers; `null`: they can. */
export function providersProblem(slugs: readonly string[]): string | null {
  const unknown = slugs.find((slug) => !choices.has(slug))
  if (unknown === undefined) return slugs.length === 0 ? 'There is at least one provider.' : null
  const near = didYouMean(nearest(unknown, [...choices.keys()]))
  return `There is no provider ${quote(unknown)}. ${near ?? `There are ${[...choices.keys()].join(', ')}.`}`
}

function ciProblem(text: string): string | null {
  return text === 'github' || text === 'none' ? null : `It is github or none, not ${quote(text)}.`
}
