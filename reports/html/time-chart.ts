/** One chart over the run's time: SVG that stretches with the page, labels as text beside it. Works without script; knows no metric. */

import { formatDuration } from '../figures.ts'
import { budgetLabels, phaseLabels } from './chart-labels.ts'
import { type Content, html, type Markup, rounded } from './markup.ts'
import type { Scale } from './scale.ts'
import type { TimeAxis } from './time-axis.ts'

export interface Line {
  readonly name: string
  /** Class of the stylesheet that gives colour and dash. */
  readonly className: string
  readonly shape: 'line' | 'area'
  readonly points: readonly (readonly [seconds: number, value: number | null])[]
  /** Beside the name in the legend. */
  readonly note?: string
}

export interface Budget {
  readonly from: number
  readonly to: number
  readonly value: number
  /** `P99` and `180 ms`. */
  readonly label: { readonly subject: string; readonly limit: string }
}

export interface TimeChart {
  readonly id: string
  readonly title: string
  /** What the chart shows, in a sentence, for those who do not see it. */
  readonly description: string
  readonly axis: TimeAxis
  readonly scale: Scale
  readonly lines: readonly Line[]
  readonly budgets: readonly Budget[]
  readonly formatValue: (value: number) => string
  readonly height: 'tall' | 'low'
  /** Text shown when the pointer rests on a stretch of time. */
  readonly readouts: readonly { readonly from: number; readonly to: number; readonly text: string }[]
}

// Units of the drawing; the page stretches it, strokes keep their width (vector-effect).
const width = 1000
const height = 100

export function timeChart(chart: TimeChart): Markup {
  const { id, title, description, axis, scale, lines, budgets } = chart
  const x = (seconds: number): number => rounded((Math.min(Math.max(seconds, 0), axis.endSeconds) / axis.endSeconds) * width)
  const y = (value: number): number => rounded((1 - scale.shareOf(value)) * height)
  return html`<figure class="chart">
    <figcaption>
      <h3 id="${id}">${title}</h3>
      ${legend(lines, budgets)}
    </figcaption>
    <div class="plot">
      ${chart.height === 'tall' ? html`<div class="phase-names" aria-hidden="true">${phaseLabels(axis)}</div>` : undefined}
      <div class="canvas ${chart.height}">
        <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-desc">
          <title id="${id}-title">${title}</title>
          <desc id="${id}-desc">${description}</desc>
          ${axis.phases.map(({ from, to, kind }) => html`<rect class="band ${kind}" x="${x(from)}" y="0" width="${rounded(x(to) - x(from))}" height="${height}" />`)}
          ${scale.ticks.map((tick) => html`<line class="grid" x1="0" x2="${width}" y1="${y(tick)}" y2="${y(tick)}" />`)}
          ${axis.faults.map(({ from, to }) => html`<rect class="fault" x="${x(from)}" y="0" width="${Math.max(2, rounded(x(to) - x(from)))}" height="${height}" />`)}
          ${lines.map((line) => html`<path class="${line.shape} ${line.className}" d="${pathOf(line, x, y)}" />`)}
          ${budgets.map(({ from, to, value }) => html`<line class="budget" x1="${x(from)}" x2="${x(to)}" y1="${y(value)}" y2="${y(value)}" />`)}
          ${chart.readouts.map(({ from, to, text }) => html`<rect class="slot" x="${x(from)}" y="0" width="${rounded(x(to) - x(from))}" height="${height}"><title>${text}</title></rect>`)}
        </svg>
        <div aria-hidden="true">${yTicks(scale, y, chart.formatValue)}${budgetLabels(budgets, axis, y)}</div>
      </div>
      <div class="x-axis" aria-hidden="true">
        ${timeTicks(axis.endSeconds).map((second, index) => html`<span class="${index % 2 === 1 ? 'every-other' : 'each'}" style="left:${rounded((second / axis.endSeconds) * 100)}%">${clockText(second)}</span>`)}
      </div>
    </div>
  </figure>`
}

function legend(lines: readonly Line[], budgets: readonly Budget[]): Markup {
  const items = lines.map(
    ({ name, className, shape, note }) =>
      html`<li>
        <svg class="swatch" viewBox="0 0 20 8" aria-hidden="true">${swatch(shape, className)}</svg
        >${name}${note === undefined ? undefined : html` <span class="muted">${note}</span>`}
      </li>`,
  )
  const budget = html`<li>
    <svg class="swatch" viewBox="0 0 20 8" aria-hidden="true"><line class="budget" x1="0" x2="20" y1="4" y2="4" /></svg>budget
  </li>`
  return html`<ul class="legend">
    ${items}${budgets.length > 0 ? budget : undefined}
  </ul>`
}

function swatch(shape: Line['shape'], className: string): Markup {
  return shape === 'area' ? html`<path class="area ${className}" d="M0,8V1H20V8Z" />` : html`<path class="line ${className}" d="M0,4H20" />`
}

/** Gaps stay gaps; a value between two gaps becomes a dot, through the round cap of a stroke without length. */
function pathOf({ points, shape }: Line, x: (seconds: number) => number, y: (value: number) => number): string {
  const stretches: string[][] = [[]]
  for (const [seconds, value] of points) {
    if (value === null) stretches.push([])
    else stretches.at(-1)?.push(`${x(seconds)},${y(value)}`)
  }
  const drawn = stretches.filter((stretch) => stretch.length > 0)
  if (shape === 'line')
    return drawn.map((stretch) => `M${stretch.length === 1 ? [...stretch, ...stretch].join('L') : stretch.join('L')}`).join('')
  return drawn
    .map((stretch) => `M${stretch[0]?.split(',')[0]},${height}L${stretch.join('L')}L${stretch.at(-1)?.split(',')[0]},${height}Z`)
    .join('')
}

function yTicks(scale: Scale, y: (value: number) => number, formatValue: (value: number) => string): Content[] {
  return scale.ticks.map((tick) => html`<span class="y" style="top:${y(tick)}%">${formatValue(tick)}</span>`)
}

/** Round times, at most ten. */
function timeTicks(endSeconds: number): number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400]
  const step = steps.find((candidate) => endSeconds / candidate <= 9) ?? Math.ceil(endSeconds / 9)
  return Array.from({ length: Math.floor(endSeconds / step) + 1 }, (_, index) => index * step)
}

function clockText(seconds: number): string {
  if (seconds === 0) return '0'
  if (seconds < 120) return `${seconds} s`
  if (seconds % 60 === 0 && seconds < 7_200) return `${seconds / 60} min`
  return formatDuration(seconds)
}
