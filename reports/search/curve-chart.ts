/** A curve over the offered rate: latency or lag, with what lies between the rates of the knee marked. Knows no metric. */

import { formatRate } from '../figures.ts'
import { html, type Markup, rounded } from '../html/markup.ts'
import { linearScale, type Scale } from '../html/scale.ts'

export interface Curve {
  readonly name: string
  /** Class of the stylesheet that gives colour and dash. */
  readonly className: string
  readonly points: readonly (readonly [ratePerSecond: number, value: number])[]
}

export interface CurveChart {
  readonly id: string
  readonly title: string
  /** What the chart shows, in a sentence, for those who do not see it. */
  readonly description: string
  readonly curves: readonly Curve[]
  readonly scale: Scale
  readonly limit?: number
  readonly knee: { readonly from?: number; readonly to?: number }
  readonly formatValue: (value: number) => string
  /** Text shown when the pointer rests near a rate. */
  readonly readouts: readonly { readonly ratePerSecond: number; readonly text: string }[]
}

// Units of the drawing; the page stretches it, strokes keep their width.
const width = 1_000
const height = 100

export function curveChart({ id, title, description, curves, scale, limit, knee, formatValue, readouts }: CurveChart): Markup {
  const rates = linearScale(curves.flatMap(({ points }) => points.map(([rate]) => rate)))
  const x = (rate: number): number => rounded(rates.shareOf(rate) * width)
  const y = (value: number): number => rounded((1 - scale.shareOf(value)) * height)
  const ends = knee.to === undefined ? undefined : { from: knee.from ?? 0, to: knee.to }
  return html`<figure class="chart">
    <figcaption>
      <h3 id="${id}">${title}</h3>
      <ul class="legend">
        ${curves.map(
          ({ name, className }) =>
            html`<li>
              <svg class="swatch" viewBox="0 0 20 8" aria-hidden="true"><path class="line ${className}" d="M0,4H20" /></svg>${name}
            </li>`,
        )}
        ${
          limit === undefined
            ? undefined
            : html`<li>
                <svg class="swatch" viewBox="0 0 20 8" aria-hidden="true"><line class="budget" x1="0" x2="20" y1="4" y2="4" /></svg>P99
                budget
              </li>`
        }
      </ul>
    </figcaption>
    <div class="plot">
      <div class="canvas tall">
        <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-desc">
          <title id="${id}-title">${title}</title>
          <desc id="${id}-desc">${description}</desc>
          ${ends === undefined ? undefined : html`<rect class="fault" x="${x(ends.from)}" y="0" width="${Math.max(2, rounded(x(ends.to) - x(ends.from)))}" height="${height}" />`}
          ${scale.ticks.map((tick) => html`<line class="grid" x1="0" x2="${width}" y1="${y(tick)}" y2="${y(tick)}" />`)}
          ${curves.map(({ className, points }) => html`<path class="line ${className}" d="${pathOf(points, x, y)}" />`)}
          ${limit === undefined ? undefined : html`<line class="budget" x1="0" x2="${width}" y1="${y(limit)}" y2="${y(limit)}" />`}
          ${readouts.map(({ ratePerSecond, text }) => html`<rect class="slot" x="${x(ratePerSecond) - 6}" y="0" width="12" height="${height}"><title>${text}</title></rect>`)}
        </svg>
        <div aria-hidden="true">
          ${scale.ticks.map((tick) => html`<span class="y" style="top:${y(tick)}%">${formatValue(tick)}</span>`)}
        </div>
      </div>
      <div class="x-axis" aria-hidden="true">
        ${rates.ticks.map((tick, index) => html`<span class="${index % 2 === 1 ? 'every-other' : 'each'}" style="left:${rounded(rates.shareOf(tick) * 100)}%${index === rates.ticks.length - 1 ? ';transform:translateX(-100%)' : ''}">${formatRate(tick)}${index === 0 ? '' : '/s'}</span>`)}
      </div>
    </div>
  </figure>`
}

function pathOf(points: Curve['points'], x: (rate: number) => number, y: (value: number) => number): string {
  const drawn = points.map(([rate, value]) => `${x(rate)},${y(value)}`)
  return drawn.length === 0 ? '' : `M${drawn.length === 1 ? [...drawn, ...drawn].join('L') : drawn.join('L')}`
}
