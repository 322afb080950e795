/** Whether a threshold is met by what was sampled. Pure; knows no run. */

import type { BaselineFigure } from '../model/baseline.ts'
import { judgeComparison } from './judge-comparison.ts'
import type { Judged, Samples } from './judge-comparison.ts'
import { metricTable } from './metric-table.ts'
import { evaluateRecovery } from './recovery.ts'
import { rounded, secondsText } from './stretches.ts'
import type { Evaluated, JudgedStretch, Stretch } from './stretches.ts'
import { compare } from './threshold-comparison.ts'
import type { Comparison } from './threshold-comparison.ts'
import type { Expression } from './threshold-expression.ts'
import type { Threshold } from './thresholds.ts'

/** Everything that an expression may ask for of its selector. */
export interface Sampled {
  readonly samples: Samples
  /** Of the load, or of the phase that is selected: what a counter's rate is a rate over. */
  readonly seconds: number
  /** Stretches of that length, in order of time, one beginning each second or tenth of its length, whichever is more, and one at the very end. */
  readonly stretches: (windowMs: number) => readonly Stretch[]
  /** From the load's end until nothing was left; `ended` false: something still was when last asked. undefined: not told. */
  readonly drain: { readonly ms: number; readonly ended: boolean } | undefined
  /** undefined: there is no run to compare with. */
  readonly baseline: BaselineFigure | undefined
}

/** Too few samples are never met, a censored value fails, a counter without samples is 0. */
export function evaluate({ expression, selector }: Threshold, sampled: Sampled): Evaluated {
  const { unit } = metricTable[selector.metric]
  const judge = (comparison: Comparison, { samples, seconds }: Pick<Sampled, 'samples' | 'seconds'>): Judged =>
    judgeComparison(comparison, samples, unit, seconds)
  switch (expression.form) {
    case 'whole':
      return told(judge(expression, sampled))
    case 'window':
      return overWindows(expression, judgedStretches(expression, sampled, judge))
    case 'recovery':
      return evaluateRecovery(expression, judgedStretches({ ...expression.inner, windowMs: expression.windowMs }, sampled, judge))
    case 'drain':
      return drained(expression, sampled.drain)
    default:
      return againstBaseline(expression, sampled, judge)
  }
}

type Judge = (comparison: Comparison, sampled: Pick<Sampled, 'samples' | 'seconds'>) => Judged

function judgedStretches(comparison: Comparison & { readonly windowMs: number }, sampled: Sampled, judge: Judge): readonly JudgedStretch[] {
  return sampled.stretches(comparison.windowMs).map(({ startMs, endMs, seconds, samples }) => ({
    startMs,
    endMs,
    seconds,
    ...judge(comparison, { samples, seconds: (endMs - startMs) / 1_000 }),
  }))
}

function overWindows({ operator }: Extract<Expression, { form: 'window' }>, stretches: readonly JudgedStretch[]): Evaluated {
  // As long as they are: a load or phase that is shorter than they should be is one.
  const length = secondsText((stretches[0]?.endMs ?? 0) - (stretches[0]?.startMs ?? 0))
  const broken = stretches.filter(({ outcome }) => outcome === 'broken')
  const [first] = broken
  if (first !== undefined) {
    const counted = `${broken.length} of ${stretches.length} stretches of ${length}`
    return { outcome: 'broken', seen: `${first.seen} from ${secondsText(first.startMs)} on; ${counted}` }
  }
  const open = stretches.find(({ outcome }) => outcome === 'inconclusive')
  if (open !== undefined) return { outcome: 'inconclusive', seen: `${open.seen} in the ${length} from ${secondsText(open.startMs)} on` }
  const isUpper = operator === '<' || operator === '<='
  const worst = stretches.reduce<JudgedStretch | undefined>(
    (before, each) => (before === undefined || (isUpper ? each.value > before.value : each.value < before.value) ? each : before),
    undefined,
  )
  if (worst === undefined) return { outcome: 'inconclusive', seen: 'no sample' }
  return {
    outcome: 'met',
    seen: `${worst.seen} from ${secondsText(worst.startMs)} on, the worst of ${stretches.length} stretches of ${length}`,
  }
}

function drained({ operator, limitMs }: Extract<Expression, { form: 'drain' }>, drain: Sampled['drain']): Evaluated {
  if (drain === undefined) return { outcome: 'inconclusive', seen: 'nothing tells when it was drained' }
  if (!drain.ended) return { outcome: 'broken', seen: `≥ ${secondsText(drain.ms)} after the load’s end` }
  return { outcome: compare(drain.ms, operator, limitMs) ? 'met' : 'broken', seen: `${secondsText(drain.ms)} after the load’s end` }
}

function againstBaseline(expression: Extract<Expression, { form: 'baseline' }>, sampled: Sampled, judge: Judge): Evaluated {
  const { baseline } = sampled
  if (baseline === undefined) return { outcome: 'inconclusive', seen: 'there is no baseline' }
  if (baseline.kind === 'none') return { outcome: 'inconclusive', seen: `the baseline has none: ${baseline.reason}` }
  const { aggregate, operator, factor } = expression
  const against = (value: number): Judged => judge({ aggregate, operator, limit: factor * value }, sampled)
  const judged = against(baseline.value)
  const seen = `${judged.seen}, limit ${rounded(factor * baseline.value)} by the baseline’s ${rounded(baseline.value)}`
  const [low, high] = [against(baseline.low), against(baseline.high)]
  if (judged.outcome === 'inconclusive' || low.outcome === high.outcome) return { outcome: judged.outcome, seen }
  const range = `${rounded(baseline.low)} to ${rounded(baseline.high)}`
  return { outcome: 'inconclusive', seen: `${seen}; the baseline is too noisy to say: its own figure may lie anywhere from ${range}` }
}

function told({ outcome, seen }: Judged): Evaluated {
  return { outcome, seen }
}
