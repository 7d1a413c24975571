// The envelope of the management API. Source: the wire contract, "management".

import type { Page } from './parameters.ts'

/** What is told of a list besides its members. */
export interface ListInfo extends Page {
  readonly totalCount: number
}

/** Answers are of one moment, and for who asked alone. */
const headers = { 'cache-control': 'no-store' }

/** A result, or what some calls have in its place (`data`, nothing). */
export function told(said: { readonly [name: string]: unknown }): Response {
  return Response.json({ success: true, errors: [], messages: [], ...said }, { headers })
}

/** A result. */
export function found(result: unknown): Response {
  return told({ result })
}

/** A page of a list. An empty one tells SDKs that they have seen all. */
export function listed(
  result: readonly unknown[],
  { page, perPage, totalCount }: ListInfo,
  more: object = {},
): Response {
  return told({
    result,
    result_info: { count: result.length, page, per_page: perPage, total_count: totalCount, ...more },
  })
}

/** The page of a list that is all at hand. */
export function listedOf<Item>(
  all: readonly Item[],
  { page, perPage }: Page,
  objectOf: (item: Item) => unknown = (item) => item,
): Response {
  const start = (page - 1) * perPage
  const shown = all.slice(start, start + perPage).map(objectOf)
  return listed(shown, { page, perPage, totalCount: all.length })
}
