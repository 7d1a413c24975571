// Comes in: pages. Goes out: the links of each that lead nowhere, as `docs/client.md:12 language.md#nothing`. Relative links must name a
// file of the repository, and an anchor one of the headings of its page, as GitHub makes anchors. Other sites are not asked.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { type Page, root } from './pages.ts'

/** The anchors of a page: its headings in lower case, without punctuation, with hyphens for spaces, and numbered where they repeat. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const [, text = ''] of withoutCode(page).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const plain = text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')
    let anchor = slug
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${count}`
    anchors.add(anchor)
  }
  return anchors
}

/** The links of a page that lead nowhere. */
export function brokenLinks({ path, text }: Page): readonly string[] {
  return linksOf(text).flatMap(({ line, target }) => (leads(path, text, target) ? [] : [`${path}:${line} ${target}`]))
}

/** The relative links of a page, with their lines. */
export function linksOf(text: string): readonly { readonly line: number; readonly target: string }[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((line, index) =>
      [...line.replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({
        line: index + 1,
        target,
      })),
    )
    .filter(({ target }) => !/^[a-z][a-z+.-]*:/.test(target))
}

function leads(from: string, text: string, target: string): boolean {
  const [file = '', anchor] = target.split('#')
  const path = normalize(join(from, '..', file))
  if (file === '') return anchor !== undefined && anchorsOf(text).has(anchor)
  if (path.startsWith('..') || !existsSync(join(root, path))) return false
  if (anchor === undefined) return true
  return statSync(join(root, path)).isFile() && anchorsOf(readFileSync(join(root, path), 'utf8')).has(anchor)
}

/** Lines stay where they are, and what is in fences is gone. */
function withoutCode(text: string): string {
  return text.replace(/^( *)(`{3,}|~{3,}).*\n[\s\S]*?^\1\2 *$/gm, (block) => block.replace(/[^\n]/g, ''))
}
