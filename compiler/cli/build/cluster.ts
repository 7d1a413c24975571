// `gatewright build --target cluster`: what its options mean, and the files that a build has then besides its own.

import type { Compilation, Output } from '../../compile.ts'
import { quote } from '../../diagnostics/words.ts'
import { CliError } from '../cli-error.ts'
import type { Option } from '../command.ts'

/** The options of this target. */
export const clusterOptions = {
  bucket: {
    value: 'url',
    default: '',
    example: 's3://my-bucket/gateways',
    description: 'with --target cluster: the bucket that holds the state, s3://bucket/prefix or gs://bucket/prefix',
  },
  'state-nodes': {
    value: 'number',
    default: '3',
    description: 'with --target cluster: how many state processes there are',
  },
} as const satisfies { readonly [name: string]: Option }

/** By the options' names. */
export type ClusterChoice = { readonly [name in keyof typeof clusterOptions | 'target' | 'client-only']: string }

/** None for another target, and where the check found errors. Raises CliError for an option that makes no cluster of this plan. */
export async function clusterFiles(
  { plan, outputs }: Compilation,
  { target, bucket, 'state-nodes': count, 'client-only': clientOnly }: ClusterChoice,
): Promise<readonly Output[]> {
  if (target !== 'cluster') {
    if (bucket === '') return []
    throw new CliError('--bucket is where a cluster keeps its state, and no cluster is built.', 'Add --target cluster.')
  }
  if (plan === null || outputs === null || clientOnly !== '') return []
  // With esbuild behind it, which no other command should wait for.
  const { bucketProblem, clusterOutputs, MOST_STATE_NODES } = await import('../../5-bundle/cluster.ts')
  const stateNodes = /^\d{1,3}$/.test(count) ? Number(count) : 0
  if (stateNodes < 1 || stateNodes > MOST_STATE_NODES) {
    throw new CliError(`--state-nodes takes a number from 1 to ${MOST_STATE_NODES}, and ${quote(count)} is none.`)
  }
  if (bucket === '' && plan.state.length > 0) {
    throw new CliError('A cluster keeps its state in a bucket, and there is no --bucket.', HINT)
  }
  const problem = bucket === '' ? null : bucketProblem(bucket)
  if (problem !== null) throw new CliError(`--bucket names no bucket: ${quote(bucket)}. ${problem}`, HINT)
  // The build's text modules: what a Worker reads beside its code.
  const texts = outputs.filter(({ path }) => path.endsWith('.txt'))
  return clusterOutputs(plan, texts, { bucket, stateNodes })
}

const HINT =
  'Write --bucket s3://my-bucket/gateways, for example. Its credentials are read from the environment, later.'
