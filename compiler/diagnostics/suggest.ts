// From a word that is not known to the known words it may have meant, nearest first.

import leven from 'leven'

const most = 3

/** At most three of the candidates: those a slip away, and those that contain the word or are contained in it. */
export function nearest(word: string, candidates: readonly string[]): readonly string[] {
  const wanted = plain(word)
  if (wanted === '' || wanted.length > 100) return []
  const ranked = candidates
    .map((candidate) => ({ candidate, rank: distance(wanted, plain(candidate)) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || (a.candidate < b.candidate ? -1 : 1))
  return ranked.slice(0, most).map(({ candidate }) => candidate)
}

function distance(wanted: string, known: string): number | null {
  const slips = leven(wanted, known)
  const length = Math.max(wanted.length, known.length)
  // Two letters that changed places are two slips.
  if (slips <= Math.max(length >= 4 ? 2 : 1, Math.floor(length / 3))) return slips
  const [short, long] = wanted.length < known.length ? [wanted, known] : [known, wanted]
  // A part of at least three letters: `azure` for `azure-openai`, `base_url` for `url`.
  return short.length >= 3 && long.includes(short) ? long.length - short.length + 1 : null
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
