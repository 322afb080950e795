import { describe, expect, test } from 'vitest'

import { cleanRun } from '../../tests/support/recorded-run.ts'
import { seriesSample } from '../../tests/support/series-sample.ts'
import type { MetricFigure } from '../metrics/metric-figure.ts'
import { metricTable } from '../metrics/metric-table.ts'
import type { Metric } from '../metrics/metric-table.ts'
import type { SeriesSample } from '../model/series.ts'
import { seriesFigures } from './series-figures.ts'

const { record, series: recorded } = cleanRun({ groups: 14 })

/** `process_cpu{matcher-0} avg 30`. */
const told = (figures: readonly MetricFigure[]): readonly string[] =>
  figures.map(({ metric, tags, aggregate, value, censored }) => {
    const names = Object.values(tags)
    return `${metric}${names.length === 0 ? '' : `{${names.join()}}`} ${aggregate} ${censored ? '≥ ' : ''}${value}`
  })

test('each process has its own figures, partitions one together, and waits a total beside each event', () => {
  const series = [
    seriesSample('cpu', 'matcher-0', -1, 0),
    seriesSample('cpu', 'matcher-0', 0, 100),
    seriesSample('cpu', 'matcher-0', 1, 300),
    seriesSample('cpu', 'api-0', 0, 0),
    seriesSample('cpu', 'api-0', 1, 50),
    seriesSample('partition_lag', '0', 1, 4),
    seriesSample('partition_lag', '1', 1, 8),
    seriesSample('database_waits', '', 0, 0),
    seriesSample('database_waits', '', 1, 3),
    seriesSample('database_waits', 'Lock:tuple', 1, 3),
    seriesSample('serialization_failures', 'api-0', 0, 2),
    seriesSample('serialization_failures', 'api-0', 1, 5),
    seriesSample('pool_waits', 'api-0', 1, 0),
    seriesSample('memory', 'api-0', 1, 3 * 2 ** 20),
  ]
  expect(told(seriesFigures({ ...record, drainedUs: null }, series))).toEqual([
    'partition_lag avg 6',
    'partition_lag max 8',
    'database_waits avg 1.5',
    'database_waits max 3',
    'database_waits{Lock:tuple} avg 1.5',
    'database_waits{Lock:tuple} max 3',
    'serialization_failures{api-0} count 3',
    'pool_waits{api-0} avg 0',
    'pool_waits{api-0} max 0',
    'process_cpu{api-0} avg 5',
    'process_cpu{api-0} max 5',
    'process_cpu{matcher-0} avg 15',
    'process_cpu{matcher-0} max 20',
    'process_memory{api-0} avg 3',
    'process_memory{api-0} max 3',
  ])
})

test('every series that the metrics page names has figures', () => {
  const sources = Object.values(metricTable).flatMap(({ series }: Metric) => series ?? [])
  const series = sources.flatMap(({ metric, subject }) => {
    // What is not by process or partition stands under the empty subject.
    const own = subject === 'process' || subject === 'partition' ? 'one' : ''
    return [0, 1].map((second) => seriesSample(metric, own, second, second))
  })
  expect(new Set(seriesFigures(record, series).map(({ metric }) => metric)).size).toBe(sources.length)
})

describe('the drain', () => {
  const endUs = record.phases.at(-1)?.endUs ?? 0
  const lag = (us: number, value: number): SeriesSample => ({ us, metric: 'consumer_lag', subject: '', value })

  test('is told with its end', () => {
    const drained = { ...record, drainedUs: endUs + 700_000, closes: [] }
    expect(told(seriesFigures(drained, [lag(0, 5), lag(endUs + 200_000, 9)])).at(-1)).toBe('consumer_lag drain 700')
  })

  test('that never ended is at least as long as somebody looked', () => {
    const open = { ...record, drainedUs: null, closes: [] }
    expect(told(seriesFigures(open, [lag(0, 5), lag(endUs + 900_000, 9)])).at(-1)).toBe('consumer_lag drain ≥ 900')
  })
})

test('a run without series has no figure but what its drain tells', () => {
  expect(told(seriesFigures({ ...record, drainedUs: null }, []))).toEqual([])
  expect(seriesFigures(record, recorded).length).toBeGreaterThan(3)
})
