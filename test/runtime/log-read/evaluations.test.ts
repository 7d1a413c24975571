// Datasets and what evaluations make of them, in real workerd: saved filters, and averages against sums done by hand.

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Dataset, Evaluation } from '../../../runtime/logs/datasets.ts'
import { logRow } from '../../support/log-row.ts'
import { type ReadStore, startReadStore } from './worker.ts'

let store: ReadStore
beforeAll(async () => {
  store = await startReadStore()
})
afterAll(() => store.worker.stop())

const red = { name: 'red', enable: true, filters: [{ key: 'metadata.key.team', operator: 'eq', value: ['red'] }] }
const slow = { name: 'slow', enable: true, filters: [{ key: 'duration', operator: 'gt', value: [250] }] }
const types = ['cost', 'speed', 'feedback']

async function create<Made>(name: string, method: 'createDataset' | 'createEvaluation', input: object): Promise<Made> {
  return (await store.call(name, method, input)) as Made
}

it('keeps datasets, the newest first', async () => {
  const first = await create<Dataset>('sets', 'createDataset', red)
  const second = await create<Dataset>('sets', 'createDataset', slow)
  expect(first).toEqual({ ...red, id: first.id, createdAtMs: first.createdAtMs, modifiedAtMs: first.createdAtMs })
  expect(await store.call('sets', 'datasets')).toEqual([second, first])
  expect(await store.call('sets', 'dataset', first.id)).toEqual(first)
  const changed = (await store.call('sets', 'updateDataset', first.id, { ...slow, enable: false })) as Dataset
  expect(changed).toEqual({ ...first, ...slow, enable: false, modifiedAtMs: changed.modifiedAtMs })
  expect(await store.call('sets', 'deleteDataset', second.id)).toEqual(second)
  expect(await store.call('sets', 'datasets')).toEqual([changed])
  expect(
    await store.calls('sets', [
      ['dataset', second.id],
      ['updateDataset', second.id, red],
      ['deleteDataset', second.id],
      ['evaluation', 'nobody'],
      ['deleteEvaluation', 'nobody'],
    ]),
  ).toEqual([null, null, null, null, null])
})

it('outlives its process', async () => {
  const kept = await create<Dataset>('lasting', 'createDataset', red)
  await store.worker.kill()
  await store.worker.start()
  expect(await store.call('lasting', 'datasets')).toEqual([kept])
})

it('evaluates each row of any dataset once, and those that tell nothing not at all', async () => {
  const told = { request: null, response: null }
  const rows = [
    { cost: 1, durationMs: 100, metadata: { team: 'red' } },
    { cost: null, durationMs: 200, metadata: { team: 'red' } },
    { cost: 4, durationMs: 300, metadata: { team: 'red' } },
    { cost: 7, durationMs: 400, metadata: { team: 'blue' } },
    { cost: 1000, durationMs: 1, metadata: { team: 'blue' } },
  ].map((about) => ({ ...logRow(about), ...told }))
  await store.put('many', rows)
  const [up, , down, neither] = rows.map(({ id }) => id)
  await store.calls('many', [
    ['patch', up, { feedback: 1 }],
    ['patch', down, { feedback: -1 }],
    ['patch', neither, { feedback: 1 }],
  ])
  const sets = [
    await create<Dataset>('many', 'createDataset', red),
    await create<Dataset>('many', 'createDataset', slow),
  ]
  const datasetIds = sets.map(({ id }) => id)

  const both = await create<Evaluation>('many', 'createEvaluation', {
    name: 'both',
    datasetIds,
    evaluationTypeIds: types,
  })
  expect(both).toMatchObject({ name: 'both', datasets: sets, totalLogs: 4 })
  expect(both.results).toEqual([
    { evaluationTypeId: 'cost', result: '4', totalLogs: 3 },
    { evaluationTypeId: 'speed', result: '250', totalLogs: 4 },
    { evaluationTypeId: 'feedback', result: String(200 / 3), totalLogs: 3 },
  ])
  const one = await create<Evaluation>('many', 'createEvaluation', {
    name: 'one',
    datasetIds: datasetIds.slice(0, 1),
    evaluationTypeIds: ['speed'],
  })
  expect(one).toMatchObject({ totalLogs: 3, results: [{ evaluationTypeId: 'speed', result: '200', totalLogs: 3 }] })

  // What came of it stays, whatever becomes of the rows and of the datasets.
  await store.call('many', 'remove', { filters: [], limit: null, orderBy: 'created_at', direction: 'asc' })
  await store.call('many', 'deleteDataset', datasetIds[0])
  expect(await store.call('many', 'evaluations')).toEqual([one, both])
  expect(await store.call('many', 'evaluation', both.id)).toEqual(both)
  expect(await store.call('many', 'deleteEvaluation', both.id)).toEqual(both)
  expect(await store.call('many', 'evaluations')).toEqual([one])
})

