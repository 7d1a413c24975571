// Codes about a file as bytes, before it is YAML: its size, its encoding, the characters in it.

import { entry, smallest } from '../entry.ts'
import { count } from '../words.ts'

/** What can be wrong with bytes. */
export const documentCodes = {
  'not-utf8': entry<{ guess: string | null }>({
    severity: 'error',
    message: ({ guess }) => `The file is not UTF-8 text${guess === null ? '' : `; it looks like ${guess}`}.`,
    hint: () => 'Save it as UTF-8.',
    what: 'The file holds bytes that are not UTF-8.',
    why: 'Read with another encoding, header values and names would reach providers as other characters than were written.',
    before: `description: Café
${smallest}`,
    encoding: 'latin1',
    after: `description: Café
${smallest}`,
  }),
  'file-too-large': entry<{ amount: number; limit: number; unit: 'byte' | 'token' }>({
    severity: 'error',
    message: ({ amount, limit, unit }) =>
      unit === 'byte'
        ? `The file has ${count(amount, 'byte')}; a gateway file has ${count(limit, 'byte')} at most.`
        : `The file has more than ${count(limit, 'piece')} of YAML; a gateway file has no more than that.`,
    hint: () => 'Look for data that is no configuration. What gateways share goes into a fragment.',
    what: 'The file is far larger than a gateway can be.',
    why: 'It is usually a log or an export that got its name by mistake. It is not parsed, so that checking stays quick on any input.',
    before: `${smallest}# ${'x'.repeat(1024 * 1024)}
`,
    after: smallest,
  }),
  'control-character': entry<{ character: string }>({
    severity: 'error',
    message: ({ character }) => `The character ${character} cannot stand in YAML.`,
    hint: () => 'Remove it, or write it as an escape in double quotes.',
    what: 'The text holds a control character other than tab and line break.',
    why: 'YAML forbids them because no editor shows them: what one reads is not what is there.',
    before: `description: Support\u0000 bot
${smallest}`,
    after: `description: Support bot
${smallest}`,
  }),
} as const
