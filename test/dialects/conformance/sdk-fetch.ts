// A body in, the `fetch` of an SDK that gets it as its answer out, without a network.

/** Answers every request with this body: a stream of server-sent events unless it is of another type. */
export function answering(body: string, status = 200, type = 'text/event-stream'): typeof fetch {
  return async () => new Response(body, { status, headers: { 'content-type': type } })
}
