// Pieces of a JSON object in, whether it has ended out: in time linear in the text, without parsing it.

/** For one object. True from the piece that has its last brace. */
export function jsonEnd(): (piece: string) => boolean {
  let depth = 0
  let isInText = false
  let isEscaped = false
  let hasEnded = false
  return (piece) => {
    for (const character of piece) {
      if (isEscaped) isEscaped = false
      else if (isInText) {
        if (character === '\\') isEscaped = true
        else if (character === '"') isInText = false
      } else if (character === '"') isInText = true
      else if (character === '{' || character === '[') depth++
      else if (character === '}' || character === ']') hasEnded ||= --depth === 0
    }
    return hasEnded
  }
}
