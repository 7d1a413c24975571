// A request to the unified endpoint: an attempt at the provider that its model names, or at each step of the route.

import { aimsOf } from './aims.ts'
import { apiAt, attemptsAt } from './ask.ts'
import { readObject } from './body.ts'
import { asksForModels } from './models.ts'
import { Refusal } from './refusal.ts'
import { saidByRequest } from './said.ts'
import type { Course, Described, Subject } from './subject.ts'

/** Throws a Refusal in the Worker's own words. A list of models comes to no attempt. */
export function unified(subject: Subject, described: Described): Course {
  const { gateway } = subject
  const { path, query, headers } = described
  if (!gateway.endpoints.compat) {
    throw new Refusal(
      'notFound',
      `Gateway '${gateway.id}' does not offer the unified endpoint (endpoints.compat: off).`,
    )
  }
  if (asksForModels(gateway, described)) return { attempts: [], route: null }
  const api = apiAt(path)
  if (api === null) {
    throw new Refusal('notFound', 'Below /compat are: chat/completions, responses, messages, embeddings and models.')
  }
  const body = readObject(described)
  const aims = aimsOf(subject, body.model)
  const asked = { ...api, query, body, own: null }
  return { attempts: attemptsAt(subject, aims, asked, saidByRequest(headers), null), route: aims.route }
}