it('evaluates nothing to nothing', async () => {
  const dataset = await create<Dataset>('empty', 'createDataset', { ...red, filters: [] })
  const input = { name: 'empty', datasetIds: [dataset.id], evaluationTypeIds: types }
  const { totalLogs, results } = await create<Evaluation>('empty', 'createEvaluation', input)
  expect(totalLogs).toBe(0)
  expect(results.map(({ result, totalLogs }) => [result, totalLogs])).toEqual([
    ['', 0],
    ['', 0],
    ['', 0],
  ])
})

it('says why it evaluates not', async () => {
  const off = await create<Dataset>('refused', 'createDataset', { ...red, enable: false })
  const on = await create<Dataset>('refused', 'createDataset', red)
  const value = Array.from({ length: 30 }, (_, at) => `value ${at}`)
  const wide = { ...red, filters: [{ key: 'provider', operator: 'eq', value }] }
  const many = await Promise.all([1, 2, 3, 4].map(() => create<Dataset>('refused', 'createDataset', wide)))
  const refused = async (datasetIds: readonly string[], evaluationTypeIds: readonly string[]) =>
    (await create<{ refused?: string }>('refused', 'createEvaluation', { name: 'x', datasetIds, evaluationTypeIds }))
      .refused
  expect(await refused([on.id, off.id], types)).toContain(off.id)
  expect(await refused(['nobody'], types)).toContain("'nobody'")
  expect(await refused([], types)).toContain('one or more')
  expect(await refused([on.id], ['cost', 'beauty'])).toBe(
    "There is no evaluation type 'beauty'. There are: cost, speed, feedback.",
  )
  expect(await refused([on.id], [])).toContain('cost, speed, feedback')
  expect(
    await refused(
      many.map(({ id }) => id),
      types,
    ),
  ).toContain('too many filters')
  expect(await store.call('refused', 'evaluations')).toEqual([])
  expect(await refused([on.id, on.id], ['cost'])).toBeUndefined()
})

it('has room for a thousand datasets', async () => {
  const made = await store.calls(
    'full',
    Array.from({ length: 1000 }, () => ['createDataset', red]),
  )
  expect(made.filter((each) => (each as { id?: string }).id !== undefined)).toHaveLength(1000)
  const refused = { refused: 'There are 1000 datasets, and no room for more. Delete one first.' }
  expect(await store.call('full', 'createDataset', red)).toEqual(refused)
  await store.call('full', 'deleteDataset', (made[7] as Dataset).id)
  expect(await create<Dataset>('full', 'createDataset', slow)).toMatchObject(slow)
})

it('has room for a thousand evaluations', async () => {
  const { id } = await create<Dataset>('done', 'createDataset', red)
  const input = { name: 'x', datasetIds: [id], evaluationTypeIds: types }
  await store.call('done', 'createEvaluation', input)
  const counted = 'WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 999)'
  await store.all('done', `INSERT INTO log_evaluations ${counted} SELECT 'made ' || x, '{}' FROM n`)
  const refused = { refused: 'There are 1000 evaluations, and no room for more. Delete one first.' }
  expect(await store.call('done', 'createEvaluation', input)).toEqual(refused)
  await store.call('done', 'deleteEvaluation', 'made 7')
  expect(await create<Evaluation>('done', 'createEvaluation', input)).toMatchObject({ name: 'x' })
})
