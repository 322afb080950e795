/** Whether the arrivals kept their planned distribution (measurement.md §5): as many a phase as planned, and spread as planned. Pure. */

import { usOf } from '../model/duration.ts'
import { giveUp } from '../model/give-up.ts'
import type { Operations } from '../model/outcome.ts'
import type { Phase } from '../model/plan.ts'
import type { VerdictReason } from '../model/verdict.ts'
import { budgetOfPhaseMs, type Budget } from './budgets.ts'
import { lagAllowedMs } from './promises.ts'

/** Rounding at the borders of phases may move a record or two. */
const countSlack = 2
/** A Kolmogorov–Smirnov distance below this is never told, however many samples there are. */
const distanceSlack = 0.01
/** c(α) of the two-sample test at α = 1%. */
const criticalFactor = 1.63

/**
 * Reasons of kind `invalid`. The wait for a slot is the system's doing, that for a batch the scenario's wish: both are taken out. So is what a phase's
 * budgets let a send be late by: recorded times come in clumps, to the second or of a nightly batch, each of which is a step of the distribution.
 */
export function arrivalProblems(
  phases: readonly Phase[],
  budgets: readonly Budget[],
  operations: Operations,
  phaseOf: Int32Array,
  what: 'records' | 'reads' = 'records',
): VerdictReason[] {
  const where = (name: string): string => (what === 'records' ? name : `${name} (${what})`)
  // For one phase after the other.
  const dueUs = new Float64Array(operations.count)
  const readyUs = new Float64Array(operations.count)
  const problems = phases.flatMap(({ name, scheduled, startUs, endUs }, phase): VerdictReason[] => {
    let due = 0
    let sent = 0
    for (let index = 0; index < operations.count; index++) {
      if (phaseOf[index] !== phase) continue
      due++
      const sentUs = operations.sentUs[index] as number
      // What was never sent is told by its own counts; a system that took the first half only must not bend the distribution.
      if (Number.isNaN(sentUs)) continue
      dueUs[sent] = operations.dueUs[index] as number
      readyUs[sent++] = sentUs - heldBackUs(operations, index)
    }
    if (Math.abs(due - scheduled) > countSlack) {
      return [{ kind: 'invalid', sentence: `${due} ${what} were due in ${where(name)}, ${scheduled} were planned` }]
    }
    // A phase in which nearly nothing was sent is told by the share of the unsent.
    if (sent < due / 2 || endUs <= startUs) return []
    const lateUs = usOf(lagAllowedMs(budgetOfPhaseMs(budgets, name) ?? 0))
    const distance = distributionDistance(dueUs.subarray(0, sent), readyUs.subarray(0, sent), lateUs)
    const allowed = distanceSlack + criticalFactor * Math.sqrt(2 / Math.max(1, sent))
    if (distance <= allowed) return []
    const told = `arrivals in ${where(name)} left their planned distribution by ${(distance * 100).toFixed(1)}%, at most ${(allowed * 100).toFixed(1)}%`
    return [{ kind: 'invalid', sentence: told }]
  })
  giveUp(dueUs, readyUs)
  return problems
}

function heldBackUs({ slotUs, dueUs }: Operations, index: number): number {
  const waitUs = (slotUs[index] as number) - (dueUs[index] as number)
  return waitUs > 0 ? waitUs : 0
}

/**
 * The largest difference between two empirical distributions, 0 to 1, of which one may be up to `toleranceUs` before or behind the other (Kolmogorov and
 * Smirnov's distance at 0; above it, as Lévy's, clumps of equal times that come a little late are no difference).
 */
export function distributionDistance(a: Float64Array, b: Float64Array, toleranceUs = 0): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : 1
  const [left, right] = [sorted(a), sorted(b)]
  return Math.max(aheadBy(left, right, toleranceUs), aheadBy(right, left, toleranceUs))
}

/** By how much the share of `first` below any point is above that of `second` below the point that lies `toleranceUs` behind it; in order, both. */
function aheadBy(first: Float64Array, second: Float64Array, toleranceUs: number): number {
  let [ahead, below] = [0, 0]
  for (const [index, us] of first.entries()) {
    // Of equal ones the last has all of them below.
    if (first[index + 1] === us) continue
    while (below < second.length && (second[below] as number) <= us + toleranceUs) below++
    ahead = Math.max(ahead, (index + 1) / first.length - below / second.length)
  }
  return ahead
}

/** Itself where it is in order already, as due times are. */
function sorted(values: Float64Array): Float64Array {
  for (let index = 1; index < values.length; index++) {
    // Written so that what is no number is in no order.
    if (!((values[index] as number) >= (values[index - 1] as number))) return values.toSorted()
  }
  return values
}
