/** What all reports of a search say alike: words of outcomes, cells of a step, the probe in a sentence. Knows no format. */

import type { CapacityRecord, CapacityStep, CapacitySummary, ProbeResult, StepOutcome } from '../../harness/model/capacity.ts'
import { formatCount, formatMs, formatPercentile, formatRate, missing } from '../figures.ts'

export const stepWords: Readonly<Record<StepOutcome, string>> = {
  held: 'held',
  broken: 'did not hold',
  unjudged: 'not judged',
  wrong: 'wrong answers',
  ended: 'ended',
}

export const stepTones = { held: 'good', broken: 'bad', unjudged: 'unsure', wrong: 'bad', ended: 'unsure' } as const

/** P50 and P99 are those of decisions. */
export const stepColumns = ['Offered/s', 'P50', 'P99', 'ack P99', 'lag max', 'drained in', 'outcome'] as const

/** One text a column of `stepColumns`. */
export function stepCells(step: CapacityStep): readonly string[] {
  return [
    formatRate(step.ratePerSecond),
    step.decisionP50 === undefined ? missing : formatPercentile(step.decisionP50),
    step.decisionP99 === undefined ? missing : formatPercentile(step.decisionP99),
    step.ackP99 === undefined ? missing : formatPercentile(step.ackP99),
    step.lagRecordsMax === undefined ? missing : formatCount(step.lagRecordsMax),
    step.drainMs === null ? missing : formatMs(step.drainMs),
    stepWords[step.outcome],
  ]
}

/** `2,400 to 2,520 records/s`, or what is known of it. */
export function kneeText({ knee: { fromPerSecond, toPerSecond } }: CapacitySummary): string {
  if (fromPerSecond === undefined) return toPerSecond === undefined ? 'not searched for' : `below ${formatRate(toPerSecond)} records/s`
  return toPerSecond === undefined
    ? `above ${formatRate(fromPerSecond)} records/s`
    : `${formatRate(fromPerSecond)} to ${formatRate(toPerSecond)} records/s`
}

/** Labelled as what it is: another question, and no part of the verdict. */
export function probeText({ connections, seconds, acknowledged, acknowledgedPerSecond, otherAnswers }: ProbeResult): string {
  const others = otherAnswers === 0 ? '' : `, ${formatCount(otherAnswers)} answered otherwise or not at all`
  return (
    `${formatRate(acknowledgedPerSecond)} acknowledgements/s with ${formatCount(connections)} connections in a closed loop ` +
    `(${formatCount(acknowledged)} in ${formatRate(seconds)} s${others}). Each connection waits for its answer, so that it slows down as the ` +
    'stack does: how much can be acknowledged at most, not what holds the budget. No decision was waited for, and no verdict rests on it.'
  )
}

export function searchText(record: CapacityRecord): string {
  const asked = record.atLeastPerSecond > 0 ? `; ${formatRate(record.atLeastPerSecond)} records/s are asked for` : ''
  return `From ${formatRate(record.startPerSecond)} records/s up by ${formatRate(record.factor)} to at most ${formatRate(record.maxPerSecond)}, steps of ${formatRate(record.stepSeconds)} s, until the knee is known to ${formatRate(record.resolution * 100)}%${asked}. Budget: ${record.budgets.join(', ')}.`
}
