/** What a threshold's value is held against, whatever its form. Pure. */

import type { BaselineRecord } from '../model/baseline.ts'
import type { Comparison } from './threshold-comparison.ts'
import type { Threshold } from './thresholds.ts'

/** The comparison of a value with a number; undefined where there is none: a time of draining, or a baseline without the figure. */
export function comparisonOf(threshold: Threshold, baseline: BaselineRecord | undefined): Comparison | undefined {
  const { expression } = threshold
  switch (expression.form) {
    case 'whole':
    case 'window':
      return expression
    case 'recovery':
      return expression.inner
    case 'drain':
      return undefined
    default: {
      const figure = baselineFigure(threshold, baseline)
      if (figure?.kind !== 'figure') return undefined
      return { aggregate: expression.aggregate, operator: expression.operator, limit: expression.factor * figure.value }
    }
  }
}

export function baselineFigure(
  { selectorText, expressionText }: Threshold,
  baseline: BaselineRecord | undefined,
): BaselineRecord['figures'][number]['figure'] | undefined {
  return baseline?.figures.find(({ selector, expression }) => selector === selectorText && expression === expressionText)?.figure
}
