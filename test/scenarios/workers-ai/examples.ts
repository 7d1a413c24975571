// The hosted service's own examples of Workers AI behind a gateway, word for word: texts that the tests take apart.

/** Text generation. */
export const textGeneration = `curl https://gateway.ai.cloudflare.com/v1/{account_id}/{gateway_id}/workers-ai/@cf/meta/llama-3.1-8b-instruct \\
--header 'Authorization: Bearer {cf_api_token}' \\
--header 'Content-Type: application/json' \\
--data '{"prompt": "What is Cloudflare?"}'`

/** Text classification. */
export const textClassification = `curl https://gateway.ai.cloudflare.com/v1/{account_id}/{gateway_id}/workers-ai/@cf/huggingface/distilbert-sst-2-int8 \\
--header 'Authorization: Bearer {cf_api_token}' \\
--header 'Content-Type: application/json' \\
--data '{ "text": "Cloudflare docs are amazing!" }'`

/** The OpenAI-compatible endpoint. */
export const openaiCompatible = `curl https://gateway.ai.cloudflare.com/v1/{account_id}/{gateway_id}/workers-ai/v1/chat/completions \\
--header 'Authorization: Bearer {cf_api_token}' \\
--header 'Content-Type: application/json' \\
--data '{
"model": "@cf/meta/llama-3.1-8b-instruct",
"messages": [
{
"role": "user",
"content": "What is Cloudflare?"
}
]
}'`

/** The unified endpoint: its URL, and what names the model there. */
export const unified = {
  url: 'https://gateway.ai.cloudflare.com/v1/{account_id}/{gateway_id}/compat/chat/completions',
  model: '{"model": "workers-ai/{model}"}',
} as const

/** A URL of an example, at a gateway of ours. */
export function urlAt(origin: string, example: string): string {
  const [url = ''] = /https:\S+/.exec(example) ?? []
  return url
    .replace('https://gateway.ai.cloudflare.com', origin)
    .replace('{account_id}', 'acct')
    .replace('{gateway_id}', 'demo')
}
