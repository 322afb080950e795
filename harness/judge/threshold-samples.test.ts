import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { expectVerdict, judgedRuns } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'
import { emptyOperations } from '../model/outcome.ts'
import type { ThresholdTable } from '../model/scenario.ts'
import type { Summary } from '../model/summary.ts'
import type { Samples } from '../metrics/judge-comparison.ts'
import { readRun } from '../record/read-run.ts'
import { parseThresholds } from '../metrics/thresholds.ts'
import { cleanRun } from '../../tests/support/recorded-run.ts'
import { baselineFigures } from './baseline-figures.ts'
import { SampleBook } from './sample-book.ts'
import { sampledFor, stretchesOf } from './threshold-samples.ts'
import type { SampleSources } from './threshold-samples.ts'
import { TimedSamples } from './timed-samples.ts'

const none: Samples = { type: 'counter', count: 0 }
const { record } = cleanRun({ groups: 1 })
const book = new SampleBook([], [], record)
/** Of a load that sent nothing. */
const emptySources: SampleSources = {
  operations: emptyOperations(0),
  subjectOf: () => {
    throw new Error('there is no operation')
  },
  phaseOf: new Int32Array(0),
  phases: [],
  naming: record,
  reads: undefined,
  book,
  withoutLag: book,
  findings: [],
  series: [],
  drainedUs: undefined,
  closedUs: undefined,
  baseline: undefined,
}

test.each([
  { windowMs: 10_000, fromMs: 0, toMs: 12_000, startsMs: [0, 1_000, 2_000] },
  { windowMs: 10_000, fromMs: 5_000, toMs: 15_500, startsMs: [5_000, 5_500] },
  { windowMs: 20_000, fromMs: 0, toMs: 25_000, startsMs: [0, 2_000, 4_000, 5_000] },
  { windowMs: 20_000, fromMs: 0, toMs: 24_000, startsMs: [0, 2_000, 4_000] },
  // Breakdowns of the last seconds lie in one too.
  {
    windowMs: 60_000,
    fromMs: 0,
    toMs: 119_000,
    startsMs: [0, 6_000, 12_000, 18_000, 24_000, 30_000, 36_000, 42_000, 48_000, 54_000, 59_000],
  },
  { windowMs: 1_000, fromMs: 0, toMs: 2_900, startsMs: [0, 1_000, 1_900] },
  { windowMs: 1_000, fromMs: 0, toMs: 3_000, startsMs: [0, 1_000, 2_000] },
  { windowMs: 10_000, fromMs: 0, toMs: 0, startsMs: [] },
])('stretches of $windowMs ms from $fromMs to $toMs ms', ({ windowMs, fromMs, toMs, startsMs }) => {
  const stretches = stretchesOf(windowMs, { fromUs: fromMs * 1_000, toUs: toMs * 1_000 }, () => none)
  expect(stretches.map(({ startMs }) => startMs)).toEqual(startsMs)
  expect(stretches.every(({ startMs, endMs }) => endMs - startMs === windowMs)).toBe(true)
})

test.each<{ name: string; looks: readonly (readonly [second: number, lag: number])[]; drained?: number; drain: object | undefined }>([
  {
    name: 'the first look that found nothing',
    looks: [
      [6.1, 5],
      [6.5, 0],
      [7, 0],
    ],
    drained: 7.2,
    drain: { ms: 500, ended: true },
  },
  {
    name: 'the drain’s own look where that came first',
    looks: [
      [6.1, 5],
      [7, 2],
      [7.5, 0],
    ],
    drained: 7.2,
    drain: { ms: 1_200, ended: true },
  },
  { name: 'that of the drain alone where nothing was sampled', looks: [], drained: 7.2, drain: { ms: 1_200, ended: true } },
  {
    name: 'the first look after what came again',
    looks: [
      [6.5, 0],
      [7.5, 40],
      [80, 3],
      [81, 0],
    ],
    drained: 7.2,
    drain: { ms: 75_000, ended: true },
  },
  {
    name: 'never where what came again is left at the close',
    looks: [
      [6.5, 0],
      [7.5, 40],
      [80, 3],
    ],
    drained: 7.2,
    drain: { ms: 74_000, ended: false },
  },
  {
    name: 'never where only a drain behind the close found nothing',
    looks: [
      [6.5, 5],
      [80, 3],
      [95, 0],
    ],
    drained: 95,
    drain: { ms: 74_000, ended: false },
  },
  {
    name: 'never without a drain that ended',
    looks: [
      [6.5, 5],
      [80, 0],
    ],
    drain: { ms: 74_000, ended: false },
  },
  {
    name: 'nobody knows when, where only a drain behind the close is told and the last look before it found nothing',
    looks: [
      [6.5, 5],
      [80, 0],
    ],
    drained: 95,
    drain: undefined,
  },
  { name: 'not known where nobody looked', looks: [], drain: undefined },
])('a system is drained by $name', ({ looks, drained, drain }) => {
  const parsed = parseThresholds({ consumer_lag: ['drain<60s'] }, { phases: ['constant'] })
  if (parsed.kind === 'problems') throw new Error(parsed.problems.join('; '))
  const sources = {
    ...emptySources,
    series: looks.map(([second, value]) => ({ us: second * 1e6, metric: 'consumer_lag', subject: '', value }) as const),
    phases: [{ name: 'constant', startUs: 0, endUs: 6e6, scheduled: 0, rateFrom: 1, rateTo: 1 }],
    drainedUs: drained === undefined ? undefined : drained * 1e6,
    closedUs: 90e6,
  }
  const [threshold] = parsed.thresholds
  expect(threshold && sampledFor(threshold, sources, sources.book).drain).toEqual(drain)
})

