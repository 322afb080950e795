/** The verdict on a whole search, from its judged steps. Pure. */

import type { CapacityRecord, CapacityStep, CapacitySummary, Knee, StepOutcome } from '../model/capacity.ts'
import { capacitySchemaVersion } from '../model/capacity.ts'
import { verdictOf } from '../model/verdict.ts'
import type { VerdictReason } from '../model/verdict.ts'
import { kneeOf } from './search.ts'

/** `steps` in the order in which they were made. */
export function summaryOfSearch(record: CapacityRecord, steps: readonly CapacityStep[]): CapacitySummary {
  // Somebody stopped a step: that says nothing of its rate.
  const knee = kneeOf(steps.filter(({ verdict: { kind } }) => kind !== 'interrupted' && kind !== 'terminated'))
  return {
    schemaVersion: capacitySchemaVersion,
    kind: 'capacity',
    runId: record.runId,
    verdict: verdictOf(reasonsOf(record, steps, knee), kneeSentence(record, steps, knee)),
    knee,
    curve: steps.toSorted((a, b) => a.ratePerSecond - b.ratePerSecond),
    ...(record.probe === undefined ? {} : { probe: record.probe }),
  }
}

const interruptions = {
  SIGINT: { kind: 'interrupted', cause: 'Ctrl-C' },
  SIGTERM: { kind: 'terminated', cause: 'SIGTERM' },
} as const

/** None: the knee was found, or lies above all that was asked for. */
function reasonsOf(record: CapacityRecord, steps: readonly CapacityStep[], knee: Knee): VerdictReason[] {
  const reasons = steps
    .filter(({ outcome }) => outcome === 'wrong' || outcome === 'ended')
    .map(({ verdict, ratePerSecond }): VerdictReason => ({ kind: verdict.kind, sentence: `${at(ratePerSecond)}: ${verdict.sentence}` }))
  if (record.interrupted !== undefined && !reasons.some(({ kind }) => kind === interruptions[record.interrupted ?? 'SIGINT'].kind)) {
    const { kind, cause } = interruptions[record.interrupted]
    reasons.push({ kind, sentence: `Stopped by ${cause} between two steps; what had been measured by then is kept.` })
  }
  if (record.endedEarly !== undefined) reasons.push({ kind: 'inconclusive', sentence: record.endedEarly })
  const { fromPerSecond, toPerSecond } = knee
  const limit = limitStep(steps, knee)
  if (steps.length === 0) reasons.push({ kind: 'inconclusive', sentence: 'No step was made.' })
  if (limit?.outcome === 'unjudged') {
    const held = fromPerSecond === undefined ? 'No rate could be judged' : `${rate(fromPerSecond)} held, and more is not known`
    reasons.push({ kind: limit.verdict.kind, sentence: `${held}; ${at(limit.ratePerSecond, 'lower')}: ${limit.verdict.sentence}` })
  }
  if (limit?.outcome === 'broken' && fromPerSecond === undefined) {
    const sentence = `Already the first step of ${rate(limit.ratePerSecond)} did not hold: ${limit.verdict.sentence} Start lower with load.rate.`
    reasons.push({ kind: 'fail-thresholds', sentence })
  }
  // A knee that reaches up to what was asked for leaves the question open only where the next step could not be judged.
  if (record.atLeastPerSecond > (fromPerSecond ?? 0) && limit?.outcome === 'broken' && (toPerSecond ?? 0) <= record.atLeastPerSecond) {
    reasons.push({
      kind: 'fail-thresholds',
      sentence: `${rate(record.atLeastPerSecond)} were asked for. ${kneeSentence(record, steps, knee)}`,
    })
  } else if (record.atLeastPerSecond > (fromPerSecond ?? 0) && limit?.outcome === 'broken') {
    const sentence = `${rate(record.atLeastPerSecond)} were asked for, and lie between the last rate that held and the first that did not.`
    reasons.push({ kind: 'inconclusive', sentence })
  } else if (limit === undefined && fromPerSecond !== undefined && fromPerSecond < record.atLeastPerSecond && reasons.length === 0) {
    reasons.push({
      kind: 'inconclusive',
      sentence: `${rate(record.atLeastPerSecond)} were asked for, and ${rate(fromPerSecond)} is the most that was tried.`,
    })
  }
  return reasons
}

