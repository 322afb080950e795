/** The loop of a gate: pairs of runs, one after the other, until the answer is known, somebody stops it, or a cap is reached. Runs nothing itself. */

import type { VerdictKind, VerdictReason } from '../model/verdict.ts'
import { isComparable, offeredTolerance } from './gate-metrics.ts'
import type { GateMetric, Readings } from './gate-metrics.ts'
import { gateSchemaVersion } from './gate-result.ts'
import type { GatePair, GateResult, GateRun } from './gate-result.ts'
import { gateVerdict, judgePairs } from './judge-pairs.ts'
import type { PairsJudgement } from './judge-pairs.ts'
import { pairPlans } from './pair-order.ts'
import type { PairPlan, Side } from './pair-order.ts'

export interface GateOptions {
  readonly scenario: string
  readonly systems: Readonly<Record<Side, string>>
  readonly seed: number
  readonly metrics: readonly GateMetric[]
  readonly pairsMax: number
  readonly elapsedMsMax: number
  readonly nowMs: () => number
  readonly run: (side: Side, plan: PairPlan) => Promise<GateRun>
  readonly interruption: () => 'SIGINT' | 'SIGTERM' | undefined
  /** Told after each pair, with the result as it would be if the gate ended here. */
  readonly tell: (pair: GatePair, so: GateResult) => Promise<void>
}

const method =
  'one-sided sequential t-tests on the logarithms of the ratios of the pairs, in blocks of four runs; the bounds hold at all pairs at once (Ville), for normal noise of any size'

/** So many pairs may be left out: a machine that spoils more of them cannot be measured on. */
const leftOutMax = 3

/** A run that ended so says something that no comparison outweighs, or could not be measured at all. */
const endsGate: ReadonlySet<VerdictKind> = new Set([
  'interrupted',
  'terminated',
  'harness-bug',
  'bad-configuration',
  'stack-failed',
  'not-writable',
  'fail-correctness',
])

export async function runGate(options: GateOptions): Promise<GateResult> {
  const { metrics, pairsMax, elapsedMsMax, nowMs } = options
  const startedMs = nowMs()
  const pairs: GatePair[] = []
  let judgement: PairsJudgement = judgePairs(metrics, pairs)
  const result = (reasons: readonly VerdictReason[], ended: string): GateResult => ({
    schemaVersion: gateSchemaVersion,
    verdict: gateVerdict(judgement, reasons, ended),
    scenario: options.scenario,
    baseline: options.systems.baseline,
    candidate: options.systems.candidate,
    seed: options.seed,
    method,
    metrics: judgement.metrics,
    pairsNeeded: judgement.pairsNeeded,
    pairs: [...pairs],
    elapsedMs: nowMs() - startedMs,
  })
  // A signal that came after the last load stopped no run; the gate was stopped all the same.
  const end = (reasons: readonly VerdictReason[], ended: string): GateResult => {
    const cause = options.interruption()
    return result(cause === undefined || reasons.some(isStop) ? reasons : [...reasons, interrupted(cause)], ended)
  }
  for (const plan of pairPlans(options.seed)) {
    if (plan.number > pairsMax) return end([], `${pairsMax} pairs are over`)
    const perPairMs = pairs.length === 0 ? 0 : (nowMs() - startedMs) / pairs.length
    if (nowMs() - startedMs + perPairMs > elapsedMsMax) return end([], `the ${minutes(elapsedMsMax)} are over after pair ${pairs.length}`)
    const run = await runPair(plan, options)
    if (run.kind === 'ended') return end([run.reason], `it ended in pair ${plan.number}`)
    pairs.push(run.pair)
    judgement = judgePairs(metrics, pairs)
    const [reasons, ended] = [leftOutReasons(pairs), `after pair ${plan.number}`]
    await options.tell(run.pair, result(reasons, ended))
    if (reasons.length > 0 || judgement.state !== 'open') return end(reasons, ended)
  }
  throw new Error('the plans of the pairs have no end')
}

type PairRun = { readonly kind: 'pair'; readonly pair: GatePair } | { readonly kind: 'ended'; readonly reason: VerdictReason }