test('a phase that is shorter than the stretch is one', () => {
  const stretches = stretchesOf(10_000, { fromUs: 1_000_000, toUs: 4_500_000 }, () => none)
  expect(stretches.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([[1_000, 4_500]])
})

test('timed samples of any stretch are those that started in it, whatever the order in which they came', () => {
  const samplesIn = fc.array(fc.record({ startUs: fc.nat(50), us: fc.nat(1_000), ended: fc.boolean() }), { maxLength: 60 })
  fc.assert(
    fc.property(samplesIn, fc.nat(50), fc.nat(50), (samples, from, length) => {
      const timed = new TimedSamples()
      for (const { startUs, us, ended } of samples) timed.add(startUs, us, ended)
      const own = samples.filter(({ startUs }) => startUs >= from && startUs < from + length)
      const histogram = timed.histogramBetween(from, from + length)
      expect([histogram.samples, histogram.censored]).toEqual([own.length, own.filter(({ ended }) => !ended).length])
      expect(histogram.samples === 0 || histogram.max().valueMs === Math.max(...own.map(({ us }) => us)) / 1_000).toBe(true)
    }),
  )
})

describe('in a run', () => {
  const { judged, write } = judgedRuns()
  const withThresholds =
    (thresholds: ThresholdTable, edit: Edit = () => undefined): Edit =>
    (run) => {
      edit(run)
      run.record = { ...run.record, scenario: { ...run.record.scenario, thresholds } }
    }
  const outcomes = ({ thresholds }: Summary): unknown => thresholds.map(({ expression, outcome }) => [expression, outcome])

  test('every form is judged', async () => {
    const summary = await judged(
      withThresholds({
        ack_latency: ['p(90)<50 over 1s', 'p(90)<1 over 1s', 'recovery(p(90)<50) < 1s', 'p(99)<50 over 1s'],
        decision_latency: ['p(90)<180 over 1s'],
        unknown: ['count==0 over 1s', 'rate<1'],
        error_rate: ['rate<0.5 over 1s'],
        consumer_lag: ['drain<60s', 'max<4', 'value==0', 'max<3 over 1s', 'avg<3'],
        'process_cpu{process:matcher-0}': ['max>0'],
        'process_cpu{process:matcher-7}': ['max>0'],
      }),
    )
    expect(outcomes(summary)).toEqual([
      ['p(90)<50 over 1s', 'met'],
      ['p(90)<1 over 1s', 'broken'],
      ['recovery(p(90)<50) < 1s', 'met'],
      ['p(99)<50 over 1s', 'inconclusive'],
      ['p(90)<180 over 1s', 'met'],
      ['count==0 over 1s', 'met'],
      ['rate<1', 'met'],
      ['rate<0.5 over 1s', 'met'],
      ['drain<60s', 'met'],
      ['max<4', 'met'],
      ['value==0', 'met'],
      ['max<3 over 1s', 'broken'],
      ['avg<3', 'met'],
      ['max>0', 'met'],
      ['max>0', 'inconclusive'],
    ])
  })

  test('a system that was never drained breaks its time of draining', async () => {
    const summary = await judged(
      withThresholds({ consumer_lag: ['drain<60s'] }, (run) => {
        run.record = { ...run.record, drainedUs: null }
        run.series = run.series.map((sample) => (sample.metric === 'consumer_lag' ? { ...sample, value: 5 } : sample))
      }),
    )
    expect(summary.thresholds[0]).toMatchObject({ outcome: 'broken', seen: '≥ 0 s after the load’s end' })
    expect(summary.verdict.exitStatus).toBe(99)
  })

  test('the figures of another run, and what they are compared with, stand in the record alone', async () => {
    const compared = { ack_latency: ['p(90)<1.1x baseline', 'p(90)<0.5x baseline'], 'ack_latency{phase:surge}': ['med<=1x baseline'] }
    const base = await readRun(await write(cleanRun({ groups: 14 })))
    const parsed = parseThresholds(compared, { phases: ['normal', 'surge'] })
    if (parsed.kind === 'problems') throw new Error(parsed.problems.join('\n'))
    const figures = baselineFigures(base, parsed.thresholds)
    expect(figures.map(({ figure }) => figure)).toEqual([
      { kind: 'figure', value: expect.closeTo(2, 1), low: expect.closeTo(2, 1), high: expect.closeTo(2, 1) },
      { kind: 'figure', value: expect.closeTo(2, 1), low: expect.closeTo(2, 1), high: expect.closeTo(2, 1) },
      { kind: 'figure', value: expect.closeTo(2, 1), low: expect.closeTo(2, 1), high: expect.closeTo(2, 1) },
    ])
    const summary = await judged(
      withThresholds(compared, (run) => {
        run.record = { ...run.record, baseline: { folder: '/elsewhere', runId: base.record.runId, figures } }
      }),
    )
    expect(outcomes(summary)).toEqual([
      ['p(90)<1.1x baseline', 'met'],
      ['p(90)<0.5x baseline', 'broken'],
      ['med<=1x baseline', 'met'],
    ])
  })

  test('a phase that the baseline does not have has no figure there', async () => {
    const base = await readRun(await write(cleanRun({ groups: 14 })))
    const parsed = parseThresholds({ 'ack_latency{phase:flood}': ['avg<1x baseline'] }, { phases: ['flood'] })
    expect(baselineFigures(base, parsed.kind === 'thresholds' ? parsed.thresholds : [])).toMatchObject([
      { figure: { kind: 'none', reason: 'it has no phase flood' } },
    ])
  })

  test('a drain behind the close that did not end takes nothing back of the one before it', async () => {
    const summary = await judged(
      withThresholds({ consumer_lag: ['drain<60s'] }, (run) => {
        run.record = { ...run.record, drainedUs: null, drainsUs: [run.record.drainedUs, null] }
      }),
    )
    expect(outcomes(summary)).toEqual([['drain<60s', 'met']])
    expectVerdict(summary, 94, 'was not drained within')
  })

  test('a run that a threshold ended fails by it, and by nothing that the end brought about', async () => {
    const broken = {
      kind: 'threshold-broken',
      selector: 'refused',
      expression: 'count<1',
      seen: '3 operations',
      us: 5_000_000,
      step: 'load',
    } as const
    const thresholds = {
      refused: [{ threshold: 'count<1', abortOnFail: true, delayAbortEvalMs: 0 }],
      unknown: ['count==0'],
      ack_latency: ['p(90)<50'],
    }
    const summary = await judged(
      withThresholds(thresholds, (run) => {
        run.rows.operations.outcome[0] = 4
        run.record = { ...run.record, ending: broken }
      }),
    )
    expectVerdict(summary, 99, 'refused count<1 is broken: 3 operations, for which the run was ended.')
    expect(outcomes(summary)).toEqual([
      ['count<1', 'broken'],
      ['count==0', 'inconclusive'],
      ['p(90)<50', 'inconclusive'],
    ])
  })

  test.each([
    [95, true, 'would turn the outcome'],
    [99, false, 'for which the run was ended'],
  ])('a run that a threshold ended: %i where the generator’s lateness alone broke it: %s', async (exitStatus, turnedByLag, words) => {
    const thresholds = { ack_latency: [{ threshold: 'max<150', abortOnFail: true, delayAbortEvalMs: 0 }] }
    const seen = { seen: '278 ms of 100 samples', turnedByLag, us: 5_000_000, step: 'load' }
    const ending = { kind: 'threshold-broken', selector: 'ack_latency', expression: 'max<150', ...seen } as const
    const summary = await judged(withThresholds(thresholds, (run) => (run.record = { ...run.record, ending })))
    expectVerdict(summary, exitStatus, words)
  })
})
