/** How long a run was broken, from what its stretches and their seconds show: `recovery(p(99)<500 over 10s) < 30s`. Pure. */

import { excessOf } from './excess.ts'
import { secondsText } from './stretches.ts'
import type { Evaluated, JudgedStretch } from './stretches.ts'
import { compare } from './threshold-comparison.ts'
import type { Expression } from './threshold-expression.ts'

type Recovery = Extract<Expression, { form: 'recovery' }>

/**
 * From the second in which it broke to the one after which it was good again, whole ones of the first and the last broken stretch. A stretch says that something
 * was broken in it, and is as long as its aggregate needs samples; where in it that was, its seconds say, so that its own length is no part of what is told.
 */
export function evaluateRecovery({ operator, limitMs, inner }: Recovery, stretches: readonly JudgedStretch[]): Evaluated {
  if (stretches.length === 0) return { outcome: 'inconclusive', seen: 'no sample' }
  const isBroken = ({ outcome }: JudgedStretch): boolean => outcome === 'broken'
  const firstAt = stretches.findIndex(isBroken)
  const lastAt = stretches.findLastIndex(isBroken)
  // What cannot be judged may have been broken too, and the first break be an earlier one.
  const open = stretches.find(({ outcome }) => outcome === 'inconclusive')
  const openSeen =
    open === undefined ? '' : `${open.seen} in the ${secondsText(open.endMs - open.startMs)} from ${secondsText(open.startMs)} on`
  const [first, last] = [stretches[firstAt], stretches[lastAt]]
  if (first === undefined || last === undefined) {
    return open === undefined ? { outcome: 'met', seen: 'never broken' } : { outcome: 'inconclusive', seen: openSeen }
  }
  const parts = [worstPart(inner, first), worstPart(inner, last)]
  const startMs = Math.min(...parts.map((part) => part.startMs))
  const endMs = Math.max(...parts.map((part) => part.endMs))
  const told = `${secondsText(endMs - startMs)} from ${secondsText(startMs)} on`
  const isLast = lastAt === stretches.length - 1
  if (isLast && endMs >= last.endMs) return { outcome: 'broken', seen: `≥ ${told}, not recovered at the end` }
  const seen = `${told}, in whole seconds`
  if (!compare(endMs - startMs, operator, limitMs)) return { outcome: 'broken', seen }
  if (isLast) {
    const length = secondsText(last.endMs - last.startMs)
    return { outcome: 'inconclusive', seen: `${seen}; but no stretch of ${length} is left behind it that could show it good again` }
  }
  return open === undefined ? { outcome: 'met', seen } : { outcome: 'inconclusive', seen: openSeen }
}

/**
 * The seconds on end of a broken stretch that are over the limit by the most together (the estimate of a change of level from cumulated sums, Page 1954): good ones
 * before and behind them would only bring the sum down, and a slow sample here and there does not make up for the good ones between.
 */
function worstPart(comparison: Recovery['inner'], stretch: JudgedStretch): { readonly startMs: number; readonly endMs: number } {
  const wholeMs = stretch.endMs - stretch.startMs
  let worst: { readonly excess: number; readonly startMs: number; readonly endMs: number } | undefined
  let sum = 0
  let fromMs = stretch.startMs
  for (const { startMs, endMs, samples } of stretch.seconds()) {
    if (sum <= 0) [sum, fromMs] = [0, startMs]
    sum += excessOf(comparison, samples, { partMs: endMs - startMs, wholeMs })
    if (worst === undefined || sum > worst.excess) worst = { excess: sum, startMs: fromMs, endMs }
  }
  return worst ?? stretch
}
