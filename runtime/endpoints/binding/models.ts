// `GET /ai-api/models/search`: the models that the YAML names, in the shape of Workers AI's catalogue. What is not known of them is left
// empty. Source: the wire contract, "bindings"; the platform's types.

import type { LookUp } from '../../locate.ts'
import type { GatewayRecord } from '../../records.ts'
import type { BindingCall, BindingDoor } from './binding.ts'
import { at, offered } from './located.ts'

const MOST_PER_PAGE = 100

/** Of all gateways that bound Workers reach; of one, which `cf-aig-gateway-id` names, for everyone else. */
export const models: BindingDoor = (call) => {
  const { request, query, isBound } = call
  let lines: LookUp = () => undefined
  const locate = at(request.headers.get('cf-aig-gateway-id'), call)
  return {
    request,
    finish: (response) => response,
    surface: {
      locate(lookUp) {
        lines = lookUp
        return isBound ? at(offered(lookUp)[0] ?? null, call)(lookUp) : locate(lookUp)
      },
      door: async ({ gateway }) => {
        const gateways = isBound ? offered(lines).map((id) => lines(id) as GatewayRecord) : [gateway]
        const names = new Set(gateways.flatMap((it) => it.models.map(runName)))
        const found = [...names]
          .sort()
          .map(modelOf)
          .filter((model) => isSought(model, query))
        return Response.json({ success: true, result: inPage(found, query), errors: [], messages: [] })
      },
    },
  }
}

/** As `run` takes it: Workers AI's own go without a provider. */
function runName(name: string): string {
  const slash = name.indexOf('/')
  return name.startsWith('@', slash + 1) ? name.slice(slash + 1) : name
}

function modelOf(name: string) {
  return {
    id: name,
    source: 1,
    name,
    description: '',
    task: { id: '', name: '', description: '' },
    tags: [],
    properties: [],
  }
}

/** A task is known of no model: who asks for one finds none. */
function isSought({ name }: ReturnType<typeof modelOf>, query: BindingCall['query']): boolean {
  const words = query.get('search')?.toLowerCase() ?? ''
  const author = query.get('author')?.toLowerCase() ?? ''
  const isNamed = name.toLowerCase().includes(words)
  return isNamed && !query.get('task') && (author === '' || name.toLowerCase().split('/').includes(author))
}

function inPage<Item>(all: readonly Item[], query: BindingCall['query']): readonly Item[] {
  const size = Math.min(positive(query.get('per_page'), MOST_PER_PAGE), MOST_PER_PAGE)
  const start = (positive(query.get('page'), 1) - 1) * size
  return all.slice(start, start + size)
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? number : otherwise
}
