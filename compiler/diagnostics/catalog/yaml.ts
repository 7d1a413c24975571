// Codes about the text as YAML: what cannot be parsed, and what YAML allows but a gateway file does not.
// Each entry is whole: its sentences, its explanation and an example that a test runs.

import { entry, smallest } from '../entry.ts'
import { count, quote } from '../words.ts'

/** What can be wrong with a text as YAML. */
export const yamlCodes = {
  'yaml-syntax': entry<{ problem: string; advice: string }>({
    severity: 'error',
    message: ({ problem }) => problem,
    hint: ({ advice }) => advice,
    what: 'The text is not YAML: where the message points, the parser could not go on as the text suggests.',
    why: 'A guess at what was meant could open a gateway that was meant to be closed. Nothing else in the file is checked until it parses.',
    before: `authentication: off
providers:
  echo: {
`,
    after: smallest,
  }),
  'duplicate-key': entry<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `The key ${quote(key)} is given twice in one map.`,
    hint: () => 'Keep one of the two.',
    what: 'One map has the same key twice.',
    why: 'YAML allows a key once. Parsers that let it pass keep one of the two in silence, and it is rarely the one that was meant.',
    before: `authentication: off
timeout: 10s
providers:
  echo: {}
timeout: 30s
`,
    after: `authentication: off
timeout: 30s
providers:
  echo: {}
`,
  }),
  'too-deep': entry<{ limit: number }>({
    severity: 'error',
    message: ({ limit }) => `The text nests deeper than ${limit} levels.`,
    hint: () => 'A gateway needs six levels. Look for a bracket that is never closed, or for `- - -` on one line.',
    what: 'Maps and lists stand in one another deeper than any gateway needs.',
    why: 'Text that nests without end is how a parser is made to exhaust its stack. The limit keeps checking quick on any input.',
    before: `authentication: off
providers: ${'['.repeat(70)}${']'.repeat(70)}
`,
    after: smallest,
  }),
  'too-many-aliases': entry<{ limit: number }>({
    severity: 'error',
    message: ({ limit }) => `With its aliases followed, the file has more than ${count(limit, 'value')}.`,
    hint: () => 'Write the values out, or use `extends` and a fragment for what several gateways share.',
    what: 'Aliases that refer to lists of aliases multiply: a few lines become billions of values.',
    why: 'Following them would take all memory. The limit is far above what any gateway needs.',
    before: `a: &a [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
`,
    after: smallest,
  }),
  'unresolved-alias': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `The alias ${quote(`*${name}`)} refers to no anchor before it.`,
    hint: ({ name }) =>
      `Write ${quote(`&${name}`)} before the value it stands for, or put the text in quotes if it is no alias.`,
    what: 'A value that begins with `*` is an alias for a value marked with `&` earlier in the same file.',
    why: 'Without the anchor there is nothing to put in its place. Anchors do not reach from one file to another; `extends` does.',
    before: `authentication: off
providers:
  openai: { timeout: *slow }
`,
    after: `authentication: off
timeout: &slow 30s
providers:
  openai: { timeout: *slow }
`,
  }),
  'cyclic-alias': entry<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `The alias ${quote(`*${name}`)} stands inside the value it refers to.`,
    hint: () => 'Write the value out.',
    what: 'A value contains itself by way of an alias.',
    why: 'Such a value has no end.',
    before: `authentication: off
providers: &all
  echo: {}
  openai: *all
`,
    after: smallest,
  }),
  'merge-value': entry({
    severity: 'error',
    message: () => 'The merge key `<<` takes a map, or a list of maps.',
    hint: () => 'Merge an alias of a map: `<<: *defaults`.',
    what: '`<<` puts the keys of another map into this one.',
    why: 'Nothing else than a map has keys to merge.',
    before: `authentication: off
timeout: &slow 30s
providers:
  openai:
    <<: *slow
`,
    after: `authentication: off
providers:
  anthropic: &slow { timeout: 30s }
  openai:
    <<: *slow
`,
  }),
  'yaml-tag': entry<{ tag: string }>({
    severity: 'error',
    message: ({ tag }) => `The tag ${quote(tag)} means nothing here.`,
    hint: () => 'Remove it. To name a secret, write `{ secret: NAME }`.',
    what: 'A word that begins with `!` is a YAML tag. Gatewright knows only the standard ones, such as `!!str`.',
    why: 'Other tools give tags meanings of their own (`!secret`, `!env`). Ignoring one here would take its text for the value.',
    before: `authentication: off
providers:
  openai:
    key: !secret OPENAI_API_KEY
`,
    after: `authentication: off
providers:
  openai:
    url: !!str https://api.openai.com/v1
`,
  }),
  'yaml-directive': entry<{ directive: string }>({
    severity: 'error',
    message: ({ directive }) => `The directive ${quote(directive)} is not used in gateway files.`,
    hint: () => 'Remove the line. Files are read as YAML 1.2.',
    what: 'A line that begins with `%` before the document is a YAML directive.',
    why: '`%YAML 1.1` would change what `on`, `off` and numbers mean, so that a file says something else than it seems to.',
    before: `%YAML 1.1
---
${smallest}`,
    after: smallest,
  }),
  'yaml-documents': entry({
    severity: 'error',
    message: () => 'A second YAML document begins here.',
    hint: () => 'Give each gateway a file of its own: the id is the file’s name.',
    what: 'A line of `---` after the first document begins another one.',
    why: 'One file is one gateway. A second document would have no id.',
    before: `${smallest}---
${smallest}`,
    after: smallest,
  }),
} as const
