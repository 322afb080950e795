import { describe, expect, test } from 'vitest'
import { blackFridayPass } from '../../tests/support/sample-summary.ts'
import { budgetLabels, placed } from './chart-labels.ts'
import { timeAxis } from './time-axis.ts'
import type { Budget } from './time-chart.ts'

const budget = (from: number, to: number, value: number, subject = 'P99'): Budget => ({
  from,
  to,
  value,
  label: { subject, limit: `${value} ms` },
})
/** The value is the height itself, counted from the top in hundredths. */
const y = (value: number): number => value

describe('a limit is labelled', () => {
  test.each<[string, readonly Budget[], readonly string[]]>([
    ['above its line', [budget(0, 10, 50)], ['50 above']],
    ['below it at the upper edge', [budget(0, 10, 5)], ['5 below']],
    ['above it at the lower edge', [budget(0, 10, 95)], ['95 above']],
    ['twice at one height in different phases', [budget(0, 10, 50), budget(10, 20, 50)], ['50 above', '50 above']],
    ['on the other side where another stands', [budget(0, 10, 56), budget(5, 20, 50)], ['50 above', '56 below']],
    ['not at all where both sides are taken', [budget(0, 9, 50), budget(0, 9, 52), budget(0, 9, 54)], ['50 above', '52 below']],
  ])('%s', (_name, budgets, places) => {
    expect(placed(budgets, y).map(({ budget: { value }, side }) => `${value} ${side}`)).toEqual(places)
  })

  test('with its percentile at any width where limits of several are drawn, else where there is room', () => {
    const { run, summary } = blackFridayPass()
    const texts = (...budgets: Budget[]): string =>
      budgetLabels(budgets, timeAxis(run, summary), y)
        .map(({ text }) => text)
        .join('')
    expect(texts(budget(0, 10, 50), budget(10, 20, 50))).toContain('<span><span class="wide-only">P99 budget </span>50 ms</span>')
    expect(texts(budget(0, 10, 50), budget(10, 20, 50, 'P50'))).toContain('<span>P50 <span class="wide-only">budget </span>50 ms</span>')
  })
})
