// Phase 2: documents in, a Config without errors out. Fragments are merged in, the shape is held against the schema,
// and the rules say what no schema can. Everything that is wrong is said in one go, and each thing once.

import type { Document, SourceMap } from '../1-read/tree.ts'
import { diagnose } from '../diagnostics/catalog.ts'
import type { Diagnostic, Findings, Span } from '../diagnostics/diagnostic.ts'
import type { CheckedGateway, Config } from './config.ts'
import { withoutEchoes } from './echoes.ts'
import { checkWorker } from './environments.ts'
import { type Extended, extendAll } from './extends.ts'
import { locator, providerPlaces, secretPlaces } from './places.ts'
import { distinctHostnames } from './rules/distinct-hostnames.ts'
import { literalSecrets } from './rules/literal-secrets.ts'
import { rules } from './rules.ts'
import { isGateway } from './schema.ts'
import { checkShape } from './shape.ts'

/** Checks a folder's documents, for one of its environments or for none. The Config is `null` when anything is an error. */
export function check(documents: readonly Document[], env: string | null = null): Findings<Config | null> {
  const { gateways, diagnostics: extending } = extendAll(documents)
  const worker = checkWorker(documents, env)
  const texts = new Map(documents.map(({ path, text }) => [path, text]))
  const checked = gateways.map((gateway) => checkGateway(gateway, worker.tree, texts))
  const diagnostics = withoutEchoes([
    ...(documents.some(({ role }) => role === 'gateway') ? [] : [diagnose('no-gateways', {}, null)]),
    ...documents.flatMap((document) => [...literalSecrets(document)]),
    ...extending,
    ...worker.diagnostics,
    ...checked.flatMap((gateway) => gateway.diagnostics),
    ...distinctHostnames(gateways),
  ])
  const failed = diagnostics.some(({ severity }) => severity === 'error') || documents.some(({ whole }) => !whole)
  const values = checked.flatMap(({ value }) => value ?? []).sort((a, b) => (a.id < b.id ? -1 : 1))
  if (failed || worker.value === null) return { value: null, diagnostics }
  return { value: { kind: 'config', worker: worker.value, gateways: values }, diagnostics }
}

function checkGateway(
  { id, root, complete }: Extended,
  worker: SourceMap | null,
  texts: ReadonlyMap<string, string>,
): Findings<CheckedGateway | null> {
  const shape = checkShape(root, isGateway, { id, name: 'a gateway', role: 'gateway' })
  const written = ({ file, start, end }: Span) => texts.get(file)?.slice(start, end) ?? ''
  const diagnostics = [
    ...shape.diagnostics.filter((diagnostic) => complete || !isLack(diagnostic)),
    ...(root.kind === 'map' ? rules.flatMap((rule) => [...rule({ id, root, worker, written })]) : []),
  ]
  if (shape.value === null) return { value: null, diagnostics }
  const locate = locator(texts)
  const places = { providerPlaces: providerPlaces(root, locate), secretPlaces: secretPlaces(root, locate) }
  return { value: { id, place: locate(root.span), value: shape.value, ...places }, diagnostics }
}

/** What a fragment that cannot be read may have said is not missing. */
function isLack({ code }: Diagnostic): boolean {
  return code === 'missing-key' || code === 'authentication-missing'
}
