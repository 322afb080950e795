/** A generated history drawn as bars: `node replay/generate/commerce/plot.ts` writes the picture of docs/generate.md again. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommerceOptions } from './commerce-options.ts'
import { measureShape, type Bar, type Shape } from './measure-shape.ts'

export const plotFile = join(import.meta.dirname, '..', '..', '..', 'docs', 'images', 'generated-history.svg')

const shortDate = '2026-03-29'
const plotted: CommerceOptions = {
  seed: 1,
  tenants: 2,
  merchants: 40,
  targetRecords: 60_000,
  days: 84,
  startDate: '2026-02-02',
  zone: 'Europe/Berlin',
  discrepancies: 'none',
  formats: [],
}

const panels: readonly (readonly [keyof Shape, string, number])[] = [
  ['hours', 'orders by local hour', 3],
  ['shortDay', `orders by local hour, ${shortDate} (23 hours)`, 3],
  ['orderWeekdays', 'orders by weekday', 1],
  ['bankWeekdays', 'bank lines by weekday', 1],
  ['amounts', 'orders in EUR by amount, up to', 1],
  ['merchants', 'orders by merchant', 5],
  ['refundDays', 'refunds by days since the order', 5],
  ['disputeDays', 'disputes by days since the order', 10],
]

const [panelWidth, panelHeight, gap] = [420, 150, 40]

/** The picture as SVG text; the same each time. */
export function generatedHistorySvg(): string {
  const shape = measureShape(plotted, shortDate)
  const rows = Math.ceil(panels.length / 2)
  const [width, height] = [2 * panelWidth + 3 * gap, rows * (panelHeight + 2 * gap) + gap]
  const drawn = panels.map(([name, title, labelEvery], index) => {
    const x = gap + (index % 2) * (panelWidth + gap)
    const y = gap + Math.floor(index / 2) * (panelHeight + 2 * gap)
    return `<g transform="translate(${x} ${y})">${panel(shape[name], title, labelEvery)}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#333">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n')
}

function panel(bars: readonly Bar[], title: string, labelEvery: number): string {
  const max = Math.max(1, ...bars.map(({ count }) => count))
  const step = panelWidth / bars.length
  const parts = bars.map(({ label, count }, index) => {
    const height = (count / max) * panelHeight
    const [x, y] = [index * step, panelHeight - height]
    const bar = `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${(step * 0.85).toFixed(1)}" height="${height.toFixed(1)}" fill="#3b6ea5"/>`
    if (index % labelEvery !== 0) return bar
    return `${bar}<text x="${(x + step * 0.42).toFixed(1)}" y="${panelHeight + 14}" text-anchor="middle">${label}</text>`
  })
  const axis = `<path d="M0 ${panelHeight}H${panelWidth}" stroke="#999"/>`
  const head = `<text y="-10" font-weight="bold">${title}</text><text x="${panelWidth}" y="-10" text-anchor="end">highest ${max}</text>`
  return [head, ...parts, axis].join('')
}

if (import.meta.main) writeFileSync(plotFile, generatedHistorySvg())
