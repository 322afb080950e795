/** Text over a chart: the names of phases and the limits, each only where it has room. Knows no metric. */

import { html, type Markup, rounded } from './markup.ts'
import type { TimeAxis } from './time-axis.ts'
import type { Budget } from './time-chart.ts'

/** Names over their bands. One that is wider than its band is hidden by the stylesheet (`.fitting`); the tables still say it. */
export function phaseLabels({ phases, endSeconds }: TimeAxis): Markup[] {
  return phases.map(
    ({ name, from, to, kind }) => html`<span class="fitting ${kind}" style="${spanOf(from, to, endSeconds)}">${name}</span>`,
  )
}

/** A label at the end of each limit's line, above or below it; none where others have taken both places. */
export function budgetLabels(budgets: readonly Budget[], { endSeconds }: TimeAxis, y: (value: number) => number): Markup[] {
  const alike = new Set(budgets.map(({ label }) => label.subject)).size === 1
  return placed(budgets, y).map(({ budget: { from, to, value, label }, side }) => {
    // Where room is dear, what all labels say alike is left to the legend.
    const subject = alike
      ? html`<span class="wide-only">${label.subject} budget </span>`
      : html`${label.subject} <span class="wide-only">budget </span>`
    const text = html`<span>${subject}${label.limit}</span>`
    return html`<span class="fitting budget-label ${side}" style="${spanOf(from, to, endSeconds)};top:${y(value)}%">${text}</span>`
  })
}

function spanOf(from: number, to: number, endSeconds: number): string {
  return `left:${rounded((from / endSeconds) * 100)}%;width:${rounded(((to - from) / endSeconds) * 100)}%`
}

interface Placed {
  readonly budget: Budget
  readonly side: 'above' | 'below'
  readonly top: number
}

/** Height of a label with its distance from the line, in hundredths of the lowest chart that has any. */
const labelShare = 13

/** From the highest limit down, above its line where that leaves the chart's edge and other labels alone, else below it. */
export function placed(budgets: readonly Budget[], y: (value: number) => number): Placed[] {
  const taken: Placed[] = []
  for (const budget of budgets.toSorted((a, b) => y(a.value) - y(b.value))) {
    const line = y(budget.value)
    const places = [
      { budget, side: 'above', top: line - labelShare },
      { budget, side: 'below', top: line },
    ] as const
    const free = places.find(({ top }) => top >= 0 && top + labelShare <= 100 && !taken.some((other) => collide(other, budget, top)))
    if (free !== undefined) taken.push(free)
  }
  return taken
}

function collide(other: Placed, { from, to }: Budget, top: number): boolean {
  return other.budget.from < to && from < other.budget.to && Math.abs(other.top - top) < labelShare
}
