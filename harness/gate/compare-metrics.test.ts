import { expect, test } from 'vitest'
import { blackFridayPass } from '../../tests/support/sample-summary.ts'
import type { MetricFigure } from '../metrics/metric-figure.ts'
import type { StreamSummary } from '../model/summary.ts'
import { compareCounts } from './compare-counts.ts'
import { compareMetrics } from './compare-metrics.ts'
import type { ComparedRun } from './compared-run.ts'

const { run, summary } = blackFridayPass()
const own: ComparedRun = { record: run, summary, seconds: new Map(), series: [] }

const gauge = (value: number, tags = {}, metric = 'consumer_lag'): MetricFigure => ({
  metric,
  tags,
  aggregate: 'max',
  unit: 'records',
  value,
  censored: false,
})

test('each count of either stands beside the other’s, with their difference', () => {
  const answers = { heard: 79_000, taken: 78_990, late: 10, duplicate: 0, toNobody: 0, garbled: 0 }
  const fewer: ComparedRun = {
    ...own,
    record: { ...run, answers: { sent: answers, read: { ...answers, heard: 5, taken: 4, late: 1 } } },
    summary: { ...summary, counts: { ...summary.counts, accepted: 39_500, unknown: 39_500 } },
  }
  const counts = compareCounts(own, fewer)
  const named = (wanted: string) => counts.find(({ name }) => name === wanted)
  // Every box of the accounting, then what came off the wire.
  expect(counts.map(({ name }) => name)).toEqual([...Object.keys(summary.counts), ...Object.keys(answers)])
  expect(named('scheduled')).toMatchObject({ base: 79_000, candidate: 79_000, difference: 0, change: 0 })
  expect(named('accepted')).toMatchObject({ base: 79_000, candidate: 39_500, difference: -39_500, change: -0.5 })
  expect(named('unknown')).toMatchObject({ base: 0, candidate: 39_500, difference: 39_500, change: null })
  expect(named('late')).toMatchObject({ base: null, candidate: 11, difference: null, change: null })
})

test('streams have counts and latencies of their own, also where one of the two has no such stream', () => {
  const { ackP50: _, ...boxes } = streamNamed('webhooks')
  const stream: StreamSummary = { ...boxes, ackP50: { valueMs: 12, censored: false }, ackP99: { valueMs: 900, censored: true } }
  const streamed: ComparedRun = { ...own, summary: { ...summary, streams: [stream] } }
  const counts = compareCounts(own, streamed).filter((count) => count.stream === 'webhooks')
  expect(counts.find(({ name }) => name === 'accepted')).toMatchObject({ base: null, candidate: 90, difference: null })
  const latencies = compareMetrics(streamed, streamed).filter(({ tags }) => tags.stream === 'webhooks')
  expect(latencies.map(({ metric, aggregate, candidate, difference }) => [metric, aggregate, candidate, difference])).toEqual([
    ['ack_latency', 'p50', { value: 12, censored: false }, 0],
    ['ack_latency', 'p99', { value: 900, censored: true }, null],
  ])
})

test.each<[string, readonly MetricFigure[], readonly MetricFigure[], object]>([
  ['in both', [gauge(40)], [gauge(50)], { base: { value: 40 }, candidate: { value: 50 }, difference: 10, change: 0.25 }],
  ['from nothing', [gauge(0)], [gauge(3)], { difference: 3, change: null }],
  ['in the candidate alone', [], [gauge(3)], { base: null, candidate: { value: 3 }, difference: null, change: null }],
  ['in the base alone', [gauge(3)], [], { base: { value: 3 }, candidate: null, difference: null, change: null }],
  ['that did not end', [gauge(3)], [{ ...gauge(9), censored: true }], { candidate: { value: 9, censored: true }, difference: null }],
])('a gauge %s', (_, base, candidate, expected) => {
  const compared = compareMetrics({ ...own, series: base }, { ...own, series: candidate })
  expect(compared.filter(({ metric }) => metric === 'consumer_lag')).toMatchObject([expected])
})

test('an event that the database never named is 0 where its waits were looked at, and not known where they were not', () => {
  const [total, event] = [gauge(0, {}, 'database_waits'), gauge(2, { event: 'Lock:tuple' }, 'database_waits')]
  const of = (base: readonly MetricFigure[]) =>
    compareMetrics({ ...own, series: base }, { ...own, series: [total, event] }).find(({ tags }) => tags.event === 'Lock:tuple')
  expect(of([total])).toMatchObject({ base: { value: 0 }, candidate: { value: 2 }, difference: 2 })
  expect(of([])).toMatchObject({ base: null, candidate: { value: 2 }, difference: null })
})

test('errors are a share of what was sent, and rates are told of the run and of its highest phase', () => {
  const { accepted, scheduled } = summary.counts
  const half: ComparedRun = {
    ...own,
    summary: { ...summary, counts: { ...summary.counts, accepted: accepted / 2, refused: scheduled / 2 } },
  }
  const compared = compareMetrics(own, half)
  expect(compared.find(({ metric }) => metric === 'error_rate')).toMatchObject({ base: { value: 0 }, candidate: { value: 0.5 } })
  expect(compared.filter(({ metric }) => metric === 'accepted').map(({ tags, base }) => [tags, base?.value])).toEqual([
    [{}, 987.5],
    [{ phase: 'surge' }, 2_003],
  ])
})

function streamNamed(name: string): StreamSummary {
  const none = { unsentNoSlot: 0, unsentLate: 0, refused: 0, failed: 0, unknown: 10, notFound: 0, ackP50: null, ackP99: null }
  return { name, kind: 'ingest', scheduled: 100, sent: 100, accepted: 90, decisionP99: null, ...none }
}
