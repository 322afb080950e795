/** Thresholds of a run that did not come to its end: what they would still have seen is not known. Pure. */

import type { Evaluated } from '../metrics/stretches.ts'
import { metricTable } from '../metrics/metric-table.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { Ending } from '../model/run-record.ts'
import type { JudgedThreshold } from './judge-thresholds.ts'

/**
 * The outcomes of a complete run as they are. Of any other, nothing is called met, and broken only what no further sample could have
 * mended, and the threshold for which the run was ended; each says where the run ended. `turnedByPauses`: whether that one was broken for the harness's own pauses.
 */
export function untilEnding(
  judged: readonly JudgedThreshold[],
  ending: Ending,
  turnedByPauses: (threshold: Threshold) => boolean,
): readonly JudgedThreshold[] {
  if (ending.kind === 'complete') return judged
  return judged.map((each): JudgedThreshold => {
    const { selectorText, expressionText } = each.threshold
    if (ending.kind === 'threshold-broken' && ending.selector === selectorText && ending.expression === expressionText) {
      const evaluated = { outcome: 'broken', seen: `${ending.seen}, for which the run was ended` } as const
      // What was given up when the run was ended counts as waited for, and would hide it.
      return { ...each, evaluated, turnedByLag: (ending.turnedByLag ?? each.turnedByLag) || turnedByPauses(each.threshold) }
    }
    // What was on the way when the run was ended for another threshold is unknown for that reason alone.
    const isOwnDoing = ending.kind === 'threshold-broken' && each.threshold.selector.metric === 'unknown'
    const outcome: Evaluated['outcome'] = isBrokenForGood(each) && !isOwnDoing ? 'broken' : 'inconclusive'
    const seen = `${each.evaluated.seen}; not judged to the end, the run ended at step ${ending.step}`
    return { ...each, evaluated: { outcome, seen }, turnedByLag: false }
  })
}

/** A count only grows: above its limit it stays there. Every other figure may come back, and `unsent` counts what was not due yet. */
function isBrokenForGood({ threshold: { selector, expression }, evaluated }: JudgedThreshold): boolean {
  if (evaluated.outcome !== 'broken' || metricTable[selector.metric].type !== 'counter' || selector.metric === 'unsent') return false
  if (expression.form !== 'whole' || expression.aggregate.kind !== 'count') return false
  const { operator, limit } = expression
  return operator === '<' || operator === '<=' || ((operator === '==' || operator === '===') && limit === 0)
}
