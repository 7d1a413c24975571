// Why settings of the hosted service are not here, by their path without indexes or by their name alone.

const CONTENT = 'The gateway looks at no content.'
const FACT = 'It says nothing about requests.'
const HOSTED = 'It is about the hosted service’s own account.'

/** The reasons. */
export const reasons: ReadonlyMap<string, string> = new Map([
  ['dlp', CONTENT],
  ['guardrails', CONTENT],
  ['log_classification', CONTENT],
  ['byok_only', 'Nobody but you pays here: where there is no key the provider is asked without one.'],
  ['stripe', HOSTED],
  ['store_id', 'Secrets are the Worker’s own: `wrangler secret put NAME`.'],
  ['workers_ai_billing_mode', HOSTED],
  ['zdr', HOSTED],
  ['logpush', 'Logs are pushed nowhere: `otel` sends spans, and the management API reads rows.'],
  ['logpush_public_key', 'Logs are pushed nowhere: `otel` sends spans, and the management API reads rows.'],
  ['rate_limit', 'A stored key has no limit of its own: a provider may, with `rate_limit`.'],
  ['rate_limit_period', 'A stored key has no limit of its own: a provider may, with `rate_limit`.'],
  ['secret_id', 'Secrets are the Worker’s own.'],
  ['secret_preview', 'Stored keys cannot be read.'],
  ['created_at', FACT],
  ['name', FACT],
  ['description', FACT],
  ['beta', FACT],
  ['logo', FACT],
  ['link', FACT],
  ['modified_at', FACT],
  ['is_default', 'The gateway called "default" is the one that is meant where none is named.'],
  ['internal_id', FACT],
  ['account_id', FACT],
  ['account_tag', FACT],
  ['deployment', FACT],
  ['version', FACT],
  ['id', FACT],
  ['gateway_id', FACT],
  ['headers', 'Headers of an account’s provider are not written down: add those that hold no credential.'],
])
