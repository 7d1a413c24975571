// Plan -> the files that run a build on many machines: gateway processes without state, and a workerd cluster that holds the state and
// nothing else. Beside the split's files a README with the exact commands. No secret is in any of them.

import type { Plan } from '../3-plan/ir.ts'
import type { Module } from '../4-emit/module.ts'
import type { Output } from '../compile.ts'
import { readmeText } from './cluster-readme.ts'
import { splitOutputs, stateServices } from './split.ts'

/** How large a cluster, and on what. */
export interface ClusterOptions {
  /** `s3://bucket/prefix` or `gs://bucket/prefix` */
  readonly bucket: string
  /** How many state processes there are. */
  readonly stateNodes: number
}

/** More would wait for each other more than they would do. */
export const MOST_STATE_NODES = 16

/** What a bucket is called where it is none; `null`: it is one. */
export function bucketProblem(bucket: string): string | null {
  if (/^(?:s3|gs):\/\/[a-z0-9][a-z0-9._-]{1,61}[a-z0-9](?:\/[A-Za-z0-9._-]+)*$/.test(bucket)) return null
  return 'A bucket is s3://bucket/prefix, for S3 and what speaks like it, or gs://bucket/prefix.'
}

/** To be written beside the build's own files. `texts`: the build's text modules. */
export async function clusterOutputs(
  plan: Plan,
  texts: readonly Pick<Module, 'path'>[],
  { bucket, stateNodes }: ClusterOptions,
): Promise<readonly Output[]> {
  const split = await splitOutputs(plan, texts, { stateNodes, cluster: { bucket } })
  const readme = readmeText(plan, bucket, stateServices(plan, stateNodes))
  return [...split, { path: 'README.md', bytes: new TextEncoder().encode(readme) }]
}
