import { describe, expect, test } from 'vitest'

import { expectVerdict, judgedRuns } from '../../tests/support/judged-run.ts'
import { cleanRun } from '../../tests/support/recorded-run.ts'
import type { RunParts } from '../../tests/support/recorded-run.ts'
import { emptyOperations, outcomeCodes } from '../model/outcome.ts'
import type { OutcomeKind } from '../model/outcome.ts'
import type { StreamOptions, ThresholdTable } from '../model/scenario.ts'
import type { ReadRows } from '../record/operation-columns.ts'
import { readLatency } from '../record/read-latency.ts'
import { judgeFolder } from './judge-folder.ts'

const { judged, write } = judgedRuns()
const readUs = 5_000

/** Every fourth record is of the stream `drop`; `dashboards` reads twenty times, 5 ms each. */
function streamed(run: RunParts, thresholds: ThresholdTable = {}): void {
  const { scenario } = run.record
  const stream = (name: string, kind: StreamOptions['kind']): StreamOptions => ({
    ...scenario.load,
    name,
    kind,
    startMs: 0,
    readAfterMs: 0,
    requestTimeoutMs: 2_000,
  })
  const streams = [stream('dashboards', 'read'), stream('webhooks', 'ingest'), stream('drop', 'ingest')]
  run.record = { ...run.record, scenario: { ...scenario, streams, thresholds: { ...scenario.thresholds, ...thresholds } } }
  run.rows = { ...run.rows, stream: run.rows.stream.map((_, index) => (index % 4 === 1 ? 2 : 1)) }
  run.reads = readsOf(20)
}

function readsOf(count: number): ReadRows {
  const operations = emptyOperations(count)
  for (let index = 0; index < count; index++) {
    operations.recordIndex[index] = index
    operations.dueUs[index] = index * 10_000
    operations.slotUs[index] = index * 10_000
    operations.sentUs[index] = index * 10_000 + 50
    operations.answeredUs[index] = index * 10_000 + readUs
    operations.outcome[index] = outcomeCodes.accepted
    operations.status[index] = index < 3 ? 404 : 200
  }
  return { operations, stream: new Uint8Array(count) }
}

/** As the generator leaves a read that had no answer. */
function unanswered(run: RunParts, index: number, kind: OutcomeKind): void {
  const { operations } = run.reads as ReadRows
  operations.outcome[index] = outcomeCodes[kind]
  operations.answeredUs[index] = Number.NaN
  operations.status[index] = 0
}

test('each stream has its own boxes and latencies, and reads are no records', async () => {
  const { streams, counts, accounting, verdict } = await judged((run) => streamed(run))
  expect(verdict.exitStatus, verdict.sentence).toBe(0)
  const shown = streams?.map(({ name, kind, scheduled, sent, accepted, notFound }) => [name, kind, scheduled, sent, accepted, notFound])
  expect(shown).toEqual([
    ['dashboards', 'read', 20, 20, 20, 3],
    ['webhooks', 'ingest', 273, 273, 273, 0],
    ['drop', 'ingest', 91, 91, 91, 0],
  ])
  expect(streams?.map(({ ackP99, decisionP99 }) => [Math.round(ackP99?.valueMs ?? -1), Math.round(decisionP99?.valueMs ?? -1)])).toEqual([
    [5, -1],
    [2, 20],
    [2, 20],
  ])
  expect(counts.scheduled).toBe(364)
  expect(accounting.filter(({ identity }) => identity.startsWith('dashboards')).map(({ left, holds }) => [left, holds])).toEqual([
    [20, true],
    [20, true],
  ])
})

test('the seconds hold the samples that the whole holds, reads too: what is drawn from them is the same figure', async () => {
  const run = cleanRun({ groups: 14 })
  streamed(run)
  const folder = await write(run)
  const { trends, seconds } = await judgeFolder(folder)
  const entries = await readLatency(folder)
  for (const metric of ['ack_latency', 'decision_latency', 'service_time', 'schedule_lag']) {
    const whole = trends.find((trend) => trend.metric === metric && trend.phase === undefined)
    const bySecond = entries.filter((entry) => entry.metric === metric && entry.second !== undefined)
    expect(whole?.samples, metric).toBeGreaterThan(300)
    expect([metric, bySecond.reduce((sum, { samples }) => sum + samples, 0)]).toEqual([metric, whole?.samples])
  }
  // The reads take 5 ms and are all in the first second; the records take 2 ms.
  expect(Math.round(seconds[0]?.ackP99Ms ?? -1)).toBe(5)
})

