// The other names of a model: `us.anthropic.claude-opus-4-6-v1:0` is `anthropic.claude-opus-4-6`, and `gpt-4o-2024-08-06` is `gpt-4o`.
// In goes a name as a request would have it, out come shorter ones that mean the same model or its family, the nearest first.

/** Fine-tuned models are as able as what they are made of: `ft:gpt-4o-mini-2024-07-18:org::id`. */
const FINE_TUNED = /^ft:([^:]+).*$/
/**
 * What may stand in front: the resource name of an AWS ARN, Google's collections, and the places where Bedrock runs a model
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html).
 */
const FRONTS = [
  /^arn:[^/]*\//,
  /^(?:publishers\/google\/models|models|google)\//,
  /^(?:apac|au|ca|eu|global|in|jp|us|us-gov)\./,
]
/** What may stand behind: a dedicated deployment, a variant, a version, a date in any of the vendors' forms, `latest`. */
const BACK =
  /(?:#.*|:[a-z0-9-]+|-v\d+|[-@](?:latest|preview|exp|\d{3,4}|\d{6}|\d{8}|\d\d-\d{4}|\d\d-\d\d|\d{4}-\d\d-\d\d))$/

/** The name itself, then without what stands in front, then shorter and shorter from behind. */
export function shorterNames(model: string): readonly string[] {
  const base = model.replace(FINE_TUNED, '$1')
  const names = [model, base]
  for (const front of FRONTS) names.push((names.at(-1) ?? '').replace(front, ''))
  for (let name = names.at(-1) ?? ''; BACK.test(name); names.push(name)) name = name.replace(BACK, '')
  return [...new Set(names)].filter((name) => name !== '')
}

/** Whether the name is its owner's: a fine-tuned or imported model, a deployment, an endpoint. No list of a provider's has it. */
export function isOwnName(model: string): boolean {
  return /^(?:ft:|arn:|projects\/|endpoints\/|tunedModels\/|accounts\/(?!fireworks\/)|\d+$)|#/.test(model)
}
