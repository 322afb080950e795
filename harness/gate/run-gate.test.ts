import { describe, expect, test } from 'vitest'
import { uniformFrom } from '../load/prng.ts'
import { verdictOf } from '../model/verdict.ts'
import type { Verdict, VerdictKind } from '../model/verdict.ts'
import { defaultTolerances, gateMetrics } from './gate-metrics.ts'
import type { MetricReading } from './gate-metrics.ts'
import type { GateResult, GateRun } from './gate-result.ts'
import { pairPlans } from './pair-order.ts'
import type { PairPlan, Side } from './pair-order.ts'
import { runGate } from './run-gate.ts'
import type { GateOptions } from './run-gate.ts'

const runMs = 20_000

interface World {
  /** The candidate's P99 and CPU a record over the baseline's. */
  readonly p99: number
  readonly cpu: number
  /** Standard deviation of the logarithm, a run. */
  readonly noise?: number
  readonly verdict?: (side: Side, plan: PairPlan) => VerdictKind | undefined
  readonly reading?: (side: Side, plan: PairPlan) => Partial<GateRun['readings']> | undefined
  readonly options?: Partial<GateOptions>
}

function verdict(kind: VerdictKind): Verdict {
  return verdictOf(kind === 'pass' ? [] : [{ kind, sentence: `It is ${kind}.` }], 'All well.')
}

/** A gate over runs that take 20 s of a clock of their own. */
async function gateOf({ p99, cpu, noise = 0.02, verdict: verdictAt, reading, options = {} }: World) {
  const uniform = uniformFrom(5)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  let nowMs = 1_000_000
  const runs: string[] = []
  const told: GateResult[] = []
  const value = (base: number): MetricReading => ({ kind: 'value', value: base * Math.exp(noise * normal()) })
  const result = await runGate({
    scenario: 'smoke',
    systems: { baseline: 'old', candidate: 'new' },
    seed: 7,
    metrics: gateMetrics(defaultTolerances),
    pairsMax: 40,
    elapsedMsMax: 15 * 60_000,
    nowMs: () => nowMs,
    interruption: () => undefined,
    run: async (side, plan) => {
      nowMs += runMs
      runs.push(`${plan.number} ${side} ${plan.seed}`)
      const own = side === 'candidate' ? { p99, cpu } : { p99: 1, cpu: 1 }
      return {
        folder: `runs/${plan.number}-${side}`,
        verdict: verdict(verdictAt?.(side, plan) ?? 'pass'),
        readings: {
          'decision-p99': value(80 * own.p99),
          'cpu-per-record': value(900 * own.cpu),
          'offered-per-accepted': { kind: 'value', value: 1 },
          ...reading?.(side, plan),
        },
      }
    },
    tell: async (_, so) => void told.push(so),
    ...options,
  })
  return { result, runs, told }
}

