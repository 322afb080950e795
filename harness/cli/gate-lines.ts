/** A gate as lines for a terminal: each pair when it is done, and the answer at the end. Pure. */

import { isComparable } from '../gate/gate-metrics.ts'
import type { GateMetricName, MetricReading } from '../gate/gate-metrics.ts'
import type { GatePair, GateResult, MetricJudgement } from '../gate/gate-result.ts'
import { changeText, pairsText, percent } from '../gate/judge-pairs.ts'
import { alignColumns } from './align-columns.ts'

/** `so` is the result as it would be if the gate ended here. */
export function pairLines(pair: GatePair, { metrics, pairsNeeded }: GateResult): readonly string[] {
  const told = metrics.map(({ metric, label, unit }) => `${label} ${ratioText(pair, metric, unit)}`).join(', ')
  const head = `pair ${pair.number} (${pair.first} first): ${told}${verdictsText(pair)}`
  if (pair.leftOut !== undefined) return [head, `  left out: ${pair.leftOut}`]
  const so = metrics.filter(({ pairs }) => pairs > 0).map((metric) => `${metric.label} ${changeText(metric)}`)
  return [head, `  so far: ${so.join('; ')}${pairsNeeded === null ? '' : `; about ${pairsText(pairsNeeded)} to go`}`]
}

function ratioText({ baseline, candidate }: GatePair, metric: GateMetricName, unit: string): string {
  const [from, to] = [baseline.readings[metric], candidate.readings[metric]]
  if (from.kind === 'none' || to.kind === 'none') return 'not measured'
  const change = isComparable(from, to) ? `${atLeast(to)}${percent(to.value / from.value - 1)}` : 'cannot be compared'
  return `${atLeast(from)}${rounded(from.value)} → ${atLeast(to)}${rounded(to.value)} ${unit} (${change})`
}

function atLeast(reading: MetricReading): string {
  return 'atLeast' in reading ? '≥ ' : ''
}

/** A run that did not pass on its own terms is told; its numbers count as long as they are true. */
function verdictsText({ baseline, candidate }: GatePair): string {
  const texts = [['baseline', baseline] as const, ['candidate', candidate] as const]
    .filter(([, { verdict }]) => verdict.kind !== 'pass')
    .map(([side, { verdict }]) => `${side} ${verdict.title}`)
  return texts.length === 0 ? '' : ` [${texts.join(', ')}]`
}

export function gateLines(result: GateResult, folder: string): readonly string[] {
  const { verdict, metrics, pairs, elapsedMs } = result
  const leftOut = pairs.filter((pair) => pair.leftOut !== undefined).length
  const rows = metrics.map((metric) => [metric.label, ...metricCells(metric)])
  return [
    `${verdict.title}  ${verdict.sentence}`,
    ...verdict.reasons.slice(1).map(({ sentence }) => `  also: ${sentence}`),
    '',
    ...alignColumns([['', 'change', 'from', 'to', 'tolerated', 'noise a pair', 'answer'], ...rows]),
    '',
    `Pairs     ${pairs.length}${leftOut === 0 ? '' : `, ${leftOut} of them left out`}, in ${Math.round(elapsedMs / 1_000)} s, seed ${result.seed}`,
    `Bounds    hold at all pairs at once; a wrong FAIL at most once in 100 gates without a change`,
    `Runs      ${folder}`,
    `Exit      ${verdict.exitStatus}`,
  ]
}

const answers = { worse: 'worse', within: 'within', open: 'not known', 'not-measured': 'not measured' } as const

function metricCells({ change, lower, upper, tolerance, noise, state, pairsNeeded }: MetricJudgement): readonly string[] {
  const cell = (share: number | null): string => (share === null ? '–' : percent(share))
  const needed = pairsNeeded === null ? '' : `, about ${pairsText(pairsNeeded)} more`
  const spread = noise === null ? '–' : `${(noise * 100).toFixed(1)}%`
  return [cell(change), cell(lower), cell(upper), percent(tolerance), spread, `${answers[state]}${needed}`]
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1)
}
