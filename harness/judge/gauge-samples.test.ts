import { expect, test } from 'vitest'

import { seriesSample } from '../../tests/support/series-sample.ts'
import type { MetricName, Tags } from '../metrics/metric-table.ts'
import type { SeriesSample } from '../model/series.ts'
import { seriesSamples } from './gauge-samples.ts'

const series: readonly SeriesSample[] = [
  // Milliseconds of CPU; the matcher is started again at 2 s.
  seriesSample('cpu', 'matcher-0', -1, 100),
  seriesSample('cpu', 'matcher-0', 0, 200),
  seriesSample('cpu', 'matcher-0', 1, 700),
  seriesSample('cpu', 'matcher-0', 2, 250),
  seriesSample('cpu', 'api-0', 0, 0),
  seriesSample('cpu', 'api-0', 1, 100),
  seriesSample('memory', 'api-0', 0, 3 * 2 ** 20),
  seriesSample('memory', 'api-0', 1, 2 * 2 ** 20),
  seriesSample('memory', 'matcher-0', 1, 5 * 2 ** 20),
  seriesSample('consumer_lag', '', -1, 9_000),
  seriesSample('consumer_lag', '', 0, 4),
  seriesSample('consumer_lag', '', 1, 7),
  seriesSample('consumer_lag', '', 2, 0),
  seriesSample('database_waits', '', 0, 0),
  seriesSample('database_waits', '', 1, 3),
  seriesSample('database_waits', 'Lock:tuple', 1, 2),
  seriesSample('database_waits', 'IO:WalSync', 1, 1),
  seriesSample('database_deadlocks', '', -1, 5),
  seriesSample('database_deadlocks', '', 0, 6),
  seriesSample('database_deadlocks', '', 2, 8),
  seriesSample('serialization_failures', 'matcher-0', 0, 4),
  seriesSample('serialization_failures', 'matcher-0', 1, 7),
  seriesSample('serialization_failures', 'matcher-0', 2, 1),
  seriesSample('serialization_failures', 'api-0', 1, 1),
  seriesSample('serialization_failures', 'api-0', 2, 2),
  seriesSample('serialization_failures', 'matcher-1', 1, 9),
]

const all = { fromUs: 0, toUs: Number.POSITIVE_INFINITY }

test.each<[MetricName, Tags, object]>([
  ['process_cpu', { process: 'matcher-0' }, { values: [10, 50, 25], last: [25] }],
  ['process_cpu', {}, { values: [10, 50, 10, 25], last: [25, 10] }],
  ['process_memory', { process: 'api-0' }, { values: [3, 2], last: [2] }],
  ['process_memory', { process: 'matcher-9' }, { values: [], last: [] }],
  ['consumer_lag', {}, { values: [4, 7, 0], last: [0] }],
  ['database_waits', {}, { values: [0, 3], last: [3] }],
  // A look that does not name an event has seen nobody wait for it.
  ['database_waits', { event: 'Lock:tuple' }, { values: [0, 2], last: [2] }],
  ['database_waits', { event: 'Lock:relation' }, { values: [0, 0], last: [0] }],
  ['database_deadlocks', {}, { count: 2 }],
  // A process that was started again counts from 0.
  ['serialization_failures', {}, { count: 3 + 1 + 1 }],
  ['serialization_failures', { process: 'matcher-0' }, { count: 3 + 1 }],
  ['serialization_failures', { process: 'api-0' }, { count: 1 }],
  // Of a process that is not there, or told once, a sum is not 0: nobody knows it.
  ['serialization_failures', { process: 'mathcer-0' }, { type: 'unsampled' }],
  ['serialization_failures', { process: 'matcher-1' }, { type: 'unsampled' }],
  ['pool_waits', {}, { values: [], last: [] }],
])('%s of %o from the load’s start on', (metric, tags, expected) => {
  expect(seriesSamples({ metric, tags }, series, all)).toMatchObject(expected)
})

test('of a stretch, what was sampled in it, its end excluded', () => {
  const stretch = { fromUs: 1_000_000, toUs: 2_000_000 }
  expect(seriesSamples({ metric: 'consumer_lag', tags: {} }, series, stretch)).toMatchObject({ values: [7] })
  // CPU between two samples is that of the time before the second one.
  expect(seriesSamples({ metric: 'process_cpu', tags: { process: 'matcher-0' } }, series, stretch)).toMatchObject({ values: [50] })
})
