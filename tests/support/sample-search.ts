/** A search as its folder could hold it, for tests of its verdict and of its reports. */

import { capacitySchemaVersion } from '../../harness/model/capacity.ts'
import type { CapacityRecord, CapacityStep, StepOutcome } from '../../harness/model/capacity.ts'
import type { VerdictKind } from '../../harness/model/verdict.ts'

export const searchRecord: CapacityRecord = {
  schemaVersion: capacitySchemaVersion,
  tool: { name: 'tenfold', version: '0.1.0' },
  runId: '2026-11-27T09-00-00-capacity-7f3a',
  scenario: 'capacity',
  description: 'Up to the knee.',
  system: 'event-driven',
  seed: 7,
  command: 'tenfold run capacity --seed 7',
  startedAt: '2026-11-27T09:00:00.000Z',
  startPerSecond: 500,
  factor: 2,
  maxPerSecond: 20_000,
  resolution: 0.5,
  atLeastPerSecond: 0,
  stepSeconds: 10,
  budgets: ['decision_latency p(99)<180'],
  steps: [],
  notes: [],
}

const kinds: Readonly<Record<StepOutcome, VerdictKind>> = {
  held: 'pass',
  broken: 'fail-thresholds',
  unjudged: 'invalid',
  wrong: 'fail-correctness',
  ended: 'stack-failed',
}

export function searchStep(ratePerSecond: number, outcome: StepOutcome, sentence = `${outcome} at ${ratePerSecond}.`): CapacityStep {
  return {
    ratePerSecond,
    folder: `steps/at-${ratePerSecond}`,
    outcome,
    verdict: { kind: kinds[outcome], title: outcome, sentence },
    decisionP50: { valueMs: ratePerSecond / 100, censored: false },
    decisionP99: { valueMs: outcome === 'held' ? ratePerSecond / 20 : 4_000, censored: outcome === 'broken' },
    budgetMs: 180,
    ackP99: { valueMs: 12, censored: false },
    acknowledgedPerSecond: ratePerSecond,
    paymentsPerSecond: ratePerSecond / 3,
    lagRecordsMax: ratePerSecond / 10,
    drainMs: 1_100,
    refused: 0,
    failed: 0,
    unknown: 0,
    unsent: 0,
  }
}

/** 500, 1,000 and 2,000 held, 4,000 did not, nor did 2,830. */
export const searchSteps: readonly CapacityStep[] = [
  searchStep(500, 'held'),
  searchStep(1_000, 'held'),
  searchStep(2_000, 'held'),
  searchStep(4_000, 'broken'),
  searchStep(2_830, 'broken'),
]
