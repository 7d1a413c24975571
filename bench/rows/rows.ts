// All rows of the budget, in the order in which they are printed.

import { scaleRows } from '../scale/rows.ts'
import { compileRows } from './compiling.ts'
import { pageRows } from './pages.ts'
import { requestRows } from './requests.ts'
import type { Row } from './row.ts'
import { sizeRows } from './sizes.ts'
import { streamRows } from './streams.ts'

/** Every promise that is held here. */
export const rows: readonly Row[] = [
  ...requestRows,
  ...streamRows,
  ...pageRows,
  ...sizeRows,
  ...compileRows,
  ...scaleRows,
]
