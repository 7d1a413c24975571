// What can be made of a dataset's rows. Source: the wire contract, "traffic" 5.17.

/** An evaluator. */
export interface EvaluationType {
  readonly id: string
  readonly name: string
  readonly description: string
}

/** All there are. Each takes the rows that tell something of it. */
export const evaluationTypes = [
  { id: 'cost', name: 'Cost', description: 'The average cost of a request in US dollars.' },
  { id: 'speed', name: 'Speed', description: 'The average duration of a request in milliseconds.' },
  { id: 'feedback', name: 'Human feedback', description: 'How many of a hundred that have feedback have a thumb up.' },
] as const satisfies readonly EvaluationType[]