test('a pass names reads beside records, and those that were not answered', async () => {
  const { verdict } = await judged((run) => {
    streamed(run)
    unanswered(run, 17, 'failed')
    unanswered(run, 18, 'unknown')
    unanswered(run, 19, 'unknown')
  })
  expect(verdict).toMatchObject({ kind: 'pass' })
  expect(verdict.sentence).toContain(
    '364 records, every answer right; 17 reads answered (1 failed, 2 with an unknown outcome); decision P99 20.02 ms',
  )
})

describe('thresholds select a stream', () => {
  test.each<[string, string, number, string]>([
    ['decision_latency{stream:drop}', 'p(50)<180', 0, 'every answer right'],
    ['decision_latency{stream:drop,phase:surge}', 'p(50)<1', 99, 'decision_latency{stream:drop,phase:surge} p(50)<1 is broken'],
    ['ack_latency{stream:dashboards}', 'p(50)<4', 99, 'ms of 20 samples'],
    ['ack_latency{stream:webhooks}', 'p(50)<4', 0, 'every answer right'],
    // Without a stream all of them are taken: 364 records and 20 reads.
    ['ack_latency', 'max<4', 99, 'ms of 384 samples'],
    ['unknown{stream:dashboards}', 'count==0', 99, 'unknown{stream:dashboards} count==0 is broken: 2'],
    ['unknown{stream:drop}', 'count==0', 0, 'every answer right'],
    ['unknown', 'count<2', 99, 'unknown count<2 is broken: 2'],
    ['error_rate{stream:dashboards}', 'rate<0.05', 99, 'error_rate{stream:dashboards} rate<0.05 is broken'],
    ['service_time{stream:dashboards}', 'p(50)<180', 0, 'every answer right'],
  ])('%s %s: %i', async (selector, expression, exitStatus, words) => {
    const summary = await judged((run) => {
      streamed(run, { [selector]: [expression] })
      if (/unknown|error/.test(selector)) for (const index of [4, 5]) unanswered(run, index, 'unknown')
    })
    expect(summary.verdict.exitStatus, summary.verdict.sentence).toBe(exitStatus)
    expect(summary.verdict.sentence).toContain(words)
  })

  test('a read without an answer is censored at its own stream’s timeout', async () => {
    const { streams } = await judged((run) => {
      streamed(run)
      unanswered(run, 19, 'unknown')
    })
    expect(streams?.[0]?.ackP99).toMatchObject({ censored: true })
    expect(Math.round((streams?.[0]?.ackP99?.valueMs ?? 0) / 100)).toBe(20)
  })
})

describe('verdicts over streams that do not add up', () => {
  test.each<[string, string, (run: RunParts) => void]>([
    [
      'a read that has an outcome and was never sent',
      'dashboards: scheduled = sent + unsent: 20 ≠ 19',
      (run) => void (sentUsOf(run)[7] = Number.NaN),
    ],
    [
      'reads whose answers were not taken',
      'reads: answers = taken + late + duplicate + to nobody: 21 ≠ 20',
      (run) => {
        const read = { heard: 21, taken: 20, late: 0, duplicate: 0, toNobody: 0, garbled: 0 }
        run.record = { ...run.record, answers: { read } }
      },
    ],
    [
      'reads that the generator was too late for',
      'the generator did not send 2 of 384 records and reads in time',
      (run) => {
        for (const index of [10, 11]) {
          unanswered(run, index, 'unsent-late')
          sentUsOf(run)[index] = Number.NaN
        }
      },
    ],
  ])('%s: 95', async (_, words, edit) => {
    expectVerdict(
      await judged((run) => {
        streamed(run)
        edit(run)
      }),
      95,
      words,
    )
  })

  const sentUsOf = (run: RunParts): Float64Array => (run.reads as ReadRows).operations.sentUs
})
