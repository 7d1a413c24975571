// What is asked, in the one shape that every load generator takes.

/** A POST, the same each time; `distinct` puts a number that never repeats where the body has {@link NUMBER}. */
export interface Ask {
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  readonly distinct: boolean
}

/** Stands in a body for a number of as many digits. */
export const NUMBER = '000000000000'

let runs = 0

/** A number that no other run of this process begins with. */
export function seed(): number {
  runs++
  return runs * 1_000_000_000
}
