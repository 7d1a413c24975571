// Families of metrics -> Prometheus' text format 0.0.4. Source: Prometheus' "Exposition formats". Promises that a family's samples are
// together behind its HELP and TYPE, and that no value of a label can be more than that.

/** Of a sample; `null` is no label, which to Prometheus is the same as an empty one. */
export type Labels = { readonly [name: string]: string | null }

/** Metrics of one name. Families without samples are left out. */
export type Family =
  | {
      readonly type: 'counter' | 'gauge'
      readonly name: string
      readonly help: string
      readonly samples: readonly (readonly [labels: Labels, value: number])[]
    }
  | {
      readonly type: 'histogram'
      readonly name: string
      readonly help: string
      /** The upper bounds of the buckets; each of `counts` is its bucket's own, and there is one more of them. */
      readonly bounds: readonly number[]
      readonly samples: readonly (readonly [labels: Labels, counts: readonly number[], sum: number])[]
    }

/** The content type of {@link exposition}. */
export const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8'

/** The whole text. */
export function exposition(families: readonly Family[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map((family) => {
      const { name, help, type } = family
      return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${samplesOf(family)}`
    })
    .join('')
}

function samplesOf(family: Family): string {
  const { name } = family
  if (family.type !== 'histogram') {
    return family.samples.map(([labels, value]) => line(name, labels, value)).join('')
  }
  const { bounds, samples } = family
  return samples
    .map(([labels, counts, sum]) => {
      let count = 0
      const buckets = counts.map((own, index) => {
        count += own
        return line(`${name}_bucket`, { ...labels, le: String(bounds[index] ?? '+Inf') }, count)
      })
      return `${buckets.join('')}${line(`${name}_sum`, labels, sum)}${line(`${name}_count`, labels, count)}`
    })
    .join('')
}

function line(name: string, labels: Labels, value: number): string {
  const told = Object.entries(labels)
    .filter(([, text]) => text !== null && text !== '')
    .map(([label, text]) => `${label}="${escaped(text ?? '').replaceAll('"', '\\"')}"`)
  return `${name}${told.length === 0 ? '' : `{${told.join(',')}}`} ${value}\n`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}
