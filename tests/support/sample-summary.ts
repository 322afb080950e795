/** Run records and summaries as a judge could have made them, for tests of what draws them. Plain arithmetic; no clock, no chance. */

import { anomalyClasses, type AnomalyClass } from '../../harness/model/finding.ts'
import type { Phase } from '../../harness/model/plan.ts'
import { runSchemaVersion, type RunRecord } from '../../harness/model/run-record.ts'
import type { Scenario } from '../../harness/model/scenario.ts'
import { summarySchemaVersion, type Counts, type SecondSummary, type Summary, type TrendSummary } from '../../harness/model/summary.ts'
import { verdictOf } from '../../harness/model/verdict.ts'

export interface Sample {
  readonly run: RunRecord
  readonly summary: Summary
}

const stages = [
  { name: 'normal', durationMs: 20_000, targetPerSecond: 200 },
  { name: 'ramp', durationMs: 5_000, targetPerSecond: 2_000 },
  { name: 'surge', durationMs: 30_000, targetPerSecond: 2_000 },
  { name: 'ramp-down', durationMs: 5_000, targetPerSecond: 200 },
  { name: 'recovery', durationMs: 20_000, targetPerSecond: 200 },
] as const

const phases: readonly Phase[] = stages.map((stage, index) => {
  const startUs = stages.slice(0, index).reduce((sum, { durationMs }) => sum + durationMs * 1000, 0)
  const rateFrom = stages[index - 1]?.targetPerSecond ?? 200
  const rateTo = stage.targetPerSecond
  return {
    name: stage.name,
    startUs,
    endUs: startUs + stage.durationMs * 1000,
    scheduled: (((rateFrom + rateTo) / 2) * stage.durationMs) / 1000,
    rateFrom,
    rateTo,
  }
})

const scenario: Scenario = {
  name: 'black-friday',
  description: 'Normal traffic, a tenfold surge, and the way back.',
  exercises: ['A2', 'A3', 'A4'],
  system: 'event-driven',
  matchers: 2,
  stackSwitches: [],
  matcherLives: [],
  history: { kind: 'synthetic', tenants: 4, merchants: 200, days: 3, surgeMerchantShare: 0.8, discrepancies: 'typical' },
  load: {
    executor: 'ramping-arrival-rate',
    arrivals: 'poisson',
    startPerSecond: 200,
    stages,
    recordsPerRequest: 1,
    batchWindowMs: 5,
    workers: 1,
    inFlightMax: 512,
    requestTimeoutMs: 10_000,
    slotDeadlineMs: 5_000,
    warmUp: { durationMs: 3_000, perSecond: 100 },
  },
  profile: { level: 'L1', carryDays: 5, tolerance: { abs: 0n, bps: 0n } },
  closeDate: undefined,
  drainTimeoutMs: 30_000,
  closeTimeoutMs: 30_000,
  thresholds: {
    'decision_latency{phase:surge}': ['p(99)<180'],
    'decision_latency{phase:recovery}': ['p(99)<100'],
    anomalies: ['count==0'],
  },
  faults: [],
  demands: [],
}

const run: RunRecord = {
  schemaVersion: runSchemaVersion,
  tool: { name: 'tenfold', version: '0.1.0' },
  runId: '2026-11-27T09-00-00-black-friday-7f3a',
  scenario,
  seed: 20261127,
  command: 'tenfold run black-friday --seed 20261127',
  startedAt: '2026-11-27T09:00:12.480Z',
  hostId: '6f1c9d2e',
  clock: 'CLOCK_MONOTONIC',
  runtime: { kind: 'local', notes: ['PostgreSQL 18, Apache Kafka 4.1 on the JVM; matchers: 2'] },
  versions: { tenfold: '0.1.0', node: '26.10.0', postgresql: '18.4', kafka: '4.1.0', java: '21.0.4' },
  machine: { cpus: 2, cpuModel: 'AMD EPYC 7B13', memoryBytes: 8 * 2 ** 30, platform: 'linux x64' },
  tenantSuffix: '7f3a',
  tenants: ['acme-7f3a', 'globex-7f3a', 'initech-7f3a', 'umbrella-7f3a'],
  phases,
  timeline: [
    { step: 'start', startUs: -9_800_000, endUs: -3_200_000 },
    { step: 'warm-up', startUs: -3_200_000, endUs: 0 },
    { step: 'load', startUs: 0, endUs: 80_000_000 },
    { step: 'drain', startUs: 80_000_000, endUs: 80_600_000 },
    { step: 'close', startUs: 80_600_000, endUs: 82_400_000 },
  ],
  closes: [
    {
      closeId: 'c1',
      tenant: 'acme-7f3a',
      date: '2026-12-05',
      requestedUs: 80_600_000,
      partitions: 48,
      settledUs: 82_400_000,
      missingPartitions: [],
    },
  ],
  faults: [],
  drainedUs: 80_600_000,
  health: {
    generatorPauseMsMax: 21,
    observerPauseMsMax: 34,
    observerLagMsMax: 41,
    observerLagMsP99: 9,
    generatorCpuMs: 14_200,
    observerCpuMs: 6_100,
  },
  ending: { kind: 'complete' },
  history: {
    files: [
      { file: 'stripe-acme.csv', format: 'stripe-payout-itemized', rows: 31_004, records: 30_990, notBooked: 10, quarantined: 4 },
      { file: 'bank-acme.xml', format: 'camt.053.001.08', rows: 1_204, records: 1_204, notBooked: 0, quarantined: 0 },
      { file: 'ledger-acme.csv', format: 'ledger', rows: 46_806, records: 46_806, notBooked: 0, quarantined: 0 },
    ],
    records: 79_000,
    quarantined: 4,
    controlsHeld: 12,
    controlsFailed: [],
  },
}

