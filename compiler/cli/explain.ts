// `gatewright explain`: what a diagnostic's code means, why it is not let pass, and an example put right.

import { codes } from '../diagnostics/catalog.ts'
import { explain } from '../diagnostics/explain.ts'
import { nearest } from '../diagnostics/suggest.ts'
import { didYouMean, quote } from '../diagnostics/words.ts'
import { CliError } from './cli-error.ts'
import type { Command } from './command.ts'

/** `gatewright explain <code>` */
export const explainCommand: Command<never> = {
  name: 'explain',
  summary: 'say what a diagnostic means, why, and what to write instead',
  description: `The code is what stands in brackets: error[unknown-key]. The codes are:\n\n${listed(codes)}`,
  argument: { name: 'code', default: null, description: 'the code of a diagnostic' },
  options: {},
  examples: [['gatewright explain unknown-key', 'explain error[unknown-key]']],
  run: async ({ argument }, io) => {
    const text = explain(argument)
    if (text === null) {
      const near = didYouMean(nearest(argument, codes))
      throw new CliError(`There is no code ${quote(argument)}.`, near ?? '"gatewright explain --help" lists the codes.')
    }
    io.out.write(text)
    return 0
  },
}

function listed(names: readonly string[]): string {
  return names.map((name) => `  ${name}`).join('\n')
}
