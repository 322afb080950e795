/** A sample run for each kind of ending, for tests of what draws them. Knows no report. */

import type { RunRecord } from '../../harness/model/run-record.ts'
import type { Counts, Summary } from '../../harness/model/summary.ts'
import { verdictOf } from '../../harness/model/verdict.ts'
import { accountingOf, counts, coverage, run, secondsOf, summary, trendsOf } from './sample-figures.ts'

export interface Sample {
  readonly run: RunRecord
  readonly summary: Summary
}

/** A run that passes. */
export function blackFridayPass(): Sample {
  return { run, summary }
}

/** Wrong answers: two classes, three currencies, a fault in the surge; the latency is void. */
export function correctnessFailure(): Sample {
  const reasons = [
    {
      kind: 'fail-correctness',
      sentence: '14 of 79,000 answers are wrong: 12 records lost, 2 false matches; USD 1,482.10, EUR 90.00 and JPY 52,000 at risk.',
    },
    { kind: 'fail-thresholds', sentence: 'anomalies count==0: seen 14' },
  ] as const
  const seen: Counts = { ...counts, decided: 78_976, lost: 12 }
  return {
    run: {
      ...run,
      faults: [
        {
          fault: 'kill matcher-0',
          startUs: 38_000_000,
          endUs: 41_000_000,
          evidence: 'matcher-0 (pid 4711) ended by SIGKILL; matcher-0 ready again 2.9 s later',
        },
      ],
    },
    summary: {
      ...summary,
      verdict: verdictOf(reasons, ''),
      counts: seen,
      accounting: accountingOf(seen),
      thresholds: summary.thresholds.map((threshold) =>
        threshold.selector === 'anomalies'
          ? { ...threshold, outcome: 'broken' as const, seen: '14' }
          : { ...threshold, outcome: 'void' as const, seen: threshold.seen },
      ),
      findings: [
        {
          class: 'lost-record',
          number: 1,
          count: 12,
          witnesses: [
            {
              record: 'stripe acct_1 txn_1NXq8k charge',
              tenant: 'acme',
              merchant: 'm-001',
              expected: 'a record in the final state: accepted with 202 at 38.214 s',
              actual: 'absent',
              atRisk: 'USD 129.90',
              lastSeen: 'logged (partition 3, offset 18,220)',
            },
            {
              record: 'ledger main order-88123 charge',
              tenant: 'globex',
              merchant: 'm-044',
              expected: 'a record in the final state: accepted with 202 at 38.219 s',
              actual: 'absent',
              atRisk: 'JPY 52,000',
              lastSeen: 'answered',
            },
          ],
        },
        {
          class: 'false-match',
          number: 7,
          count: 2,
          witnesses: [
            {
              record: 'stripe acct_1 re_9911 refund',
              tenant: 'acme',
              merchant: 'm-001',
              expected: 'EX:MISSING_IN_LEDGER',
              actual: 'MATCHED by R1 with order-88001',
              atRisk: 'EUR 45.00',
              lastSeen: 'final state',
            },
          ],
        },
      ],
      coverage: coverage.map((row) => ({ ...row, findings: row.class === 'lost-record' ? 12 : row.class === 'false-match' ? 2 : 0 })),
      moneyAtRisk: [
        { tenant: 'acme', merchant: 'm-001', currency: 'USD', records: 11, minor: '148210', major: '1482.10' },
        { tenant: 'acme', merchant: 'm-001', currency: 'EUR', records: 2, minor: '9000', major: '90.00' },
        { tenant: 'globex', merchant: 'm-044', currency: 'JPY', records: 1, minor: '52000', major: '52000' },
      ],
      states: summary.states.map((row) => (row.state === 'MATCHED' ? { ...row, actual: row.expected - 10 } : row)),
      matching: { precision: 0.99997, recall: 0.99984, exactGroupRate: 0.99981 },
    },
  }
}

/** Right, but the surge's P99 is censored and far over its budget. */
export function thresholdFailure(): Sample {
  const reasons = [{ kind: 'fail-thresholds', sentence: 'P99 of decisions in surge was ≥ 1,254 ms, budget 180 ms.' }] as const
  return {
    run,
    summary: {
      ...summary,
      verdict: verdictOf(reasons, ''),
      trends: trendsOf(15),
      seconds: secondsOf(15),
      thresholds: summary.thresholds.map((threshold) =>
        threshold.phase === 'surge' ? { ...threshold, outcome: 'broken' as const, seen: '≥ 1,254 ms' } : threshold,
      ),
    },
  }
}

/** The generator stood still in the surge: nothing about the stack is claimed. */
export function invalidRun(): Sample {
  const reasons = [
    {
      kind: 'invalid',
      sentence: 'The generator stood still for 1,004 ms in the surge; at most 360 ms is allowed with its budget of 180 ms.',
    },
  ] as const
  return {
    run: {
      ...run,
      health: { ...run.health, generatorPauseMsMax: 1_004 },
      faults: [{ fault: 'pause generator', startUs: 40_000_000, endUs: 41_000_000, evidence: 'longest pause 1,004 ms' }],
    },
    summary: { ...summary, verdict: verdictOf(reasons, '') },
  }
}

