/** One pass over a run's operations and decisions: every latency sample, every second, every stage. Judges nothing. */

import type { Threshold } from '../metrics/thresholds.ts'
import type { MatchResult } from '../model/match-result.ts'
import { outcomeCodes } from '../model/outcome.ts'
import type { Operations } from '../model/outcome.ts'
import { phaseIndexAt } from '../model/plan.ts'
import type { Phase } from '../model/plan.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { defaultStreamName, streamsOf } from '../model/scenario.ts'
import type { LoadOptions, StreamOptions } from '../model/scenario.ts'
import { isMatchedState } from '../oracle/compare-result.ts'
import type { RecordedLoad, RecordedRun } from '../record/recorded-run.ts'
import type { ClosedAnswers } from './closed-answers.ts'
import { closeSamples, decisionSamples, seenBeforeDue } from './decision-samples.ts'
import type { DecisionInput } from './decision-samples.ts'
import type { Held } from './held.ts'
import { ObservedEvents } from './observed-events.ts'
import { burstsBehind, latenessBehind } from './own-pauses.ts'
import { meantTimesUs, sampleOperations, scheduleLagsUs } from './operation-samples.ts'
import type { Waits } from './operation-samples.ts'
import { rowsOf } from './planned-answers.ts'
import { noPhase, SampleBook } from './sample-book.ts'
import type { Subject } from './sample-tags.ts'
import { SecondSamples } from './seconds.ts'
import type { OperationSeconds } from './seconds.ts'
import { StageBook } from './stages.ts'
import { StreamLatencies } from './stream-figures.ts'
import type { StreamedOperations } from './stream-figures.ts'

export interface Measured {
  readonly book: SampleBook
  readonly withoutLag: SampleBook
  readonly stages: StageBook
  readonly decisionSeconds: SecondSamples
  readonly operationSeconds: OperationSeconds
  readonly streams: StreamLatencies
  readonly phaseOf: Int32Array
  /** When each accepted record was answered, each was decided that needs no close, and each rightly matched payment was decided. µs. */
  readonly acknowledgedUs: Float64Array
  readonly decidedUs: Float64Array
  readonly paidUs: Float64Array
  /** The end of observation. */
  readonly untilUs: number
  /** Records of which something was seen before they were due. */
  readonly seenBeforeDue: number
}

/** What can be told of the operations before anything of the system's answers is known. */
export interface MeasuredOperations extends Pick<
  Measured,
  'book' | 'withoutLag' | 'operationSeconds' | 'streams' | 'phaseOf' | 'acknowledgedUs'
> {
  readonly meantUs: Float64Array
  readonly lagUs: Float64Array
}

export function measureOperations(plan: RecordedLoad, thresholds: readonly Threshold[]): MeasuredOperations {
  const { record, reads } = plan
  const rows = rowsOf(plan)
  const { operations } = rows
  const { phases, scenario } = record
  const scenarioStreams = streamsOf(scenario)
  const subjectOf = subjectsOf(plan, rows)
  const selectors = thresholds.map(({ selector }) => selector)
  const timed = new Set(
    thresholds.filter(({ expression: { form } }) => form === 'window' || form === 'recovery').map(({ selector }) => selector),
  )
  const book = new SampleBook(phases, selectors, record, timed)
  const withoutLag = new SampleBook(phases, selectors, record, timed)
  const operationSeconds: OperationSeconds = {
    ack_latency: new SecondSamples(),
    service_time: new SecondSamples(),
    schedule_lag: new SecondSamples(),
  }
  const phaseOf = phasesOf(operations, phases)
  const meantUs = streamedTimesUs(rows, (operation) => subjectOf(operation).record.tenant, scenarioStreams)
  const lagUs = scheduleLagsUs(operations, meantUs)
  const streams = new StreamLatencies()
  const waitsOf = ({ stream }: StreamedOperations): Waits => {
    const optionsOf = (operation: number): LoadOptions => scenarioStreams[stream[operation] as number] ?? scenario.load
    const slotMsOf = (operation: number): number => optionsOf(operation).slotDeadlineMs
    return {
      answerMsOf: (operation) => optionsOf(operation).requestTimeoutMs,
      slotMsOf: record.ending.kind === 'complete' ? slotMsOf : () => undefined,
    }
  }
  const books = { book, withoutLag, streams, seconds: operationSeconds }
  const { generatorPauses = [] } = record.health
  const own = { answerLateUs: latenessBehind(generatorPauses), burstUs: burstsBehind(generatorPauses) }
  sampleOperations(operations, subjectOf, { phaseOf, meantUs, lagUs, ...own }, waitsOf(rows), books)
  if (reads !== undefined) {
    const { dueUs } = reads.operations
    const ofReads = {
      phaseOf: phasesOf(reads.operations, phases),
      meantUs: dueUs,
      lagUs: scheduleLagsUs(reads.operations, dueUs),
      ...own,
    }
    sampleOperations(reads.operations, subjectsOf(plan, reads), ofReads, waitsOf(reads), books)
  }
  // Told in the summary and the latency file; asked for here, they are made while the rows are being read.
  for (const samples of Object.values(operationSeconds)) samples.figures()
  const acknowledgedUs = operations.answeredUs.filter((_, index) => operations.outcome[index] === outcomeCodes.accepted)
  return { book, withoutLag, operationSeconds, streams, phaseOf, acknowledgedUs, meantUs, lagUs }
}

