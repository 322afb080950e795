import { expect, test } from 'vitest'

import { sampleRecord } from '../../tests/support/sample-record.ts'
import { evaluate } from '../metrics/evaluate.ts'
import { parseThresholds } from '../metrics/thresholds.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import { emptyOperations, outcomeCodes } from '../model/outcome.ts'
import type { OutcomeKind, Operations } from '../model/outcome.ts'
import { LiveSamples } from './live-samples.ts'
import type { LiveInput } from './live-samples.ts'
import { latenessBehind } from './own-pauses.ts'

const phases = [
  { name: 'normal', startUs: 0, endUs: 500_000, scheduled: 50, rateFrom: 100, rateTo: 100 },
  { name: 'surge', startUs: 500_000, endUs: 1_000_000, scheduled: 50, rateFrom: 100, rateTo: 100 },
]

/** A hundred operations, one each 10 ms. */
function started(): Operations {
  const operations = emptyOperations(100)
  for (let index = 0; index < operations.count; index++) operations.dueUs[index] = index * 10_000
  return operations
}

function over(operations: Operations, index: number, kind: OutcomeKind, ackUs: number): void {
  const dueUs = operations.dueUs[index] as number
  operations.slotUs[index] = dueUs
  operations.sentUs[index] = dueUs + 100
  if (kind === 'accepted' || kind === 'refused') {
    operations.answeredUs[index] = dueUs + ackUs
    operations.status[index] = kind === 'accepted' ? 202 : 429
  }
  operations.outcome[index] = outcomeCodes[kind]
}

function live(
  operations: Operations,
  table: Readonly<Record<string, readonly string[]>>,
  { reads, ended }: { readonly reads?: Operations; readonly ended?: LiveInput['ended'] } = {},
): { look: (nowUs: number) => void; seen: (nowUs: number, lag?: 'without lag') => unknown[] } {
  const parsed = parseThresholds(table, { phases: phases.map(({ name }) => name), streams: ['default', 'status'] })
  if (parsed.kind === 'problems') throw new Error(parsed.problems.join('\n'))
  const thresholds: readonly Threshold[] = parsed.thresholds
  const samples = new LiveSamples({
    thresholds,
    parts: [
      {
        operations,
        subjectOf: (index) => ({ record: { ...sampleRecord, recordId: `ch_${index}` }, stream: 'default' }),
        requestTimeoutMsOf: (index) => (index === 13 ? 30_000 : 10_000),
      },
      ...(reads === undefined
        ? []
        : [{ operations: reads, subjectOf: () => ({ record: sampleRecord, stream: 'status' }), requestTimeoutMsOf: () => 5_000 }]),
    ],
    phases,
    naming: { tenantSuffix: '' },
    baseline: undefined,
    ...(ended === undefined ? {} : { ended }),
  })
  return {
    look: (nowUs) => samples.look(nowUs),
    seen: (nowUs, lag) => thresholds.map((threshold) => evaluate(threshold, samples.sampled(threshold, nowUs, lag)).seen),
  }
}

test('each operation counts once, when it is over, in whatever order answers come', () => {
  const operations = started()
  const { look, seen } = live(operations, { ack_latency: ['avg<1'], refused: ['count<1'], error_rate: ['rate<1'] })
  for (let index = 0; index < 20; index++) if (index !== 3) over(operations, index, 'accepted', 2_000)
  look(250_000)
  look(260_000)
  expect(seen(260_000)).toEqual(['2 ms of 19 samples', '0 operations', '0% of operations sent (0 of 19)'])
  over(operations, 3, 'refused', 2_000)
  look(270_000)
  expect(seen(270_000)).toEqual(['2 ms of 20 samples', '1 operations', '5% of operations sent (1 of 20)'])
})

test('what is on the way is no sample, and what timed out is a censored one, at its own stream’s timeout', () => {
  const operations = started()
  const { look, seen } = live(operations, { ack_latency: ['max<50000'], unknown: ['count<1'], service_time: ['max<50000'] })
  for (let index = 0; index < 12; index++) over(operations, index, 'accepted', 1_000)
  operations.sentUs[12] = operations.dueUs[12] as number
  look(200_000)
  expect(seen(200_000)).toEqual(['1 ms of 12 samples', '0 operations', '0.9 ms of 12 samples'])
  over(operations, 12, 'unknown', 0)
  look(11_000_000)
  const waited = expect.stringMatching(/^≥ 10\d{3} ms of 13 samples$/)
  expect(seen(11_000_000)).toEqual([waited, '1 operations', waited])
  operations.sentUs[13] = operations.dueUs[13] as number
  over(operations, 13, 'unknown', 0)
  look(31_000_000)
  const longer = expect.stringMatching(/^≥ 30\d{3} ms of 14 samples$/)
  expect(seen(31_000_000)).toEqual([longer, '2 operations', longer])
})

