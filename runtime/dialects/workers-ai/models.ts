// Which of Workers AI's models take the inputs of text generation and no more. They are of the years before its models took chat
// completions whole, so the list does not grow: a model that it does not name is taken for one of the latter.

/** By the name behind the author. Source: the types of `env.AI`, `AiModels`, of 2026-11. */
const TEXT_GENERATION =
  /\/(?:llama-[2-4]|mistral-(?:7b|small-3\.)|gemma-(?:2b|3-|7b|sea-)|qwen(?:[12]\.|3-30b)|qwq-|deepseek-(?:coder|math|r1)|(?:open)?hermes-|openchat-|starling-|zephyr-|neural-chat-|discolm-|una-|sqlcoder-|falcon-|tinyllama-|phi-2|granite-4\.0)/

/** Whether a model knows the inputs of text generation only. */
export function isTextGeneration(model: string): boolean {
  return TEXT_GENERATION.test(model)
}
