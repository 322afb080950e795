/** Whether the harness kept its own promises (measurement.md §5, INVALID). Pure. */

import { roundedMs } from '../metrics/thresholds.ts'
import type { Phase } from '../model/plan.ts'
import type { HarnessHealth, Pause } from '../model/run-record.ts'
import type { VerdictReason } from '../model/verdict.ts'
import { budgetOfPhaseMs, tightestBudgetMs } from './budgets.ts'
import type { Budget } from './budgets.ts'
import type { SampleBook } from './sample-book.ts'
import type { StatedOrder } from './stated-order.ts'

/** Of all streams, those that read among them. */
export interface PromisedArrivals {
  readonly scheduled: number
  /** For reasons of the generator's own. */
  readonly unsentLate: number
  readonly called: 'records' | 'records and reads'
}

export interface PromiseInput {
  readonly phases: readonly Phase[]
  readonly budgets: readonly Budget[]
  readonly health: HarnessHealth
  readonly arrivals: PromisedArrivals
  readonly book: SampleBook
  /** Records of which something was seen before they were due. */
  readonly seenBeforeDue: number
  readonly statedOrder: StatedOrder
  /** False for a run that was stopped: what was not due yet is no broken promise. */
  readonly complete: boolean
}

/** Every broken promise, as a reason of kind `invalid`. */
export function brokenPromises(input: PromiseInput): VerdictReason[] {
  const {
    arrivals: { scheduled, unsentLate, called },
    complete,
  } = input
  const sentences = [...lateSends(input), ...pauses(input), ...observerLag(input)]
  const sentShare = scheduled === 0 ? 1 : 1 - unsentLate / scheduled
  if (complete && sentShare < sentShareMin) {
    sentences.push(
      `the generator did not send ${unsentLate} of ${scheduled} ${called} in time; at least ${sentShareMin * 100}% must be sent`,
    )
  }
  sentences.push(...clockFaults(input))
  return sentences.map((sentence) => ({ kind: 'invalid', sentence }))
}

/** What no single clock can show (measurement.md §7). */
function clockFaults({ book: { backwards }, seenBeforeDue, statedOrder }: PromiseInput): string[] {
  const sentences: string[] = []
  if (backwards > 0) sentences.push(`${backwards} latencies are below 0: the generator's own times do not agree`)
  if (seenBeforeDue > 0) {
    sentences.push(
      `records of which a decision was seen before they were due: ${seenBeforeDue}; the clocks of generator and observer do not agree`,
    )
  }
  if (statedOrder.first !== undefined) {
    const { count, first } = statedOrder
    sentences.push(
      `decisions that state times that cannot be: ${count}, the first ${first}; the clocks of system and observer do not agree`,
    )
  }
  return sentences
}

/** Of arrivals, for reasons of the generator's own. */
const sentShareMin = 0.999

/** What may be lost of a budget to the ruler itself: a tenth, but never less than what a shared machine's timers do. */
export function lagAllowedMs(budgetMs: number): number {
  return Math.max(5, budgetMs / 10)
}

function pauseAllowedMs(budgetMs: number): number {
  return Math.max(200, 2 * budgetMs)
}

function lateSends({ phases, budgets, book }: PromiseInput): string[] {
  return phases.flatMap(({ name }, index) => {
    const budgetMs = budgetOfPhaseMs(budgets, name)
    const lag = book.ofPhase('schedule_lag', index)
    if (budgetMs === undefined || lag.samples === 0) return []
    const p99Ms = lag.percentile(99).valueMs
    const allowedMs = lagAllowedMs(budgetMs)
    if (p99Ms <= allowedMs) return []
    return [
      `the generator sent late in ${name}: schedule lag P99 ${roundedMs(p99Ms)} ms, at most ${roundedMs(allowedMs)} ms with its budget of ${budgetMs} ms`,
    ]
  })
}

/** In each phase with a budget, and behind the load where there is one of closes. */
function pauses({ phases, budgets, health, book }: PromiseInput): string[] {
  const ofCloses = budgets.filter(({ threshold: { selector } }) => selector.metric === 'close_latency')
  const { generatorPauseMsMax, generatorPauses, observerPauseMsMax, observerPauses } = health
  const watches = [
    { who: 'generator', longestMs: generatorPauseMsMax, told: generatorPauses, metric: 'ack_latency', behind: [] },
    { who: 'observer', longestMs: observerPauseMsMax, told: observerPauses, metric: 'decision_latency', behind: ofCloses },
  ] as const
  return watches.flatMap(({ who, longestMs, told, metric, behind }) => {
    // Where the longest is none of those that are told, nobody knows when it was.
    if (longestPauseMs(told ?? []) < longestMs) return stoodStill(who, longestMs, '', tightestBudgetMs(budgets))
    const longestIn = (fromUs: number, toUs: number): number => {
      const touching = (told ?? []).filter((pause) => pause.fromUs < toUs && pause.toUs > fromUs)
      return Math.min(longestMs, longestPauseMs(touching))
    }
    const inPhases = phases.flatMap(({ name, startUs, endUs }, index) => {
      // What began in a phase may be answered behind it.
      const latencies = book.ofPhase(metric, index)
      const untilUs = endUs + (latencies.samples === 0 ? 0 : latencies.max().valueMs * 1_000)
      return stoodStill(who, longestIn(startUs, untilUs), ` in ${name}`, budgetOfPhaseMs(budgets, name))
    })
    const loadEndUs = phases.at(-1)?.endUs ?? 0
    return [...inPhases, ...stoodStill(who, longestIn(loadEndUs, Number.POSITIVE_INFINITY), ' behind the load', tightestBudgetMs(behind))]
  })
}

function longestPauseMs(told: readonly Pause[]): number {
  return told.reduce((longest, { fromUs, toUs }) => Math.max(longest, (toUs - fromUs) / 1_000), 0)
}

function stoodStill(who: string, pauseMs: number, where: string, budgetMs: number | undefined): string[] {
  if (budgetMs === undefined || pauseMs <= pauseAllowedMs(budgetMs)) return []
  const allowed = roundedMs(pauseAllowedMs(budgetMs))
  return [`the ${who} stood still for ${roundedMs(pauseMs)} ms; at most ${allowed} ms is allowed${where} with a budget of ${budgetMs} ms`]
}

/** In each phase with a budget, since a long drain would hide what was in a short surge; and once over everything. */
function observerLag({ budgets, health }: PromiseInput): string[] {
  const ofDecisions = budgets.filter(({ threshold: { selector } }) => selector.metric === 'decision_latency')
  const ofCloses = budgets.filter(({ threshold: { selector } }) => selector.metric === 'close_latency')
  const inPhases = (health.observerLags ?? []).flatMap(({ phase, msP99 }) =>
    phase === undefined
      ? lagged(' behind the load', msP99, tightestBudgetMs(ofCloses))
      : lagged(` in ${phase}`, msP99, budgetOfPhaseMs(ofDecisions, phase)),
  )
  if (inPhases.length > 0) return inPhases
  return lagged('', health.observerLagMsP99, tightestBudgetMs([...ofDecisions, ...ofCloses]))
}

function lagged(where: string, p99Ms: number, budgetMs: number | undefined): string[] {
  if (budgetMs === undefined || p99Ms <= lagAllowedMs(budgetMs)) return []
  const allowed = roundedMs(lagAllowedMs(budgetMs))
  return [
    `the observer lagged behind the decisions${where}: P99 ${roundedMs(p99Ms)} ms, at most ${allowed} ms with a budget of ${budgetMs} ms`,
  ]
}