/** Rates and latencies of a load that the stack follows; `slowdown` multiplies the latency of the surge. */
function secondsOf(slowdown: number): SecondSummary[] {
  return Array.from({ length: 80 }, (_, second): SecondSummary => {
    const phase = phases.find(({ endUs }) => (second + 0.5) * 1e6 < endUs)
    const share = phase === undefined ? 0 : ((second + 0.5) * 1e6 - phase.startUs) / (phase.endUs - phase.startUs)
    const rate = phase === undefined ? 0 : phase.rateFrom + (phase.rateTo - phase.rateFrom) * share
    // A fixed wave stands for the noise of Poisson arrivals.
    const wave = Math.sin(second * 1.7) + Math.sin(second * 0.61)
    const offered = Math.round(rate + wave * Math.sqrt(rate))
    const load = rate / 2_000
    const factor = load > 0.5 ? slowdown : 1
    return {
      second,
      offered,
      acknowledged: Math.round(offered + wave * 3),
      decided: Math.round((rate + Math.sin(second * 1.7 - 0.5) * Math.sqrt(rate)) * (factor > 2 ? 0.8 : 1)),
      decisionP50Ms: (9 + 9 * load + wave) * factor,
      decisionP99Ms: (28 + 52 * load + wave * 6) * factor,
      ackP99Ms: 7 + 12 * load + wave * 1.5,
    }
  })
}

function trendsOf(slowdown: number): TrendSummary[] {
  const metrics = [
    ['decision_latency', 12, 44],
    ['ack_latency', 3.1, 14],
    ['service_time', 2.9, 13],
    ['schedule_lag', 0.08, 0.9],
    ['slot_wait', 0, 0.1],
  ] as const
  const rows = metrics.flatMap(([metric, p50, p99]) =>
    [undefined, ...phases].map((phase): TrendSummary => {
      const surge = phase?.name === 'surge' || phase?.name === 'ramp'
      const factor = (surge ? 1.9 : 1) * (surge && metric === 'decision_latency' ? slowdown : 1)
      const censored = surge && slowdown > 2 && metric === 'decision_latency' ? 900 : 0
      return {
        metric,
        ...(phase === undefined ? {} : { phase: phase.name }),
        samples: Math.round(0.74 * (phase?.scheduled ?? 79_000)),
        censored,
        p50: { valueMs: p50 * factor, censored: false },
        p90: { valueMs: p99 * 0.6 * factor, censored: false },
        p99: { valueMs: p99 * factor, censored: censored > 0 },
        max: { valueMs: p99 * 2.4 * factor, censored: censored > 0 },
        meanMs: p50 * 1.2 * factor,
      }
    }),
  )
  const close: TrendSummary = {
    metric: 'close_latency',
    samples: 2_310,
    censored: 0,
    p50: { valueMs: 640, censored: false },
    p90: { valueMs: 1_420, censored: false },
    p99: { valueMs: 1_760, censored: false },
    max: { valueMs: 1_800, censored: false },
    meanMs: 710,
  }
  return [...rows, close]
}

const counts: Counts = {
  scheduled: 79_000,
  sent: 79_000,
  unsentNoSlot: 0,
  unsentLate: 0,
  accepted: 79_000,
  refused: 0,
  failed: 0,
  unknown: 0,
  recovered: 0,
  neverSeen: 0,
  redelivered: 0,
  records: 79_000,
  decided: 78_988,
  open: 12,
  lost: 0,
}

