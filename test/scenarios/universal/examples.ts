// The hosted service's own examples of its universal endpoint, word for word: texts that the tests take apart.

/** Two steps: Workers AI, and OpenAI when it fails. */
export const twoSteps = `curl https://gateway.ai.cloudflare.com/v1/{account_id}/{gateway_id} \\
--header 'Content-Type: application/json' \\
--data '[
{
"provider": "workers-ai",
"endpoint": "@cf/meta/llama-3.1-8b-instruct",
"headers": {
"Authorization": "Bearer {cloudflare_token}",
"Content-Type": "application/json"
},
"query": {
"messages": [
{
"role": "system",
"content": "You are a friendly assistant"
},
{
"role": "user",
"content": "What is Cloudflare?"
}
]
}
},
{
"provider": "openai",
"endpoint": "chat/completions",
"headers": {
"Authorization": "Bearer {open_ai_token}",
"Content-Type": "application/json"
},
"query": {
"model": "gpt-4o-mini",
"stream": true,
"messages": [
{
"role": "user",
"content": "What is Cloudflare?"
}
]
}
}
]'`

/** The same with a header of the request and one of a step, which wins. */
export const precedence = `curl https://gateway.ai.cloudflare.com/v1/{account_id}/{gateway_id} \\
--header 'Content-Type: application/json' \\
--header 'cf-aig-cache-ttl: 3600' \\
--data '[
{
"provider": "workers-ai",
"endpoint": "@cf/meta/llama-3.1-8b-instruct",
"headers": {
"Authorization": "Bearer {cloudflare_token}",
"Content-Type": "application/json"
},
"query": {
"messages": [
{
"role": "system",
"content": "You are a friendly assistant"
},
{
"role": "user",
"content": "What is Cloudflare?"
}
]
}
},
{
"provider": "openai",
"endpoint": "chat/completions",
"headers": {
"Authorization": "Bearer {open_ai_token}",
"Content-Type": "application/json",
"cf-aig-cache-ttl": "0"
},
"query": {
"model": "gpt-4o-mini",
"stream": true,
"messages": [
{
"role": "user",
"content": "What is Cloudflare?"
}
]
}
}
]'`

/** One bare step, as the Workers binding is called with it: JavaScript, not JSON. */
export const bareOfBinding = `{
provider: "workers-ai",
endpoint: "@cf/meta/llama-3.1-8b-instruct",
headers: {
authorization: "Bearer my-api-token",
},
query: {
prompt: "tell me a joke",
},
}`

/** One bare step, as a WebSocket message carries it. */
export const bareOfWebSocket = `{
eventId: "my-request",
provider: "workers-ai",
endpoint: "@cf/meta/llama-3.1-8b-instruct",
headers: {
Authorization: "Bearer WORKERS_AI_TOKEN",
"Content-Type": "application/json",
},
query: {
prompt: "tell me a joke",
},
}`

/** The parts of a curl command: its headers, and its data as it stands there. */
export function partsOf(curl: string): {
  readonly headers: { readonly [name: string]: string }
  readonly body: string
} {
  const headers = [...curl.matchAll(/--header '([^:]+): ([^']+)'/g)].map(([, name = '', value = '']) => [name, value])
  const [, body = ''] = /--data '([^']+)'/.exec(curl) ?? []
  return { headers: Object.fromEntries(headers), body }
}

/** An object literal of JavaScript as the JSON that a client makes of it. */
export function jsonOf(literal: string): string {
  const json = literal.replace(/^(\s*)(\w+):/gm, '$1"$2":').replace(/,(\s*\})/g, '$1')
  return JSON.stringify(JSON.parse(json))
}
