// All that is measured, in the order in which it is: what nobody waits for comes first.

import { scaleExperiments } from '../scale.ts'
import { bundleBytes } from './bundles.ts'
import { cold } from './cold.ts'
import { commands, rebuilding } from './compiling.ts'
import type { Experiment } from './experiment.ts'
import { held } from './held.ts'
import { memory } from './memory.ts'
import { pages } from './pages.ts'
import { requests } from './requests.ts'
import { steady } from './steady.ts'
import { streams } from './streams.ts'

/** Every experiment. */
export const experiments: readonly Experiment[] = [
  bundleBytes,
  commands,
  ...requests,
  ...streams,
  pages,
  memory,
  steady,
  held,
  cold,
  rebuilding,
  ...scaleExperiments,
]
