import { expect, test } from 'vitest'
import { blackFridayPass } from '../../tests/support/sample-summary.ts'
import type { Summary } from '../model/summary.ts'
import { readMetrics } from './gate-metrics.ts'

const { summary } = blackFridayPass()

const offered = (changes: Partial<Summary>): number => readMetrics({ ...summary, ...changes })['offered-per-accepted'].value
const counts = (scheduled: number, accepted: number): Summary['counts'] => ({ ...summary.counts, scheduled, accepted })
const stream = {
  name: 'a',
  kind: 'ingest',
  sent: 0,
  unsentNoSlot: 0,
  unsentLate: 0,
  refused: 0,
  failed: 0,
  unknown: 0,
  notFound: 0,
} as const
const noLatency = { ackP50: null, ackP99: null, decisionP99: null } as const

test('a run that takes its whole load is offered one record for each', () => {
  expect(offered({ counts: counts(1_500, 1_500) })).toBe(1)
})

test('what is refused, failed or never sent makes it more, and taking nothing is a number too', () => {
  expect(offered({ counts: counts(1_499, 749) })).toBe(2)
  expect(offered({ counts: counts(1_499, 0) })).toBe(1_500)
})

test('reads count beside the records; streams that send are in the counts already', () => {
  const streams = [
    { ...stream, ...noLatency, scheduled: 1_000, accepted: 1_000 },
    { ...stream, ...noLatency, kind: 'read', scheduled: 999, accepted: 0 },
  ] as const
  expect(offered({ counts: counts(1_000, 1_000), streams })).toBeCloseTo(2_000 / 1_001, 12)
})

test('CPU a record is a figure where all processes have theirs: the sum without one of them would look like a gain', () => {
  const { cpuMicrosPerRecord } = summary
  expect(readMetrics(summary)['cpu-per-record']).toEqual({ kind: 'value', value: 86 + 79 + 63 + 71 + 119 })
  expect(readMetrics({ ...summary, cpuMicrosPerRecord: cpuMicrosPerRecord.slice(1) })['cpu-per-record']).toMatchObject({ kind: 'none' })
})
