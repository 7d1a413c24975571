// The answer to a run as the binding gives it: a model's own words. Workers AI's API wraps them in an envelope, which its binding does not
// have; and JSON is only parsed where its content type is exactly that. Source: the wire contract, "bindings".

import { objectOf } from '../../dialects/loose.ts'
import { controlPlaneResponse } from '../../problem.ts'
import { jsonHead, parseAnswer } from '../../translation/head.ts'

const JSON_TYPE = /^application\/json\b/i
/** What an answer says of its request, also where its body could not be had. */
const OF_THE_REQUEST = ['cf-aig-request-id', 'cf-aig-event-id', 'cf-aig-log-id', 'cf-aig-step', 'cf-ai-req-id']

/** `isOwn`: it was asked in the API that takes any model's inputs. */
export async function modelAnswer(response: Response, isOwn: boolean): Promise<Response> {
  const { headers } = response
  if (!headers.has('cf-ai-req-id')) headers.set('cf-ai-req-id', headers.get('cf-aig-request-id') ?? '')
  if (!JSON_TYPE.test(headers.get('content-type') ?? '')) return response
  headers.set('content-type', 'application/json')
  return isOwn && response.ok ? unwrapped(response) : response
}

async function unwrapped(response: Response): Promise<Response> {
  try {
    const body = await parseAnswer(response)
    const { success, result } = objectOf(body)
    return jsonHead(response, success === true && result !== undefined ? result : body)
  } catch (thrown) {
    const problem = controlPlaneResponse(thrown)
    for (const name of OF_THE_REQUEST) {
      const value = response.headers.get(name)
      if (value !== null) problem.headers.set(name, value)
    }
    return problem
  }
}