/** Ctrl-C before the first record: every list is empty and every number 0 or not a number. */
export function interruptedRun(): Sample {
  const reasons = [{ kind: 'interrupted', sentence: 'Stopped by SIGINT during warm-up, before the load began.' }] as const
  const zero = Object.fromEntries(Object.keys(counts).map((key) => [key, 0])) as unknown as Counts
  return {
    run: {
      ...run,
      phases: [],
      timeline: [],
      closes: [],
      drainedUs: null,
      ending: { kind: 'interrupted', signal: 'SIGINT', step: 'warm-up' },
      history: { files: [], records: 0, quarantined: 0, controlsHeld: 0, controlsFailed: [] },
    },
    summary: {
      ...summary,
      verdict: verdictOf(reasons, ''),
      counts: zero,
      accounting: [],
      trends: [],
      stages: [],
      stagesNote: '',
      seconds: [],
      thresholds: [],
      findings: [],
      coverage: [],
      moneyAtRisk: [],
      states: [],
      matching: { precision: Number.NaN, recall: Number.NaN, exactGroupRate: Number.NaN },
      rates: { recordsPerSecond: 0, paymentsPerSecond: 0, peakPhase: '', peakRecordsPerSecond: 0, peakPaymentsPerSecond: 0 },
      series: [],
      control: { planted: '', found: false },
      cpuMicrosPerRecord: [],
    },
  }
}

/** A complete run in which nothing was accepted: thresholds without samples, classes without a chance. */
export function emptyRun(): Sample {
  const reasons = [{ kind: 'inconclusive', sentence: 'decision_latency{phase:surge} has 0 samples; p(99) needs at least 1,000.' }] as const
  const interrupted = interruptedRun().summary
  return {
    run: { ...run, drainedUs: 80_000_000 },
    summary: {
      ...interrupted,
      verdict: verdictOf(reasons, ''),
      counts: { ...interrupted.counts, scheduled: 79_000, sent: 79_000, refused: 79_000 },
      seconds: secondsOf(1).map((row) => ({
        ...row,
        acknowledged: 0,
        decided: 0,
        decisionP50Ms: null,
        decisionP99Ms: null,
        ackP99Ms: null,
      })),
      thresholds: summary.thresholds.map((threshold) =>
        threshold.phase === undefined ? threshold : { ...threshold, outcome: 'inconclusive' as const, seen: 'no samples' },
      ),
      coverage: coverage.map((row) => ({ ...row, opportunities: 0 })),
      control: summary.control,
    },
  }
}

/** A matcher that ended by itself in the surge, with nothing lost or wrong. */
export function stackDied(): Sample {
  const reasons = [
    { kind: 'stack-failed', sentence: 'matcher-1 ended with status 134 at 41.2 s; nothing that was accepted is lost or wrong.' },
  ] as const
  const lastLines = [
    '{"level":"info","message":"partitions assigned"}',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  ]
  return {
    run: { ...run, ending: { kind: 'stack-died', process: 'matcher-1', status: 'exit 134', lastLines, step: 'load' } },
    summary: { ...summary, verdict: verdictOf(reasons, '') },
  }
}

export const samples: Readonly<Record<string, () => Sample>> = {
  'black-friday-pass': blackFridayPass,
  'correctness-failure': correctnessFailure,
  'threshold-failure': thresholdFailure,
  'invalid-run': invalidRun,
  'interrupted-run': interruptedRun,
  'empty-run': emptyRun,
  'stack-died': stackDied,
}

/** A failing sample in which every text that comes from outside is `hostile`. */
export function hostileSample(hostile: string): Sample {
  const { run: base, summary: failed } = correctnessFailure()
  return {
    run: {
      ...base,
      command: hostile,
      scenario: { ...base.scenario, name: hostile, description: hostile, system: hostile },
      phases: base.phases.map((phase, index) => (index === 2 ? { ...phase, name: hostile } : phase)),
      faults: base.faults.map((fault) => ({ ...fault, fault: hostile, evidence: hostile })),
      ending: { kind: 'failed', code: 'STACK_DIED', message: hostile, step: hostile },
      versions: { [hostile]: hostile },
      runtime: { kind: 'local', notes: [hostile] },
      machine: { ...base.machine, cpuModel: hostile },
      history: {
        ...base.history,
        files: [{ file: hostile, format: hostile, rows: 1, records: 1, notBooked: 0, quarantined: 0 }],
        controlsFailed: [hostile],
      },
    },
    summary: {
      ...failed,
      verdict: { ...failed.verdict, sentence: hostile, reasons: [{ kind: 'fail-correctness', sentence: hostile }] },
      thresholds: failed.thresholds.map((threshold) => ({ ...threshold, selector: `${threshold.selector}${hostile}`, seen: hostile })),
      findings: failed.findings.map((finding) => ({
        ...finding,
        witnesses: finding.witnesses.map((witness) => ({
          ...witness,
          record: hostile,
          tenant: hostile,
          merchant: hostile,
          expected: hostile,
          actual: hostile,
          lastSeen: hostile,
        })),
      })),
      moneyAtRisk: failed.moneyAtRisk.map((row) => ({ ...row, tenant: hostile, merchant: hostile })),
      states: failed.states.map((row, index) => (index === 0 ? { ...row, state: hostile } : row)),
      series: failed.series.map((row) => ({ ...row, subject: row.subject + hostile })),
      control: { planted: hostile, found: true },
      rates: { ...failed.rates, peakPhase: hostile },
      stagesNote: hostile,
    },
  }
}
