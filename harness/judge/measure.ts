/** One pass over a run's operations and decisions: every latency sample, every second, every stage. Judges nothing. */

import type { Threshold } from '../metrics/thresholds.ts'
import type { MatchResult } from '../model/match-result.ts'
import { outcomeCodes } from '../model/outcome.ts'
import { phaseIndexAt } from '../model/plan.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { isMatchedState } from '../oracle/compare-result.ts'
import type { OperationRows } from '../record/operation-columns.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import type { ClosedAnswers } from './closed-answers.ts'
import { closeSamples, decisionSamples } from './decision-samples.ts'
import type { DecisionInput } from './decision-samples.ts'
import type { Held } from './held.ts'
import { ObservedEvents } from './observed-events.ts'
import { sampleOperations, scheduleLagsUs } from './operation-samples.ts'
import { noPhase, SampleBook } from './sample-book.ts'
import { SecondSamples } from './seconds.ts'
import { StageBook } from './stages.ts'

export interface Measured {
  readonly book: SampleBook
  readonly withoutLag: SampleBook
  readonly stages: StageBook
  readonly decisionSeconds: SecondSamples
  readonly ackSeconds: SecondSamples
  readonly phaseOf: Int32Array
  /** When each accepted record was answered, each decision latency ended, and each rightly matched payment was decided. µs. */
  readonly acknowledgedUs: Float64Array
  readonly decidedUs: Float64Array
  readonly paidUs: Float64Array
  /** The end of observation. */
  readonly untilUs: number
}

export function measureRun(
  run: RecordedRun,
  rows: OperationRows,
  held: Held,
  closed: ClosedAnswers,
  thresholds: readonly Threshold[],
): Measured {
  const { record, records } = run
  const { operations } = rows
  const { phases, scenario } = record
  const recordOf = (operation: number): CanonicalRecord => records[operations.recordIndex[operation] as number] as CanonicalRecord
  const selectors = thresholds.map(({ selector }) => selector)
  const timed = new Set(
    thresholds.filter(({ expression: { form } }) => form === 'window' || form === 'recovery').map(({ selector }) => selector),
  )
  const book = new SampleBook(phases, selectors, record, timed)
  const withoutLag = new SampleBook(phases, selectors, record, timed)
  const stages = new StageBook(phases, rows, { hostId: record.hostId, originUs: record.originUs ?? 0 })
  const decisionSeconds = new SecondSamples()
  const ackSeconds = new SecondSamples()
  const phaseOf = Int32Array.from(operations.dueUs, (dueUs) => phaseIndexAt(phases, dueUs))
  const lagUs = scheduleLagsUs(operations, (operation) => recordOf(operation).tenant, scenario.load)
  const times = { phaseOf, lagUs }
  sampleOperations(operations, recordOf, times, scenario.load.requestTimeoutMs, { book, withoutLag, acks: ackSeconds })

  const events = new ObservedEvents(run.decisions, held.answers.indexByContent, held.answers.records.length)
  const untilUs = endOfObservationUs(run, events)
  const input: DecisionInput = { operations, held, closed, events, times, untilUs }
  const decidedUs: number[] = []
  const paidUs: number[] = []
  for (const sample of decisionSamples(input)) {
    const own = held.answers.records[sample.index] as CanonicalRecord
    const ended = sample.observed !== undefined
    book.add('decision_latency', sample.phase, own, sample.startUs, sample.us, ended)
    const usWithoutLag = Math.max(0, sample.us - Math.max(0, sample.lagUs))
    withoutLag.addSelected('decision_latency', sample.phase, own, sample.startUs, usWithoutLag, ended)
    decisionSeconds.add(sample.startUs, sample.us, ended)
    stages.add(sample)
    if (sample.observed === undefined) continue
    decidedUs.push(sample.observed.observedUs)
    if (isPaid(own, held.answers.results[sample.index] as MatchResult, sample.observed.event.result.state)) {
      paidUs.push(sample.observed.observedUs)
    }
  }
  for (const { index, us, observedUs } of closeSamples(input)) {
    // A close has no place on the load's time axis, and its latency no stretches.
    book.add('close_latency', noPhase, held.answers.records[index] as CanonicalRecord, Number.NaN, us, observedUs !== undefined)
  }
  const acknowledgedUs = operations.answeredUs.filter((_, index) => operations.outcome[index] === outcomeCodes.accepted)
  return {
    book,
    withoutLag,
    stages,
    decisionSeconds,
    ackSeconds,
    phaseOf,
    acknowledgedUs,
    decidedUs: Float64Array.from(decidedUs),
    paidUs: Float64Array.from(paidUs),
    untilUs,
  }
}

/** A payment fully matched: counted once, at its ledger side, when the system rightly says so. */
function isPaid({ kind, side }: CanonicalRecord, right: MatchResult, state: string): boolean {
  return kind === 'charge' && side === 'ledger' && isMatchedState(right.state) && isMatchedState(state)
}

/** The last moment in which an event could have been seen: what never came has waited at least until then. */
function endOfObservationUs({ record, operations }: RecordedRun, events: ObservedEvents): number {
  const ends = [
    events.lastUs,
    record.drainedUs ?? 0,
    record.phases.at(-1)?.endUs ?? 0,
    operations?.operations.dueUs.at(-1) ?? 0,
    ...record.closes.map(({ settledUs, requestedUs }) => settledUs ?? requestedUs),
    ...record.timeline.map(({ endUs }) => endUs),
  ]
  return Math.max(...ends)
}
