/** How often a feed of decisions is asked: as often as the budgets of decisions need, since what lies between two questions is part of each latency. Pure. */

import { budgetsOf, tightestBudgetMs } from '../judge/budgets.ts'
import { lagAllowedMs } from '../judge/promises.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { BaselineRecord } from '../model/baseline.ts'
import { HarnessError } from '../model/errors.ts'
import { feedEveryMsDefault } from '../system/observe-feed.ts'
import type { Decisions, HttpDecisions } from '../system/port.ts'

/** Timers of a millisecond and the question itself; more often than each 2 ms, the asking would be a load of its own. */
const [askingMs, shortestMs] = [3, 2]

/**
 * A feed gets the interval that leaves the observer within what the tightest budget of decisions or closes allows it to lag; one that the system file names
 * stays. Decisions of a topic come by themselves. HarnessError BAD_CONFIGURATION for an interval with which every run would be INVALID.
 */
export function polledFor(decisions: Decisions, thresholds: readonly Threshold[], baseline: BaselineRecord | undefined): Decisions {
  if (decisions.kind !== 'http-poll') return decisions
  const observed = budgetsOf(thresholds, baseline).filter(({ threshold: { selector } }) => observedLatencies.has(selector.metric))
  const budgetMs = tightestBudgetMs(observed)
  const allowedMs = budgetMs === undefined ? Number.POSITIVE_INFINITY : lagAllowedMs(budgetMs)
  const { everyMs } = decisions
  if (everyMs === undefined)
    return { ...decisions, everyMs: Math.min(feedEveryMsDefault, Math.max(shortestMs, Math.floor(allowedMs) - askingMs)) }
  if (everyMs < allowedMs) return decisions
  throw new HarnessError(
    'BAD_CONFIGURATION',
    `the system file has its decisions asked for every ${everyMs} ms, which no run with a budget of ${budgetMs} ms allows`,
    {
      hint: `the observer may lag ${allowedMs} ms there: leave decisionsEveryMs out, and it follows from the budgets`,
    },
  )
}

/** For the record. */
export function polledNote({ everyMs }: HttpDecisions): string {
  return `polled over HTTP every ${everyMs} ms, which is part of each latency`
}

const observedLatencies: ReadonlySet<string> = new Set(['decision_latency', 'close_latency'])