function accountingOf(seen: Counts): Summary['accounting'] {
  const lines: readonly [string, number, number][] = [
    ['scheduled = sent + unsent', seen.scheduled, seen.sent + seen.unsentNoSlot + seen.unsentLate],
    ['sent = accepted + refused + failed + unknown', seen.sent, seen.accepted + seen.refused + seen.failed + seen.unknown],
    ['unknown = recovered + never seen', seen.unknown, seen.recovered + seen.neverSeen],
    ['accepted + recovered = redelivered + records', seen.accepted + seen.recovered, seen.redelivered + seen.records],
    ['records = decided + open + lost', seen.records, seen.decided + seen.open + seen.lost],
  ]
  return lines.map(([identity, left, right]) => ({ identity, left, right, holds: left === right }))
}

const unseen: ReadonlySet<AnomalyClass> = new Set(['aborted-read', 'offset-without-effect', 'precision-loss'])

const coverage: Summary['coverage'] = (Object.keys(anomalyClasses) as AnomalyClass[]).map((name, index) => ({
  class: name,
  opportunities: unseen.has(name) ? 0 : 79_000 - index * 3_100,
  findings: 0,
  opportunity: unseen.has(name) ? 'a transaction that was rolled back' : 'a record that was accepted',
}))

const summary: Summary = {
  schemaVersion: summarySchemaVersion,
  runId: run.runId,
  verdict: verdictOf([], 'All 79,000 answers are right, and P99 in surge was 83.6 ms, within its budget of 180 ms.'),
  counts,
  accounting: accountingOf(counts),
  trends: trendsOf(1),
  stages: phases.flatMap(({ name, rateTo }) =>
    (
      [
        ['schedule lag', 0.1],
        ['slot wait', 0.05],
        ['ingest', 3.2],
        ['queue', 2.4],
        ['match', 6.1],
        ['publish and observe', 2.2],
      ] as const
    ).map(([stage, meanMs]) => ({
      stage,
      phase: name,
      samples: 5_000,
      meanMs: meanMs * (rateTo > 1_000 ? 1.6 : 1),
      p50Ms: meanMs * 0.8,
      p99Ms: meanMs * 4,
    })),
  ),
  stagesNote: 'of 58214 of 58460 decisions: those that the record which started the clock brought about',
  seconds: secondsOf(1),
  thresholds: [
    { selector: 'decision_latency{phase:surge}', expression: 'p(99)<180', outcome: 'met', seen: '83.6 ms', budgetMs: 180, phase: 'surge' },
    {
      selector: 'decision_latency{phase:recovery}',
      expression: 'p(99)<100',
      outcome: 'met',
      seen: '44 ms',
      budgetMs: 100,
      phase: 'recovery',
    },
    { selector: 'anomalies', expression: 'count==0', outcome: 'met', seen: '0' },
  ],
  findings: [],
  coverage,
  moneyAtRisk: [],
  states: [
    { state: 'OPEN', expected: 12, actual: 12 },
    { state: 'MATCHED', expected: 76_310, actual: 76_310 },
    { state: 'EXPLAINED_STANDALONE', expected: 1_204, actual: 1_204 },
    { state: 'EX:AMOUNT_MISMATCH', expected: 318, actual: 318 },
    { state: 'EX:MISSING_AT_PROCESSOR', expected: 902, actual: 902 },
    { state: 'EX:MISSING_IN_LEDGER', expected: 254, actual: 254 },
  ],
  matching: { precision: 1, recall: 1, exactGroupRate: 1 },
  rates: { recordsPerSecond: 987.5, paymentsPerSecond: 462.1, peakPhase: 'surge', peakRecordsPerSecond: 2_003, peakPaymentsPerSecond: 941 },
  series: [
    ...(['api-0', 'matcher-0', 'matcher-1', 'kafka', 'postgresql', 'generator'] as const).map((subject, index) => ({
      metric: 'cpu',
      subject,
      unit: '% of one CPU',
      points: secondsOf(1).map(({ second, offered }) => [second, 2 + index + (offered / 2_000) * (46 - index * 6)] as const),
    })),
    {
      metric: 'consumer_lag',
      subject: '',
      unit: 'records',
      points: secondsOf(1).map(({ second, offered }) => [second, Math.round(offered / 90)] as const),
    },
  ],
  control: { planted: 'one minor unit added to the answer for txn_000017', found: true },
  cpuMicrosPerRecord: [
    { process: 'api-0', micros: 86 },
    { process: 'matcher', micros: 142 },
    { process: 'kafka', micros: 71 },
    { process: 'postgresql', micros: 119 },
  ],
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
