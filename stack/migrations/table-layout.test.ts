import { expect, test } from 'vitest'
import { batchFormOf, byMerchantClause, decideLayout, partsOf, partStatements } from './table-layout.ts'
import type { LayoutSettings, TableLayout } from './table-layout.ts'

const worker = { host: 'citus-worker-1', port: 5432 }
const settings: LayoutSettings = {
  tablePartitions: 4,
  citusShards: 8,
  citusCoordinator: { host: 'postgres', port: 5432 },
  citusWorkers: [worker],
}
const citus: TableLayout = { kind: 'citus', shards: 8, coordinator: settings.citusCoordinator, workers: [worker] }

test.each([
  { about: 'Citus that can work', available: true, loaded: true, tablePartitions: 4, layout: citus },
  {
    about: 'Citus that the server has not loaded',
    available: true,
    loaded: false,
    tablePartitions: 4,
    layout: { kind: 'hash', partitions: 4 },
  },
  { about: 'no Citus', available: false, loaded: false, tablePartitions: 2, layout: { kind: 'hash', partitions: 2 } },
  { about: 'no Citus, one partition', available: false, loaded: false, tablePartitions: 1, layout: { kind: 'plain' } },
])('$about: $layout.kind', ({ available, loaded, tablePartitions, layout }) => {
  expect(decideLayout({ available, loaded }, { ...settings, tablePartitions })).toEqual(layout)
})

test('Citus without workers keeps its shards on the coordinator', () => {
  expect(decideLayout({ available: true, loaded: true }, { ...settings, citusWorkers: [] })).toEqual({ ...citus, workers: [] })
})

test.each([
  { layout: { kind: 'plain' }, form: 'direct', parts: 1, clause: '', statements: 1 },
  { layout: { kind: 'hash', partitions: 4 }, form: 'direct', parts: 4, clause: 'partition by hash (merchant_key)', statements: 16 },
  { layout: citus, form: 'copies', parts: 8, clause: '', statements: 1 },
] as const)('$layout.kind: $form, $parts parts', ({ layout, form, parts, clause, statements }) => {
  expect(batchFormOf(layout.kind)).toBe(form)
  expect(partsOf(layout)).toBe(parts)
  expect(byMerchantClause(layout)).toBe(clause)
  const made = partStatements(layout)
  expect(made.length).toBe(statements)
  // The room for versions of a decision stands on whatever holds its rows.
  expect(made.filter((statement) => statement.includes('fillfactor')).length).toBe(layout.kind === 'hash' ? 4 : 1)
})