test('what the generator was late can be left out of what begins when an operation is due', () => {
  const operations = started()
  const { look, seen } = live(operations, { ack_latency: ['max<150'], service_time: ['max<150'], schedule_lag: ['max<150'] })
  for (let index = 0; index < 20; index++) over(operations, index, 'accepted', 2_000)
  // One left 276 ms after a slot was free for it.
  operations.sentUs[3] = (operations.slotUs[3] as number) + 276_000
  operations.answeredUs[3] = operations.sentUs[3] + 2_000
  look(400_000)
  expect(seen(400_000)).toEqual(['278 ms of 20 samples', '2 ms of 20 samples', '276.2 ms of 20 samples'])
  expect(seen(400_000, 'without lag')).toEqual(['2 ms of 20 samples', '2 ms of 20 samples', '276.2 ms of 20 samples'])
})

test('what failed is counted, and waits for its answer like what timed out', () => {
  const operations = started()
  const { look, seen } = live(operations, { ack_latency: ['p(80)<50', 'max<50'], failed: ['count<1'], error_rate: ['rate<1'] })
  for (let index = 0; index < 50; index++) over(operations, index, index % 10 === 0 ? 'failed' : 'accepted', 1_000)
  look(600_000)
  const waited = expect.stringMatching(/^≥ 10\d{3} ms of 50 samples$/)
  expect(seen(600_000)).toEqual(['1 ms of 50 samples', waited, '5 operations', '10% of operations sent (5 of 50)'])
})

test('a phase has its own samples, and an outcome that stands before its times is looked at again', () => {
  const operations = started()
  const { look, seen } = live(operations, { 'ack_latency{phase:surge}': ['avg<1'], 'refused{phase:surge}': ['rate<1'] })
  for (let index = 0; index < 60; index++) over(operations, index, 'accepted', index < 50 ? 1_000 : 7_000)
  operations.answeredUs[59] = Number.NaN
  look(600_000)
  expect(seen(600_000)).toEqual(['9 samples, 10 needed', '0 operations/s'])
  operations.answeredUs[59] = 590_000 + 7_000
  look(600_000)
  expect(seen(600_000)).toEqual([expect.stringMatching(/^7(?:\.00\d)? ms of 10 samples$/), '0 operations/s'])
})

test('a threshold without a stream is on what is read as well, and with one on that alone', () => {
  const [operations, reads] = [started(), started()]
  const table = { ack_latency: ['med<5'], 'ack_latency{stream:status}': ['med<5'], 'ack_latency{stream:default}': ['med<5'] }
  const { look, seen } = live(operations, { ...table, error_rate: ['rate<1'], failed: ['count<1'] }, { reads })
  for (let index = 0; index < 20; index++) over(operations, index, 'accepted', 9_000)
  for (let index = 0; index < 30; index++) over(reads, index, index < 5 ? 'refused' : 'accepted', 2_000)
  over(reads, 30, 'failed', 0)
  look(400_000)
  expect(seen(400_000)).toEqual([
    '2 ms of 51 samples',
    '2 ms of 31 samples',
    expect.stringMatching(/^9(?:\.00\d)? ms of 20 samples$/),
    expect.stringContaining('(6 of 51)'),
    '1 operations',
  ])
})

test('of a load that was ended: what was over by then, and without what its own pauses may have added', () => {
  const operations = started()
  const pause = { fromUs: 150_000, toUs: 350_000 }
  const ended = { us: 400_000, answerLateUs: latenessBehind([pause]), burstUs: () => 0 }
  const { look, seen } = live(operations, { ack_latency: ['max<150'], service_time: ['max<150'] }, { ended })
  for (let index = 0; index < 29; index++) over(operations, index, 'accepted', 2_000)
  // On the way when the thread stood still; read behind it.
  for (const index of [14, 15]) operations.answeredUs[index] = 351_000
  // Answered, and given up, when the load was over.
  operations.answeredUs[28] = 900_000
  over(operations, 29, 'unknown', 0)
  look(400_000)
  expect(seen(400_000)).toEqual([
    expect.stringMatching(/^211(?:\.\d+)? ms of 28 samples$/),
    expect.stringMatching(/^2(?:10|11)(?:\.\d+)? ms of 28 samples$/),
  ])
  expect(seen(400_000, 'without lag')).toEqual([
    expect.stringMatching(/^1[01](?:\.\d+)? ms of 28 samples$/),
    expect.stringMatching(/^1[01](?:\.\d+)? ms of 28 samples$/),
  ])
})
