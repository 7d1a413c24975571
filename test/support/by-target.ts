// An upstream that plays several providers: what a request's target has in it decides who answers.

import { type Answer, reply } from './answers.ts'

/** The first name that stands in the target answers: `{ '/one/': reply(), '/two/': hang() }`. Any other gets the plain default. */
export function byTarget(answers: { readonly [name: string]: Answer }): Answer {
  const otherwise = reply()
  return (request, response) => {
    const [, answer = otherwise] = Object.entries(answers).find(([name]) => request.target.includes(name)) ?? []
    return answer(request, response)
  }
}
