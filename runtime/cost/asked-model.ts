// A call that nobody has made yet -> the model that it asks for: as callers name it, else as its body does, else as its path does.

import type { Attempt } from '../exchange.ts'

/** `models/{model}:verb`, `model/{model}/verb`, `deployments/{model}/…`, `@cf/{author}/{model}`. Source: the vendors' API references. */
const IN_PATH = /(?:^|\/)(?:models\/([^/]+):\w+$|(?:model|deployments)\/([^/]+)\/|(@[ch]f\/[^/]+\/[^/]+))/

/** `null`: nothing tells. */
export function askedModel({ model, path }: Pick<Attempt, 'model' | 'path'>, body: string | null): string | null {
  return model ?? modelIn(body) ?? modelOf(path)
}

function modelIn(body: string | null): string | null {
  try {
    const said = JSON.parse(body ?? 'null')
    return typeof said?.model === 'string' ? said.model : null
  } catch {
    return null
  }
}

function modelOf(path: string): string | null {
  const found = IN_PATH.exec(path)
    ?.slice(1)
    .find((part) => part !== undefined)
  try {
    return found === undefined ? null : decodeURIComponent(found)
  } catch {
    return null
  }
}
