// The list of rules: one promise each. A rule looks at one gateway with its fragments merged in.

import type { SourceMap } from '../1-read/tree.ts'
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import { admin } from './rules/admin.ts'
import { askableSteps } from './rules/askable-steps.ts'
import { bindingOrUrl } from './rules/binding-or-url.ts'
import { bindingTokens } from './rules/binding-tokens.ts'
import { budgets } from './rules/budgets.ts'
import { byokAlias } from './rules/byok-alias.ts'
import { cacheInUse } from './rules/cache-in-use.ts'
import { cacheLifetimes } from './rules/cache-lifetimes.ts'
import { collectors } from './rules/collectors.ts'
import { controls } from './rules/controls.ts'
import { customProvider } from './rules/custom-provider.ts'
import { deadlineFits } from './rules/deadline-fits.ts'
import { defaultKey } from './rules/default-key.ts'
import { distinctModels } from './rules/distinct-models.ts'
import { distinctSteps } from './rules/distinct-steps.ts'
import { distinctTokens } from './rules/distinct-tokens.ts'
import { endpointsOpen } from './rules/endpoints-open.ts'
import { freeSecretNames } from './rules/free-secret-names.ts'
import { headerNames } from './rules/header-names.ts'
import { headerOnce } from './rules/header-once.ts'
import { headerValues } from './rules/header-values.ts'
import { knownModels } from './rules/known-models.ts'
import { kvStore } from './rules/kv-store.ts'
import { limitByToken } from './rules/limit-by-token.ts'
import { limitWindows } from './rules/limit-windows.ts'
import { needsServed } from './rules/needs-served.ts'
import { oneDefaultKey } from './rules/one-default-key.ts'
import { oneWay } from './rules/one-way.ts'
import { openKeys } from './rules/open-keys.ts'
import { pinsBesideUrl } from './rules/pins-beside-url.ts'
import { prices } from './rules/prices.ts'
import { privateUrl } from './rules/private-url.ts'
import { reachableSteps } from './rules/reachable-steps.ts'
import { retryDelays } from './rules/retry-delays.ts'
import { settingsTaken } from './rules/settings-taken.ts'
import { staleNeedsTtl } from './rules/stale-needs-ttl.ts'
import { stepModels } from './rules/step-models.ts'
import { stepsFit } from './rules/steps-fit.ts'
import { timeouts } from './rules/timeouts.ts'
import { tokenValues } from './rules/token-values.ts'
import { upstreamUrl } from './rules/upstream-url.ts'
import { weakTokens } from './rules/weak-tokens.ts'
import { workersAiAccount } from './rules/workers-ai-account.ts'

/** What a rule looks at. The shape may still be wrong in places; a rule passes those over. */
export interface GatewayTree {
  readonly id: string
  readonly root: SourceMap
  /** The Worker's file, where there is one. */
  readonly worker: SourceMap | null
  /** The text at a span as it was written. */
  readonly written: (span: Span) => string
}

/** Says what is wrong with one gateway that no schema can say. */
export type Rule = (gateway: GatewayTree) => Iterable<Diagnostic>

/** Every rule about a single gateway. */
export const rules: readonly Rule[] = [
  openKeys,
  tokenValues,
  distinctTokens,
  weakTokens,
  freeSecretNames,
  headerNames,
  headerValues,
  headerOnce,
  controls,
  byokAlias,
  timeouts,
  oneWay,
  deadlineFits,
  retryDelays,
  cacheLifetimes,
  staleNeedsTtl,
  cacheInUse,
  kvStore,
  limitWindows,
  limitByToken,
  customProvider,
  settingsTaken,
  oneDefaultKey,
  defaultKey,
  upstreamUrl,
  privateUrl,
  pinsBesideUrl,
  bindingOrUrl,
  workersAiAccount,
  distinctModels,
  stepModels,
  knownModels,
  needsServed,
  askableSteps,
  distinctSteps,
  reachableSteps,
  stepsFit,
  endpointsOpen,
  bindingTokens,
  budgets,
  prices,
  collectors,
  admin,
]
