import { expect, test } from 'vitest'
import { blackFridayPass } from '../../tests/support/sample-summary.ts'
import { compareRuns } from '../gate/compare-runs.ts'
import type { ComparedRun } from '../gate/compared-run.ts'
import { uniformFrom } from '../load/prng.ts'
import type { MetricFigure } from '../metrics/metric-figure.ts'
import type { TrendSummary } from '../model/summary.ts'
import { comparisonLines } from './compare-lines.ts'
import { numberText } from './compared-numbers.ts'

const { run, summary } = blackFridayPass()
const own: ComparedRun = { record: run, summary, seconds: new Map(), series: [] }

const linesOf = (base: ComparedRun, candidate: ComparedRun): readonly string[] =>
  comparisonLines(compareRuns(base, candidate, uniformFrom(1)))
const one = (lines: readonly string[], start: string): string => lines.filter((line) => line.startsWith(start)).join('\n')

function withTrends(change: (trend: TrendSummary) => TrendSummary): ComparedRun {
  return { ...own, summary: { ...summary, trends: summary.trends.map(change) } }
}

test('a phase that has all samples of the run is not shown a second time; of several each is', () => {
  expect(linesOf(own, own).filter((line) => line.startsWith('ack_latency{phase:surge} p99 '))).toHaveLength(1)
  const trends = summary.trends.flatMap((trend) => (trend.phase === undefined ? [trend, { ...trend, phase: 'surge' }] : []))
  const single = { ...own, summary: { ...summary, trends } }
  const lines = linesOf(single, single)
  expect(one(lines, 'ack_latency{phase')).toBe('')
  expect(one(lines, 'Figures of {phase:surge}')).toContain('are those of the run')
})

test('of a latency the samples are told first, those that never ended where there are some, and one that was 0 throughout in a line', () => {
  const zero = { valueMs: 0, censored: false }
  const base = withTrends((trend) => (trend.metric === 'slot_wait' ? { ...trend, p50: zero, p90: zero, p99: zero } : trend))
  const candidate = withTrends((trend) => {
    if (trend.metric === 'slot_wait') return { ...trend, p50: zero, p90: zero, p99: zero }
    return trend.metric === 'close_latency' ? { ...trend, samples: 1_155, censored: 5, p99: { valueMs: 2_000, censored: true } } : trend
  })
  const lines = linesOf(base, candidate)
  const close = lines.filter((line) => line.startsWith('close_latency')).map((line) => line.replaceAll(/ +/g, ' '))
  expect(close).toEqual([
    'close_latency samples 2,310 1,155 −50.0%',
    'close_latency never ended 0 5 –',
    'close_latency p50 640.0 ms 640.0 ms 0.0% –',
    'close_latency p90 1420 ms 1420 ms 0.0% –',
    'close_latency p99 1760 ms ≥ 2000 ms – –',
  ])
  expect(one(lines, 'slot_wait')).toBe('')
  expect(one(lines, '0 ms in both: slot_wait')).not.toBe('')
})

test('what is shown of CPU says which records it is divided by, and what was recovered besides', () => {
  const flat = (lines: readonly string[]): string => lines.join(' ').replaceAll(/ +/g, ' ')
  expect(flat(linesOf(own, own))).toContain('by 79,000 and 79,000 accepted records. counters')
  const counts = { ...summary.counts, accepted: 78_000, unknown: 1_000, recovered: 600, neverSeen: 400 }
  const lines = linesOf(own, { ...own, summary: { ...summary, counts } })
  expect(flat(lines)).toContain('by 79,000 and 78,000 accepted records. Recovered ones (0 and 600) cost CPU too and are not among them.')
  expect(flat(lines)).toContain('CPU an accepted record 418.0 µs')
})

test('gauges stand with mean and maximum, and what is the same in both in a line of its own', () => {
  const figure = (metric: string, aggregate: 'avg' | 'max', value: number): MetricFigure => ({
    metric,
    tags: {},
    aggregate,
    unit: 'records',
    value,
    censored: false,
  })
  const lags = (avg: number, max: number): readonly MetricFigure[] => [
    figure('consumer_lag', 'avg', avg),
    figure('consumer_lag', 'max', max),
  ]
  const still = [figure('partition_lag', 'avg', 2), figure('partition_lag', 'max', 5), figure('stable_offset_lag', 'avg', 0)]
  const lines = linesOf({ ...own, series: [...lags(0.5, 40), ...still] }, { ...own, series: [...lags(0, 1_234_567), ...still] })
  expect(one(lines, 'consumer_lag').replaceAll(/ +/g, ' ')).toBe('consumer_lag, records 0.5 0 −100.0% 40 1,234,567 +3086317.5%')
  expect(one(lines, 'Equal in both: partition_lag')).toBe('Equal in both: partition_lag, records avg 2, max 5')
  expect(one(lines, '0 in both: stable_offset_lag')).toBe('0 in both: stable_offset_lag, records')
})

test.each([
  [0, '0'],
  [1_234, '1,234'],
  [0.000_12, '0.00012'],
  [0.44, '0.44'],
  [44.04, '44.0'],
  [99.96, '100.0'],
  [123.4, '123'],
])('a value of %d is told as %s', (value, text) => {
  expect(numberText(value)).toBe(text)
})
