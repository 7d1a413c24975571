// The Worker where some gateway answers the binding's calls to everyone with a token: they are the binding's whatever the host, all others are
// the gateways' as they came.

import type { Worker } from '../../serve.ts'
import type { Binding } from './binding.ts'

/** The Worker's default export, in front of the gateways' own. */
export function publicSocket(worker: Worker, binding: Binding): Worker {
  return {
    fetch(request, env, context, surface) {
      const start = request.url.indexOf('/', request.url.indexOf('://') + 3)
      const answer = request.url.startsWith('/v1/', start) ? null : binding(request, env, context, false)
      return answer ?? worker.fetch(request, env, context, surface)
    },
  }
}
