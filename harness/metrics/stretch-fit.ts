/** Whether what a threshold looks at is long enough for its stretches, and its time of recovery for what a recovery can be told as. Pure. */

import { secondsText } from './stretches.ts'
import { compare } from './threshold-comparison.ts'
import type { Threshold } from './thresholds.ts'

/** ms of the load, and of each of its phases. */
export interface LoadLengths {
  readonly loadMs: number
  readonly phases: readonly { readonly name: string; readonly ms: number }[]
}

/** The shortest break that is told; its stretches are no shorter. */
const recoveryMsMin = 1_000

/** One sentence for each threshold that could be judged only as something else than it says. */
export function stretchProblems(thresholds: readonly Threshold[], { loadMs, phases }: LoadLengths): string[] {
  return thresholds.flatMap((threshold) => {
    const { selector, selectorText, expression, expressionText } = threshold
    if (expression.form !== 'window' && expression.form !== 'recovery') return []
    const phase = phases.find(({ name }) => name === selector.tags.phase)
    const [lengthMs, whose] = phase === undefined ? [loadMs, 'the load'] : [phase.ms, `phase ${phase.name}`]
    const where = `thresholds, ${selectorText}: "${expressionText}"`
    const problems: string[] = []
    if (expression.windowMs > lengthMs) {
      problems.push(
        `${where}: expected stretches no longer than ${whose}, which lasts ${secondsText(lengthMs)}, got ${secondsText(expression.windowMs)}`,
      )
    }
    if (expression.form === 'recovery' && !compare(recoveryMsMin, expression.operator, expression.limitMs)) {
      const got = `${expression.operator} ${secondsText(expression.limitMs)}`
      problems.push(
        `${where}: expected <= 1s or more, got ${got}: a recovery is told in whole seconds, so nothing that broke could meet it; write "over 1s" if nothing may break`,
      )
    }
    return problems
  })
}