describe('a gate', () => {
  test('passes two systems that are the same, and stops as soon as it knows', async () => {
    const { result, told } = await gateOf({ p99: 1, cpu: 1 })
    expect([result.verdict.kind, result.verdict.exitStatus]).toEqual(['pass', 0])
    expect(result.metrics.map(({ state }) => state)).toEqual(['within', 'within', 'within'])
    expect(told.slice(0, -1).every(({ verdict: { kind } }) => kind === 'inconclusive')).toBe(true)
    expect(told.at(-1)?.verdict).toEqual(result.verdict)
  })

  test.each([
    { worse: 'Decision P99', p99: 1.3, cpu: 1 },
    { worse: 'CPU a record', p99: 1, cpu: 1.2 },
    { worse: 'CPU a record', p99: 0.7, cpu: 1.2 },
  ])('fails a candidate whose $worse rose ($p99, $cpu)', async ({ worse, ...world }) => {
    const { result } = await gateOf(world)
    expect([result.verdict.kind, result.verdict.exitStatus]).toEqual(['fail-thresholds', 99])
    expect(result.verdict.sentence).toContain(`${worse} got worse`)
  })

  test('too much noise for the pairs that it may have is inconclusive, with the pairs that would be needed', async () => {
    const { result } = await gateOf({ p99: 1, cpu: 1, noise: 0.08, options: { pairsMax: 6 } })
    expect([result.verdict.kind, result.verdict.exitStatus]).toEqual(['inconclusive', 94])
    expect(result.pairs).toHaveLength(6)
    expect(result.pairsNeeded).toBeGreaterThan(0)
    expect(result.verdict.sentence).toContain(`about ${result.pairsNeeded} pairs more would decide`)
  })

  test('begins no pair that would not end in time', async () => {
    const { result, runs } = await gateOf({ p99: 1, cpu: 1, noise: 0.3, options: { elapsedMsMax: 5 * 2 * runMs - 1 } })
    expect([runs.length, result.pairs.length, result.verdict.kind]).toEqual([8, 4, 'inconclusive'])
    expect(result.elapsedMs).toBe(8 * runMs)
  })

  test('both runs of a pair have one seed, and each order comes once in two pairs', async () => {
    const { runs, result } = await gateOf({ p99: 1, cpu: 1, noise: 0.3, options: { pairsMax: 6 } })
    expect(new Set(runs.map((run) => run.split(' ')[2])).size).toBe(6)
    const first = result.pairs.map((pair) => pair.first)
    for (const at of [0, 2, 4]) expect(new Set(first.slice(at, at + 2)).size).toBe(2)
    expect(runs[0]).toContain(`1 ${first[0]}`)
  })

  test.each(['candidate', 'baseline'] as const)('a wrong answer of the %s outweighs every comparison', async (wrong) => {
    const { result, runs } = await gateOf({
      p99: 1,
      cpu: 1,
      verdict: (side, { number }) => (side === wrong && number === 2 ? 'fail-correctness' : undefined),
    })
    expect([result.verdict.kind, result.verdict.exitStatus]).toEqual(['fail-correctness', 96])
    expect(result.verdict.sentence).toBe(`The ${wrong}, pair 2: It is fail-correctness. (runs/2-${wrong})`)
    expect(runs.at(-1)).toContain(`2 ${wrong}`)
    expect(result.pairs).toHaveLength(1)
  })

  test.each([
    ['stack-failed', 69],
    ['not-writable', 73],
  ] as const)('a run that ends as %s ends the gate with %i', async (kind, status) => {
    const { result } = await gateOf({ p99: 1, cpu: 1, verdict: (_, { number }) => (number === 3 ? kind : undefined) })
    expect([result.verdict.exitStatus, result.pairs.length]).toEqual([status, 2])
  })

  test('an INVALID run costs its pair; three end the gate', async () => {
    const one = await gateOf({
      p99: 1,
      cpu: 1,
      verdict: (side, { number }) => (side === 'baseline' && number === 2 ? 'invalid' : undefined),
    })
    expect(one.result.verdict.kind).toBe('pass')
    expect(one.result.pairs[1]?.leftOut).toBe('baseline INVALID: It is invalid.')
    expect(one.result.metrics[0]?.pairs).toBe(one.result.pairs.length - 1)
    const all = await gateOf({ p99: 1, cpu: 1, verdict: (_, { number }) => (number % 2 === 0 ? 'invalid' : undefined) })
    expect([all.result.verdict.kind, all.result.pairs.length]).toEqual(['invalid', 6])
  })

  test('a run over its own thresholds counts: its numbers are true', async () => {
    const { result } = await gateOf({ p99: 1, cpu: 1, verdict: () => 'fail-thresholds' })
    expect(result.verdict.kind).toBe('pass')
  })

  test('pairs without a P99 are left out, and three of them are inconclusive', async () => {
    const none = { kind: 'none', why: '812 decision latencies, a P99 needs 1000' } as const
    const { result } = await gateOf({ p99: 1, cpu: 1, reading: () => ({ 'decision-p99': none }) })
    expect([result.verdict.exitStatus, result.pairs.length]).toEqual([94, 3])
    expect(result.verdict.sentence).toContain('812 decision latencies')
  })

  const unseen = (value: number) => ({ 'decision-p99': { kind: 'value', value, atLeast: true } }) as const

  test('fails a candidate of which a hundredth is never decided: its P99 is at least what was waited for', async () => {
    const { result } = await gateOf({ p99: 1, cpu: 5, reading: (side) => (side === 'candidate' ? unseen(60_000) : undefined) })
    expect([result.verdict.kind, result.verdict.exitStatus]).toEqual(['fail-thresholds', 99])
    expect(result.verdict.sentence).toMatch(/^Decision P99 got worse: \+7\d{4}\.\d% /)
  })

  test('does not pass a candidate whose P99 is known to be no less than the baseline’s, and nothing more', async () => {
    const { result } = await gateOf({ p99: 1, cpu: 1, noise: 0, reading: (side) => (side === 'candidate' ? unseen(80) : undefined) })
    expect(result.verdict.exitStatus).toBe(94)
    expect(result.metrics.map(({ state }) => state)).toEqual(['open', 'within', 'within'])
    expect(result.verdict.sentence).toContain('at least, since not all of the candidate’s decisions were seen')
  })

  test.each([
    ['baseline', 60_000],
    ['candidate', 20],
  ])('leaves pairs out of which the %s has a P99 that cannot be compared', async (which, value) => {
    const { result } = await gateOf({ p99: 1, cpu: 1, reading: (side) => (side === which ? unseen(value) : undefined) })
    expect([result.verdict.exitStatus, result.pairs.length]).toEqual([94, 3])
    expect(result.verdict.sentence).toContain(`${which}: the decision P99 is ≥ ${value} ms`)
  })

  test('a system whose processes nobody can sample is judged on its P99', async () => {
    const none = { kind: 'none', why: 'CPU a record was not measured' } as const
    const { result } = await gateOf({ p99: 1, cpu: 1, reading: () => ({ 'cpu-per-record': none }) })
    expect(result.metrics.map(({ state }) => state)).toEqual(['within', 'not-measured', 'within'])
    expect(result.verdict.kind).toBe('pass')
    expect(result.verdict.sentence).toContain('CPU a record was not measured')
  })

  const offered = (value: number) => ({ 'offered-per-accepted': { kind: 'value', value } }) as const
  const tooFew = { kind: 'none', why: '750 decision latencies, a P99 needs 1000' } as const

  test.each([
    ['and is faster for it', {}],
    ['so that it has no P99', { 'decision-p99': tooFew }],
  ])('fails a candidate that refuses half of its load, %s', async (_, readings) => {
    const { result } = await gateOf({
      p99: 0.6,
      cpu: 1,
      verdict: (side) => (side === 'candidate' ? 'fail-thresholds' : undefined),
      reading: (side, { number }) => (side === 'candidate' ? { ...offered(2 + number / 100), ...readings } : undefined),
    })
    expect([result.verdict.kind, result.verdict.exitStatus]).toEqual(['fail-thresholds', 99])
    expect(result.verdict.sentence).toMatch(/^Records offered for each accepted got worse: \+10\d\.\d%/)
    expect(result.pairs.length).toBeLessThanOrEqual(8)
  })

  test('does not hold against a candidate that takes less what of the baseline’s P99 was never seen', async () => {
    const { result } = await gateOf({
      p99: 1,
      cpu: 1,
      reading: (side, { number }) => (side === 'candidate' ? offered(1.05 + number / 1_000) : unseen(40)),
    })
    expect(result.metrics.map(({ state }) => state)).toEqual(['not-measured', expect.any(String), 'worse'])
    expect(result.verdict.sentence).toMatch(/^Records offered for each accepted got worse/)
  })

  test('does not hold against the candidate that the baseline refuses half of its load: their numbers cannot be compared', async () => {
    const { result } = await gateOf({ p99: 1.5, cpu: 1, reading: (side) => (side === 'baseline' ? offered(2) : undefined) })
    expect([result.verdict.exitStatus, result.pairs.length]).toEqual([94, 3])
    expect(result.verdict.sentence).toContain('pair 1, baseline took less of the load: 50.0%, the candidate 100.0%')
  })

  test('passes where each side now and then takes a little less', async () => {
    const { result } = await gateOf({ p99: 1, cpu: 1, reading: (_, { seed }) => offered(1 + (seed % 4) / 1_000) })
    expect(result.verdict.kind).toBe('pass')
  })

  test('a candidate that loses a twentieth of its load in every third run is not passed', async () => {
    const { result } = await gateOf({
      p99: 1,
      cpu: 1,
      reading: (side, { number }) => (side === 'candidate' && number % 3 === 0 ? offered(1.05) : undefined),
      options: { pairsMax: 20, elapsedMsMax: 1e9 },
    })
    expect(result.verdict.kind).not.toBe('pass')
  })

  test('a signal ends it before the next run, with what is known', async () => {
    let calls = 0
    const interruption = () => (++calls > 5 ? ('SIGINT' as const) : undefined)
    const { result, runs } = await gateOf({ p99: 1, cpu: 1, noise: 0.3, options: { interruption } })
    expect([result.verdict.exitStatus, result.pairs.length, runs.length]).toEqual([130, 2, 5])
    expect(result.metrics[0]?.pairs).toBe(2)
  })

  test.each([
    { last: 'the last pair that it may have', world: { p99: 1, noise: 0.3, options: { pairsMax: 3 } }, pairs: 3 },
    { last: 'the last pair for which it has time', world: { p99: 1, noise: 0.3, options: { elapsedMsMax: 6 * runMs } }, pairs: 3 },
    { last: 'the pair that decides against the candidate', world: { p99: 1.5 } },
    { last: 'the pair that decides for it', world: { p99: 1 } },
    {
      last: 'a run with wrong answers',
      world: {
        p99: 1,
        verdict: (side: Side, { number }: PairPlan) => (side === 'candidate' && number === 4 ? ('fail-correctness' as const) : undefined),
      },
      pairs: 3,
    },
  ])('a signal while $last is judged ends it as stopped: it stopped no load', async ({ world: { options, ...world }, pairs }) => {
    const whole = await gateOf({ cpu: 1, ...world, ...(options === undefined ? {} : { options }) })
    for (const [cause, status] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      let begun = 0
      const stopped = await gateOf({
        cpu: 1,
        ...world,
        // Every run reads it once as it ends: the signal is there from the last one's judging on.
        reading: () => void (begun += 1),
        options: { ...options, interruption: () => (begun === whole.runs.length ? cause : undefined) },
      })
      expect(stopped.runs).toEqual(whole.runs)
      expect([stopped.result.verdict.exitStatus, stopped.result.pairs.length]).toEqual([status, pairs ?? whole.result.pairs.length])
      // What the gate knew is told behind it.
      expect(stopped.result.verdict.reasons.slice(1)).toEqual(whole.result.verdict.reasons)
    }
  })
})

test('the plan of the pairs follows from the seed', () => {
  const take = (seed: number) => pairPlans(seed).take(20).toArray()
  expect(take(7)).toEqual(take(7))
  expect(take(8)).not.toEqual(take(7))
})