/** `The knee lies between 2,400 and 2,520 records/s: decision P99 92 ms at the one; at the other …`. */
function kneeSentence(record: CapacityRecord, steps: readonly CapacityStep[], knee: Knee): string {
  const { fromPerSecond, toPerSecond } = knee
  if (fromPerSecond === undefined) return `No rate held.`
  const held = steps.find(({ ratePerSecond, outcome }) => ratePerSecond === fromPerSecond && outcome === 'held')
  const p99 = held?.decisionP99 === undefined ? '' : `, with a decision P99 of ${Number(held.decisionP99.valueMs.toPrecision(3))} ms`
  if (toPerSecond === undefined) {
    const highest = fromPerSecond < record.maxPerSecond ? 'the highest that was tried' : 'the highest that was asked for'
    return `Every step up to ${highest} held, ${rate(fromPerSecond)}${p99}: the knee lies above.`
  }
  const broken = limitStep(steps, knee)
  return `The knee lies between ${grouped(fromPerSecond)} and ${rate(toPerSecond)}: the lower rate held${p99}; at the higher: ${broken?.verdict.sentence ?? ''}`
}

/** The step that ended the way up: the last one made at the lowest rate that did not hold. */
function limitStep(steps: readonly CapacityStep[], { toPerSecond }: Knee): CapacityStep | undefined {
  return steps.findLast(({ ratePerSecond }) => ratePerSecond === toPerSecond)
}

function at(ratePerSecond: number, letter: 'upper' | 'lower' = 'upper'): string {
  return `${letter === 'upper' ? 'At' : 'at'} ${rate(ratePerSecond)}`
}

function rate(perSecond: number): string {
  return `${grouped(perSecond)} records/s`
}

function grouped(perSecond: number): string {
  return perSecond.toLocaleString('en-US', { maximumFractionDigits: 1 })
}

const outcomeWords: Readonly<Record<StepOutcome, string>> = {
  held: 'held',
  broken: 'did not hold',
  unjudged: 'could not be judged',
  wrong: 'gave wrong answers',
  ended: 'ended',
}

/** A step must last so many times its budget, or a backlog that only grows has no time to break it. */
const stepsPerBudget = 10

/** What should be known of steps that are short for their budget; none for others. */
export function shortSteps({ stepSeconds }: Pick<CapacityRecord, 'stepSeconds'>, steps: readonly CapacityStep[]): readonly string[] {
  const budgetMs = steps.find((step) => step.budgetMs !== undefined)?.budgetMs ?? 0
  if (stepSeconds * 1_000 >= budgetMs * stepsPerBudget) return []
  return [
    `Steps of ${stepSeconds} s are short for a budget of ${grouped(budgetMs)} ms: a rate at which the backlog only grows can still hold it. Make them ${grouped((budgetMs * stepsPerBudget) / 1_000)} s or more with load.duration.`,
  ]
}

/** A step in one line, for the person who waits. */
export function stepLine({ outcome, decisionP99, lagRecordsMax, verdict }: CapacityStep): string {
  const p99 =
    decisionP99 === undefined ? [] : [`decision P99 ${decisionP99.censored ? '≥ ' : ''}${Number(decisionP99.valueMs.toPrecision(3))} ms`]
  const lag = lagRecordsMax === undefined ? [] : [`lag at most ${grouped(lagRecordsMax)}`]
  const why = outcome === 'held' ? [] : [verdict.sentence]
  return [outcomeWords[outcome], ...p99, ...lag, ...why].join(', ')
}
