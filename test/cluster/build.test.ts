// `gatewright build --target cluster`: what it writes, what it refuses, and that no credential of its environment gets into a file.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { demo, folderWith, gatewright } from '../cli/command-line.ts'

const kept = `${demo}rate_limit: { requests: 5, per: 1h }\n`
const files = { 'gateways/demo.yaml': kept }
const cluster = ['build', '--target', 'cluster', '--out', 'out']

it('writes the build, the processes and how to run them', async () => {
  const cwd = folderWith(files)
  const env = { AWS_ACCESS_KEY_ID: 'id-that-is-secret', AWS_SECRET_ACCESS_KEY: 'key-that-is-secret' }
  const { code, stdout } = await gatewright([...cluster, '--bucket', 's3://my-bucket/a/b', '--state-nodes', '5'], {
    cwd,
    env,
  })
  expect(code).toBe(0)
  expect(stdout).toContain('out/state.capnp')
  const written = readdirSync(join(cwd, 'out'))
  expect(written).toEqual(
    expect.arrayContaining([
      'README.md',
      'gateway-process.js',
      'gateway.capnp',
      'state-process.js',
      'state.capnp',
      'worker.js',
    ]),
  )
  const texts = written.map((name) => readFileSync(join(cwd, 'out', name), 'utf8'))
  expect(texts.filter((text) => text.includes('that-is-secret'))).toEqual([])
  expect(readFileSync(join(cwd, 'out/state.capnp'), 'utf8')).toContain('bucket = "s3://my-bucket/a/b"')
  expect(readFileSync(join(cwd, 'out/README.md'), 'utf8')).toContain('--external-addr state-5=')
})

describe('refuses', () => {
  it.each([
    ['state without a bucket', [], 'there is no --bucket'],
    ['what is no bucket', ['--bucket', 'https://my-bucket'], 's3://bucket/prefix'],
    ['a bucket with credentials in it', ['--bucket', 's3://id:key@my-bucket/a'], 's3://bucket/prefix'],
    ['no state processes', ['--bucket', 's3://my-bucket', '--state-nodes', '0'], 'from 1 to 16'],
    ['too many', ['--bucket', 's3://my-bucket', '--state-nodes', '17'], 'from 1 to 16'],
    ['what is no number', ['--bucket', 's3://my-bucket', '--state-nodes', 'three'], 'from 1 to 16'],
  ])('%s', async (_, words, told) => {
    const cwd = folderWith(files)
    const { code, stderr } = await gatewright([...cluster, ...words], { cwd })
    expect([code, readdirSync(cwd)]).toEqual([2, ['gateways']])
    expect(stderr).toContain(told)
  })

  it('a bucket where no cluster is built', async () => {
    const { code, stderr } = await gatewright(['build', '--bucket', 's3://my-bucket'], { cwd: folderWith(files) })
    expect(code).toBe(2)
    expect(stderr).toContain('--target cluster')
  })
})

it('needs no bucket where nothing is kept', async () => {
  const stateless = 'authentication: off\ncache: off\nendpoints: { universal: off }\nproviders:\n  echo: {}\n'
  const cwd = folderWith({ 'gateways/demo.yaml': stateless })
  const { code } = await gatewright(cluster, { cwd })
  expect(code).toBe(0)
  expect(readdirSync(join(cwd, 'out'))).not.toContain('state.capnp')
})
