// What a run says outside its body: the model, in a header; and inputs as the query of a provider's that has them there.

/** `cf-consn-model-id: [prefix:]model`. What prefixes mean is not documented: the model is the same without. */
export function modelIn(headers: Headers): string | null {
  return headers.get('cf-consn-model-id')?.replace(/^[^/:]+:(?=[^/]*\/)/, '') ?? null
}

/** With its `?`, or empty. What is no string is in JSON. */
export function inQuery(inputs: object, first: { readonly [name: string]: string }): string {
  const query = new URLSearchParams(first)
  for (const [name, value] of Object.entries(inputs)) {
    if (value != null && !query.has(name)) query.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
