// A request's body -> what its answer may come to, before anybody is asked: for budgets. Pure; an estimate, on the large side.

import type { TokenUsage } from '../logs/token-usage.ts'

const BYTES_PER_TOKEN = 4
/** An image, a sound or a document, whatever its size: a large image at the vendors that take most for one. */
const ATTACHMENT_TOKENS = 1600
/** For an answer that the request does not limit. */
const USUAL_OUTPUT_TOKENS = 1000
/** No model answers with more, whatever a request allows it. */
const MOST_OUTPUT_TOKENS = 200_000

/** A string this long that begins like this is no text: a data URL, or base64 that goes on and on. JSON may have a backslash before a `/`. */
const BINARY_LENGTH = 1000
const BINARY = /^(?:data:[^,]{1,200},)?[\w+/=\\-]+$/
/** A part that has its content elsewhere, or in such a string. */
const ATTACHMENT =
  /"type"\s*:\s*"(?:image|image_url|input_image|input_audio|input_file|audio|document|file|video_url)"|"(?:fileData|file_data|inlineData|inline_data)"\s*:\s*\{/g

/** Where the dialects limit an answer, and where they ask for several; the first that is stated counts. Source: each vendor's API reference. */
const OUTPUT_LIMITS = [
  'max_completion_tokens',
  'max_tokens',
  'max_output_tokens',
  'generationConfig.maxOutputTokens',
  'generation_config.max_output_tokens',
  'inferenceConfig.maxTokens',
  'textGenerationConfig.maxTokenCount',
  'max_tokens_to_sample',
  'max_gen_len',
]
const ANSWERS = ['n', 'generationConfig.candidateCount', 'generation_config.candidate_count', 'num_generations']

/**
 * Input: a token for four bytes of JSON, and 1,600 for each image or file, in the body or by reference. Output: what the request allows
 * (each of several answers that much; at most 200,000), else 1,000. A body that is no JSON counts as one file; so does `null`: there is
 * none, or it is larger than is held. The parts are not known: all is paid as plain input and output.
 */
export function estimateOf(bodyText: string | null): TokenUsage {
  const pieces = (bodyText ?? '').split('"')
  const texts = pieces.map((piece) => (isBinary(piece) ? '' : piece))
  const text = texts.join('"')
  const body = parsed(text)
  const binaries = texts.filter((piece, at) => piece !== pieces[at]).length
  const attachments = Math.max(binaries, text.match(ATTACHMENT)?.length ?? 0)
  const textTokens = Math.ceil(new TextEncoder().encode(text).byteLength / BYTES_PER_TOKEN)
  const limit = stated(body, OUTPUT_LIMITS) ?? USUAL_OUTPUT_TOKENS
  const answers = Math.max(1, stated(body, ANSWERS) ?? 1)
  return {
    inputTokens: body === null ? ATTACHMENT_TOKENS : textTokens + attachments * ATTACHMENT_TOKENS,
    outputTokens: Math.ceil(Math.min(limit * answers, MOST_OUTPUT_TOKENS)),
    cachedTokens: null,
    cacheWriteTokens: null,
    cacheWriteHourTokens: null,
    reasoningTokens: null,
    inputAudioTokens: null,
    cachedAudioTokens: null,
    outputAudioTokens: null,
  }
}

/** `null`: no JSON object or list. */
function parsed(text: string): object | null {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' ? body : null
  } catch {
    return null
  }
}

/** The first of some dotted paths at which there is a number that is not negative. */
function stated(body: object | null, paths: readonly string[]): number | null {
  for (const path of paths) {
    let value: unknown = body
    for (const name of path.split('.')) {
      value = typeof value === 'object' && value !== null ? (value as { readonly [name: string]: unknown })[name] : null
    }
    if (typeof value === 'number' && value >= 0) return value
  }
  return null
}

/** What stands between two quotes. Base64 has none, escaped or not, so all of it is in one piece. */
function isBinary(piece: string): boolean {
  return piece.length >= BINARY_LENGTH && BINARY.test(piece.slice(0, BINARY_LENGTH))
}