async function runPair(plan: PairPlan, { run, interruption, metrics }: GateOptions): Promise<PairRun> {
  const sides: readonly Side[] = plan.first === 'baseline' ? ['baseline', 'candidate'] : ['candidate', 'baseline']
  const runs: Partial<Record<Side, GateRun>> = {}
  for (const side of sides) {
    const cause = interruption()
    if (cause !== undefined) return { kind: 'ended', reason: interrupted(cause) }
    const done = await run(side, plan)
    runs[side] = done
    const { kind, sentence } = done.verdict
    if (endsGate.has(kind))
      return { kind: 'ended', reason: { kind, sentence: `The ${side}, pair ${plan.number}: ${sentence} (${done.folder})` } }
  }
  const { baseline, candidate } = runs as Record<Side, GateRun>
  const leftOut = whyLeftOut(baseline, candidate, metrics)
  const { number, seed, first } = plan
  return { kind: 'pair', pair: { number, seed, first, baseline, candidate, ...(leftOut === undefined ? {} : { leftOut }) } }
}

/**
 * A number that the harness itself takes back, a load of which the baseline took less, or a P99 that is none, on either side. CPU that no run gives is left
 * to the judgement of the metric; so is a load of which the candidate took less: such a pair counts against it.
 */
function whyLeftOut(baseline: GateRun, candidate: GateRun, metrics: readonly GateMetric[]): string | undefined {
  const sides = [['baseline', baseline] as const, ['candidate', candidate] as const]
  for (const [side, { verdict }] of sides) if (verdict.kind === 'invalid') return `${side} INVALID: ${verdict.sentence}`
  const [from, to] = [baseline, candidate].map(({ readings }) => readings['offered-per-accepted'].value) as [number, number]
  if (to > from * (1 + offeredTolerance)) return undefined
  if (from > to * (1 + offeredTolerance)) {
    return `baseline took less of the load: ${takenText(from)}, the candidate ${takenText(to)}`
  }
  const unseen = unseenP99(baseline, candidate)
  if (unseen !== undefined) return unseen
  for (const { name } of metrics) {
    const missing = sides.flatMap(([side, { readings }]) => missingText(side, readings, name))
    if (missing.length > 0 && (name === 'decision-p99' || missing.length === 1)) return missing[0]
  }
  return undefined
}

/** Which of two P99s that cannot be compared was not wholly seen. */
function unseenP99(baseline: GateRun, candidate: GateRun): string | undefined {
  const [from, to] = [baseline.readings['decision-p99'], candidate.readings['decision-p99']]
  if (from.kind === 'none' || to.kind === 'none' || isComparable(from, to)) return undefined
  const [side, { value }] = from.atLeast === true ? ['baseline', from] : ['candidate', to]
  return `${side}: the decision P99 is ≥ ${value} ms: decisions were never seen`
}

function missingText(side: Side, readings: Readings, name: GateMetric['name']): string[] {
  const reading = readings[name]
  return reading.kind === 'none' ? [`${side}: ${reading.why}`] : []
}

function takenText(offeredPerAccepted: number): string {
  return `${(100 / offeredPerAccepted).toFixed(1)}%`
}

function leftOutReasons(pairs: readonly GatePair[]): VerdictReason[] {
  const leftOut = pairs.filter((pair) => pair.leftOut !== undefined)
  if (leftOut.length < leftOutMax) return []
  return leftOut.map(({ number, leftOut: why = '', baseline, candidate }) => ({
    kind: baseline.verdict.kind === 'invalid' || candidate.verdict.kind === 'invalid' ? 'invalid' : 'inconclusive',
    sentence: `${leftOut.length} pairs could not be used; pair ${number}, ${why}`,
  }))
}

function interrupted(cause: 'SIGINT' | 'SIGTERM'): VerdictReason {
  return cause === 'SIGINT'
    ? { kind: 'interrupted', sentence: 'Interrupted by Ctrl-C while no run measured; the pairs until then are kept.' }
    : { kind: 'terminated', sentence: 'Ended by SIGTERM while no run measured; the pairs until then are kept.' }
}

function isStop({ kind }: VerdictReason): boolean {
  return kind === 'interrupted' || kind === 'terminated'
}

function minutes(ms: number): string {
  return `${Math.round(ms / 6_000) / 10} minutes`
}
