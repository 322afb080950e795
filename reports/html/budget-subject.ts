/** What a limit in a chart is of, in few characters. Pure. */

import { parseExpression } from '../../harness/metrics/threshold-expression.ts'
import { secondsText } from '../../harness/metrics/stretches.ts'
import type { Aggregate } from '../../harness/metrics/threshold-comparison.ts'

/** `P99` of `p(99)<180`, `P99 over 10 s` of `p(99)<500 over 10s`, `recovery of P99` of `recovery(p(99)<500) < 30s`. */
export function subjectOf(expressionText: string): string {
  const parsed = parseExpression(expressionText)
  if (parsed.kind === 'problem') return ''
  const { expression } = parsed
  switch (expression.form) {
    case 'drain':
      return 'drain'
    case 'recovery':
      return `recovery of ${named(expression.inner.aggregate)}`
    case 'window':
      return `${named(expression.aggregate)} over ${secondsText(expression.windowMs)}`
    default:
      return named(expression.aggregate)
  }
}

function named(aggregate: Aggregate): string {
  if (aggregate.kind === 'percentile') return `P${aggregate.percent}`
  return aggregate.kind === 'med' ? 'median' : aggregate.kind
}
