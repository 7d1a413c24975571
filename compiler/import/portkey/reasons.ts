// Why settings of Portkey's are not here, by their path without indexes or by their name alone.

const BODY = 'Requests say this in their bodies: the gateway changes none but for the model’s name.'
const GUARD = 'The gateway looks at no content: guardrails and hooks are not here.'

/** The reasons. */
export const reasons: ReadonlyMap<string, string> = new Map([
  ['override_params', BODY],
  ['overrideParams', BODY],
  ['temperature', BODY],
  ['max_tokens', BODY],
  ['top_p', BODY],
  ['seed', BODY],
  ['input_guardrails', GUARD],
  ['output_guardrails', GUARD],
  ['inputGuardrails', GUARD],
  ['outputGuardrails', GUARD],
  ['before_request_hooks', GUARD],
  ['after_request_hooks', GUARD],
  ['beforeRequestHooks', GUARD],
  ['afterRequestHooks', GUARD],
  ['default_input_guardrails', GUARD],
  ['default_output_guardrails', GUARD],
  ['forward_headers', 'Headers of a request are passed on by themselves, but for those that are the gateway’s.'],
  ['forwardHeaders', 'Headers of a request are passed on by themselves, but for those that are the gateway’s.'],
  ['use_retry_after_header', 'A provider’s retry-after is not waited for: `retries.delay` says how long.'],
  ['useRetryAfterHeader', 'A provider’s retry-after is not waited for: `retries.delay` says how long.'],
  ['api_version', 'Azure’s v1 API is asked, which wants none.'],
  ['apiVersion', 'Azure’s v1 API is asked, which wants none.'],
  ['azure_api_version', 'Azure’s v1 API is asked, which wants none.'],
  [
    'strict_open_ai_compliance',
    'Answers come in the API that was asked, with what more there is to say in fields of its own.',
  ],
  [
    'strictOpenAiCompliance',
    'Answers come in the API that was asked, with what more there is to say in fields of its own.',
  ],
  ['weight', 'Requests are not shared by weight.'],
  ['name', 'A name says nothing here.'],
  ['id', 'A name says nothing here.'],
  ['status', 'It says nothing about requests.'],
  ['trace_id', 'Requests say it in `traceparent`, or cf-aig-metadata.'],
  ['metadata', 'Requests say it in cf-aig-metadata, and `headers` can hold a default.'],
])