/** Adds the samples of decisions to those of the operations. */
export function measureRun(
  run: RecordedRun,
  held: Held,
  closed: ClosedAnswers,
  decisionIndices: Int32Array,
  ofOperations: MeasuredOperations,
): Measured {
  const { record } = run
  const rows = rowsOf(run)
  const { operations } = rows
  const { phases, scenario } = record
  const scenarioStreams = streamsOf(scenario)
  const { book, withoutLag, streams, operationSeconds, phaseOf, meantUs, lagUs, acknowledgedUs } = ofOperations
  const times = { phaseOf, meantUs, lagUs }
  const observerLateUs = latenessBehind(record.health.observerPauses ?? [])
  const burstUs = burstsBehind(record.health.generatorPauses ?? [])
  const stages = new StageBook(phases, rows, meantUs, { hostId: record.hostId, originUs: record.originUs ?? 0 })
  const decisionSeconds = new SecondSamples()
  const events = new ObservedEvents(run.decisions, decisionIndices, held.answers.records.length, run.rowColumns?.decisions.observedUs)
  const untilUs = endOfObservationUs(run, events)
  const input: DecisionInput = { operations, held, closed, events, times, untilUs }
  const decidedUs = new Float64Array(held.records)
  const paidUs = new Float64Array(held.records)
  let decided = 0
  let paid = 0
  for (const sample of decisionSamples(input)) {
    const own = held.answers.records[sample.index] as CanonicalRecord
    const ended = sample.observed !== undefined
    // Like its phase, the stream of a decision is that of the record that started the clock.
    const subject = { record: own, stream: streamName(scenarioStreams, rows.stream[sample.startOperation]) }
    const { us } = sample
    if (us !== undefined) {
      streams.add(subject.stream, 'decision_latency', us, ended)
      book.add('decision_latency', sample.phase, subject, sample.startUs, us, ended)
      const observerUs = sample.observed === undefined ? 0 : observerLateUs(sample.observed.observedUs)
      const usWithoutLag = Math.max(0, us - Math.max(0, sample.lagUs, ended ? burstUs(sample.startUs) : 0) - observerUs)
      withoutLag.addSelected('decision_latency', sample.phase, subject, sample.startUs, usWithoutLag, ended)
      decisionSeconds.add(sample.startUs, us, ended)
    }
    stages.add(sample)
    if (sample.observed === undefined) continue
    decidedUs[decided++] = sample.observed.observedUs
    if (isPaid(own, held.answers.results[sample.index] as MatchResult, sample.observed.event.result.state)) {
      paidUs[paid++] = sample.observed.observedUs
    }
  }
  for (const { index, us, observedUs } of closeSamples(input)) {
    // A close has no place on the load's time axis, and its latency no stretches.
    const subject = { record: held.answers.records[index] as CanonicalRecord, stream: '' }
    const ended = observedUs !== undefined
    book.add('close_latency', noPhase, subject, Number.NaN, us, ended)
    withoutLag.addSelected('close_latency', noPhase, subject, Number.NaN, us - (ended ? observerLateUs(observedUs) : 0), ended)
  }
  return {
    book,
    withoutLag,
    stages,
    decisionSeconds,
    operationSeconds,
    streams,
    phaseOf,
    acknowledgedUs,
    decidedUs: decidedUs.subarray(0, decided),
    paidUs: paidUs.subarray(0, paid),
    untilUs,
    seenBeforeDue: seenBeforeDue(input, run.contents),
  }
}

/** The record and the stream of each operation. */
export function subjectsOf(
  { record: { scenario }, records }: Pick<RecordedRun, 'record' | 'records'>,
  { operations, stream }: StreamedOperations,
): (operation: number) => Subject {
  const streams = streamsOf(scenario)
  return (operation) => ({
    record: records[operations.recordIndex[operation] as number] as CanonicalRecord,
    stream: streamName(streams, stream[operation]),
  })
}

function streamName(streams: readonly StreamOptions[], place: number | undefined): string {
  return streams[place ?? 0]?.name ?? defaultStreamName
}

export function phasesOf({ dueUs }: Operations, phases: readonly Phase[]): Int32Array {
  const phaseOf = new Int32Array(dueUs.length)
  for (let index = 0; index < dueUs.length; index++) phaseOf[index] = phaseIndexAt(phases, dueUs[index] as number)
  return phaseOf
}

/** Stream by stream: each gathers its records into requests in its own way. */
function streamedTimesUs(
  { operations, stream }: StreamedOperations,
  tenantOf: (operation: number) => string,
  streams: readonly StreamOptions[],
): Float64Array {
  const { dueUs, sentUs } = operations
  const [first] = streams
  if (streams.length === 1 && first !== undefined) return meantTimesUs(operations, tenantOf, first)
  const gathering = [...streams.entries()].filter(([, { recordsPerRequest }]) => recordsPerRequest > 1)
  if (gathering.length === 0) return dueUs
  const meantUs = dueUs.slice()
  for (const [place, options] of gathering) {
    const own = [...dueUs.keys()].filter((index) => stream[index] === place)
    const pick = (column: Float64Array): Float64Array => Float64Array.from(own, (index) => column[index] as number)
    const columns = { count: own.length, dueUs: pick(dueUs), sentUs: pick(sentUs) }
    const ownUs = meantTimesUs(columns, (position) => tenantOf(own[position] as number), options)
    for (const [position, index] of own.entries()) meantUs[index] = ownUs[position] as number
  }
  return meantUs
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
