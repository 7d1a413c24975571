// Where a deployment's key is: stated, shared by name, AWS' and Google's own forms, or the variable that LiteLLM reads by itself.

import { keyPath, secretName } from '../draft/keys.ts'
import type { Wanted } from '../draft/reach.ts'
import type { ProviderDraft } from '../imported.ts'
import { at, textAt } from '../source/fields.ts'
import { approximated, type Field, leftOut, type Notes } from '../source/notes.ts'
import { impliedSecret, secretFor, variableIn } from '../source/secrets.ts'

/** What people write where a server wants some key and looks at none. */
const placeholder =
  /^(none|null|empty|dummy|anything|any|fake.*|n\/?a|no-?key.*|not-?(needed|required|used).*|sk-(none|no-key.*|dummy|fake.*)|ollama|lm-?studio|vllm)$/i

/** The secret that holds a deployment's key; `null`: it needs none. */
export function keyOf(
  notes: Notes,
  parameters: Field,
  shared: Field | null,
  { vendor, url }: Wanted,
  provider: ProviderDraft,
  slug: string,
): string | null {
  const setting = (...keys: readonly string[]) => textAt(notes, parameters, ...keys) ?? textAt(notes, shared, ...keys)
  const stated = setting('api_key')
  const isElsewhere = provider.url !== undefined
  if (stated !== null && placeholder.test(stated[0])) {
    leftOut(notes, stated[1], 'It is a placeholder: no key is sent.')
    return null
  }
  const wanted = secretName(vendor, slug, provider)
  if (stated !== null) return secretFor(notes, stated[1], wanted, keyPath(slug))
  const pair = [setting('aws_access_key_id'), setting('aws_secret_access_key'), setting('aws_session_token')]
  const [first] = pair.filter((found) => found !== null)
  if (first !== undefined) {
    const why = `One secret, ${vendor.secret}, holds them as JSON: {"accessKeyId": "…", "secretAccessKey": "…"}.`
    for (const found of pair) if (found !== null) approximated(notes, found[1], keyPath(slug), why)
    return impliedSecret(notes, vendor.secret, first[1], variableIn(first[0]) === null)
  }
  const account =
    at(notes, parameters, 'vertex_credentials', 'vertex_ai_credentials') ?? at(notes, shared, 'vertex_credentials')
  if (account !== null) return serviceAccount(notes, account, vendor.secret, slug)
  // A key that the source does not state is never sent to another address than its vendor's.
  const isVendors = vendor.isCustom ? vendor.url?.startsWith('https:') === true : vendor.shape !== 'plain'
  if (url !== null ? isElsewhere && !isVendors : vendor.isCustom && !isVendors) return null
  return impliedSecret(notes, wanted, parameters)
}

function serviceAccount(notes: Notes, field: Field, wanted: string, slug: string): string {
  const text = field.node.kind === 'scalar' && typeof field.node.value === 'string' ? field.node.value : ''
  if (variableIn(text) !== null) return secretFor(notes, field, wanted, keyPath(slug))
  approximated(
    notes,
    field,
    keyPath(slug),
    `The secret ${wanted} holds the service account’s JSON itself, not the path of its file.`,
  )
  return impliedSecret(notes, wanted, field)
}
