// Names that are wanted of modules in, the text that declares them and all that they stand on out: what nobody uses is not there, and no
// import is left. Each module's part begins with the module's own opening words.

import { posix } from 'node:path'
import { type Declarations, declarationReader } from '../module.ts'

/** Names wanted of a module, by its path below the runtime. */
export interface Wanted {
  readonly path: string
  readonly names: readonly string[]
}

/** Modules here are the client's own; of others it may be a small part that is wanted, which their opening words are not about. */
const OWN = 'client/'

/**
 * `read` gives the text of a module; `taken` are the names that stand in the client already. The same wishes give the same text.
 */
export function link(wanted: readonly Wanted[], read: (path: string) => string, taken: readonly string[]): string {
  const parse = declarationReader()
  const modules = new Map<string, { readonly declared: Declarations; readonly used: Set<number> }>()
  const owners = new Map<string, string>(taken.map((name) => [name, 'the YAML']))

  function moduleAt(path: string) {
    const known = modules.get(path)
    if (known !== undefined) return known
    const module = { declared: parse(path, read(path)), used: new Set<number>() }
    modules.set(path, module)
    return module
  }

  function take(path: string, name: string): void {
    const { declared, used } = moduleAt(path)
    const index = declared.declarations.findIndex(({ names }) => names.includes(name))
    const declaration = declared.declarations[index]
    if (declaration === undefined) throw new Error(`unreachable: ${path} declares no '${name}'`)
    if (used.has(index)) return
    used.add(index)
    for (const own of declaration.names) claim(own, path)
    for (const use of declaration.uses) {
      const from = declared.imports.get(use)
      if (from !== undefined) take(posix.join(posix.dirname(path), from), use)
      else if (declared.declarations.some(({ names }) => names.includes(use))) take(path, use)
    }
  }

  /** In one file there is one of each name. */
  function claim(name: string, path: string): void {
    const owner = owners.get(name)
    if (owner !== undefined && owner !== path)
      throw new Error(`unreachable: ${owner} and ${path} both declare '${name}'`)
    owners.set(name, path)
  }

  for (const { path, names } of wanted) for (const name of names) take(path, name)
  return [...modules]
    .filter(([, { used }]) => used.size > 0)
    .map(
      ([
        path,
        {
          declared: { header, declarations },
          used,
        },
      ]) => {
        const texts = declarations.filter((_, index) => used.has(index)).map(({ text }) => text)
        const isAbout = path.startsWith(OWN) || used.size === declarations.length
        return [...(isAbout ? [header] : []), ...texts].join('\n\n')
      },
    )
    .join('\n\n')
}
