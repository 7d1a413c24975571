// A difference in the form that was asked for.

import type { Difference } from './difference.ts'
import { renderJson } from './show/json.ts'
import { renderMarkdown } from './show/markdown.ts'
import { type Canvas, renderText } from './show/text.ts'

/** `text`, `json` or `markdown`; anything else is text. */
export function render(difference: Difference, format: string, canvas: Canvas): string {
  if (format === 'json') return renderJson(difference)
  if (format === 'markdown') return renderMarkdown(difference)
  return renderText(difference.changes, canvas, difference.sizes)
}
