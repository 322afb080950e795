/** From the pairs so far to the gate's answer: decided or open, by every metric, and the one sentence that says it. Pure. */

import { verdictOf } from '../model/verdict.ts'
import type { Verdict, VerdictReason } from '../model/verdict.ts'
import type { GateMetric } from './gate-metrics.ts'
import type { GatePair, MetricJudgement } from './gate-result.ts'
import { isNoisy, judgeMetric, noisyEvidence, noisyTolerances, notMeasured } from './judge-metric.ts'
import { contrastsOf } from './pair-contrasts.ts'

export interface PairsJudgement {
  readonly metrics: readonly MetricJudgement[]
  readonly state: 'worse' | 'within' | 'open'
  readonly pairsNeeded: number | null
}

export function judgePairs(metrics: readonly GateMetric[], pairs: readonly GatePair[]): PairsJudgement {
  const counted = pairs.filter(({ leftOut }) => leftOut === undefined)
  // What a run took of its load is true also where its other numbers cannot be compared; leaving out the pairs in which the baseline took less would accuse
  // the candidate of the others.
  const valid = pairs.filter(({ baseline, candidate }) => baseline.verdict.kind !== 'invalid' && candidate.verdict.kind !== 'invalid')
  const judged = metrics.map((metric) => {
    const contrasts = contrastsOf(metric.name === 'offered-per-accepted' ? valid : counted, metric.name)
    if (contrasts.length === 0 && counted.length > 0) return notMeasured(metric)
    const judgement = judgeMetric(metric, contrasts)
    if (!counted.some((pair) => isAtLeast(pair, metric))) return judgement
    // Numbers that are too low can accuse a candidate, and acquit none.
    return { ...judgement, atLeast: true as const, ...(judgement.state === 'within' ? { state: 'open' as const } : {}) }
  })
  const measured = judged.filter(({ state }) => state !== 'not-measured')
  if (measured.some(({ state }) => state === 'worse')) return { metrics: judged, state: 'worse', pairsNeeded: null }
  if (measured.length > 0 && measured.every(({ state }) => state === 'within'))
    return { metrics: judged, state: 'within', pairsNeeded: null }
  return { metrics: judged, state: 'open', pairsNeeded: longest(measured) }
}

function isAtLeast({ candidate }: GatePair, { name }: GateMetric): boolean {
  const reading = candidate.readings[name]
  return reading.kind === 'value' && 'atLeast' in reading
}

/** All must be within: the last one decides. One that cannot be told leaves the whole untold. */
function longest(metrics: readonly MetricJudgement[]): number | null {
  const open = metrics.filter(({ state }) => state === 'open').map(({ pairsNeeded }) => pairsNeeded)
  return open.includes(null) || open.length === 0 ? null : Math.max(...open.map(Number))
}

/** `reasons` are those that have nothing to do with the change: what a run of a pair found, why the gate ended early. */
export function gateVerdict(judgement: PairsJudgement, reasons: readonly VerdictReason[], ended: string): Verdict {
  const { metrics, state, pairsNeeded } = judgement
  const own: VerdictReason[] = []
  for (const metric of metrics.filter((each) => each.state === 'worse')) {
    own.push({
      kind: 'fail-thresholds',
      sentence: `${capital(metric.label)} got worse: ${changeText(metric)}, in ${pairsText(metric.pairs)}.`,
    })
  }
  if (state === 'open') own.push({ kind: 'inconclusive', sentence: openSentence(metrics, pairsNeeded, ended) })
  return verdictOf([...reasons, ...own], passSentence(metrics))
}

function passSentence(metrics: readonly MetricJudgement[]): string {
  const parts = metrics.map((metric) =>
    metric.state === 'not-measured'
      ? `${metric.label} was not measured`
      : `${metric.label} changed by ${changeText(metric)}, below the ${percent(metric.tolerance)} that is tolerated`,
  )
  // Those that tell of what was offered may have been left out of the comparison.
  const compared = metrics.filter(({ metric }) => metric !== 'offered-per-accepted').map(({ pairs }) => pairs)
  return `${capital(parts.join('; '))}; ${pairsText(Math.max(0, ...compared))}.`
}

function openSentence(metrics: readonly MetricJudgement[], pairsNeeded: number | null, ended: string): string {
  if (metrics.every(({ pairs }) => pairs === 0)) return `${ended}: no pair was measured.`
  const open = metrics.filter(({ state }) => state === 'open').map(openText)
  const needed =
    pairsNeeded === null
      ? 'how many pairs are missing cannot be told'
      : `about ${pairsText(pairsNeeded)} more would decide, if they are like these`
  return `${ended}: ${open.join('; ')}; ${needed}.`
}

function openText(metric: MetricJudgement): string {
  const unseen = metric.atLeast === true ? ' at least, since not all of the candidate’s decisions were seen' : ''
  const text = `${metric.label} changed by ${changeText(metric)}${unseen}`
  if ((metric.lower ?? 0) <= 0 || !isNoisy(metric.noise ?? 0, metric.tolerance)) return text
  return `${text}, in pairs that vary by more than ${noisyTolerances} times what is tolerated: a FAIL takes ${noisyEvidence} times the evidence there`
}

/** `+4.2% (−1.0% to +9.7%)`. */
export function changeText({ change, lower, upper }: Pick<MetricJudgement, 'change' | 'lower' | 'upper'>): string {
  if (change === null) return 'an unknown amount'
  return `${percent(change)} (${lower === null ? 'no lower bound' : percent(lower)} to ${upper === null ? 'no upper bound' : percent(upper)})`
}

/** A share with its sign, as a percentage. */
export function percent(share: number): string {
  const text = Math.abs(share * 100).toFixed(1)
  if (text === '0.0') return '0.0%'
  return `${share < 0 ? '−' : '+'}${text}%`
}

export function pairsText(count: number): string {
  return count === 1 ? '1 pair' : `${count} pairs`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
