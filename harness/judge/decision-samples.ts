/** Decision and close latency, exactly as measurement.md §2 defines them, and what no clock allows. Pure. */

import type { MatchResult } from '../model/match-result.ts'
import type { Operations } from '../model/outcome.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { startingRecords } from '../oracle/bases.ts'
import type { ClosedAnswers } from './closed-answers.ts'
import type { Held } from './held.ts'
import type { ObservedEvent, ObservedEvents } from './observed-events.ts'
import type { OperationTimes } from './operation-samples.ts'

export interface DecisionSample {
  /** Of the answers' records. */
  readonly index: number
  /** The operation that delivered the starting record. */
  readonly startOperation: number
  readonly phase: number
  readonly startUs: number
  /**
   * From the start to the event that decided the answer, or to the last moment in which one could have been seen. undefined: the answer
   * stood already at the start, as that to a record with two contents does when a third one comes. Nothing was left to decide: no sample.
   */
  readonly us: number | undefined
  /** Schedule lag of the starting operation. */
  readonly lagUs: number
  /** undefined: never observed, a censored sample. */
  readonly observed: ObservedEvent | undefined
}

export interface DecisionInput {
  readonly operations: Operations
  readonly held: Held
  readonly closed: ClosedAnswers
  readonly events: ObservedEvents
  readonly times: Omit<OperationTimes, 'answerLateUs' | 'burstUs'>
  /** The end of observation, µs from the origin. */
  readonly untilUs: number
}

/** One for each accepted record whose right answer needs no close. */
export function* decisionSamples({ operations, held, closed, events, times, untilUs }: DecisionInput): Generator<DecisionSample> {
  const { answers, firstOperation, accepted } = held
  const dueUs = new Float64Array(answers.records.length).fill(Number.NaN)
  for (let index = 0; index < held.records; index++) dueUs[index] = operations.dueUs[firstOperation[index] as number] as number
  const starts = startingRecords(answers.bases, dueUs)
  for (let index = 0; index < held.records; index++) {
    const start = starts[index] as number
    if (accepted[index] === 0 || start === -1 || (answers.results[index] as MatchResult).state === 'OPEN') continue
    const startOperation = firstOperation[start] as number
    const startUs = dueUs[start] as number
    const beforeUs = closed.requestedUs.get((answers.records[index] as CanonicalRecord).tenant) ?? Number.POSITIVE_INFINITY
    const observed = events.decidedBy(index, startUs, beforeUs)
    const endUs = observed?.observedUs ?? Math.max(startUs, Math.min(beforeUs, untilUs))
    yield {
      index,
      startOperation,
      phase: times.phaseOf[startOperation] as number,
      startUs,
      us: endUs < startUs ? undefined : endUs - startUs,
      lagUs: times.lagUs[startOperation] as number,
      observed,
    }
  }
}

/**
 * Records of which something was seen before any of their deliveries was due, those included that the system refused, or whose answer was lost, and took all the same. With one
 * clock there is none: a mistake of the clocks, not an early answer. `contents`: of the plan's records.
 */
export function seenBeforeDue(
  { operations, held, events }: Pick<DecisionInput, 'operations' | 'held' | 'events'>,
  contents: readonly string[],
): number {
  const { dueUs, sentUs, recordIndex } = operations
  const earlyUs = new Map<string, number>()
  for (let index = 0; index < held.records; index++) {
    const firstUs = events.firstUs(index)
    if (firstUs === undefined || firstUs >= (dueUs[held.firstOperation[index] as number] as number)) continue
    earlyUs.set(held.answers.contents[index] as string, firstUs)
  }
  for (let operation = 0; operation < operations.count && earlyUs.size > 0; operation++) {
    if (Number.isNaN(sentUs[operation])) continue
    const content = contents[recordIndex[operation] as number] as string
    if ((earlyUs.get(content) ?? Number.NEGATIVE_INFINITY) >= (dueUs[operation] as number)) earlyUs.delete(content)
  }
  return earlyUs.size
}

export interface CloseSample {
  readonly index: number
  readonly us: number
  readonly observedUs: number | undefined
}

/** One sample for each record that only a close decides, from its tenant's close request. */
export function* closeSamples({ held, closed, events, untilUs }: DecisionInput): Generator<CloseSample> {
  const { answers } = held
  for (let index = 0; index < held.records; index++) {
    if ((answers.results[index] as MatchResult).state !== 'OPEN') continue
    if ((closed.answers.results[index] as MatchResult).state === 'OPEN') continue
    const fromUs = closed.requestedUs.get((answers.records[index] as CanonicalRecord).tenant)
    if (fromUs === undefined) continue
    const observedUs = events.firstFrom(index, fromUs)?.observedUs
    yield { index, us: (observedUs ?? Math.max(fromUs, untilUs)) - fromUs, observedUs }
  }
}
