import { describe, expect, test } from 'vitest'
import { normalNoise, recordedNoise, recordedRuns, scaledTo } from '../benchmarks/gate-worlds.ts'
import type { Noise } from '../benchmarks/gate-worlds.ts'
import { defaultTolerances, gateMetrics } from '../harness/gate/gate-metrics.ts'
import type { GateResult } from '../harness/gate/gate-result.ts'
import { runGate } from '../harness/gate/run-gate.ts'
import { uniformFrom } from '../harness/load/prng.ts'
import { verdictOf } from '../harness/model/verdict.ts'

/** Whole gates, with what they tell, over runs drawn from a noise: the rates of docs/gate.md with fewer gates, by the real loop. */
async function gates(
  count: number,
  noise: Noise,
  change: { readonly p99: number; readonly cpu: number },
  seed: number,
): Promise<readonly GateResult[]> {
  const uniform = uniformFrom(seed)
  const results: GateResult[] = []
  for (let gate = 0; gate < count; gate++) {
    results.push(
      await runGate({
        scenario: 'smoke',
        systems: { baseline: 'a', candidate: 'b' },
        seed: gate,
        metrics: gateMetrics(defaultTolerances),
        pairsMax: 10,
        elapsedMsMax: 1,
        nowMs: () => 0,
        interruption: () => undefined,
        tell: async () => undefined,
        run: async (side) => {
          const [p99 = 0, cpu = 0] = noise(uniform)
          const own = side === 'candidate' ? change : { p99: 0, cpu: 0 }
          return {
            folder: '',
            verdict: verdictOf([], ''),
            readings: {
              'decision-p99': { kind: 'value', value: 80 * Math.exp(p99) * (1 + own.p99) },
              'cpu-per-record': { kind: 'value', value: 900 * Math.exp(cpu) * (1 + own.cpu) },
              'offered-per-accepted': { kind: 'value', value: 1 },
            },
          }
        },
      }),
    )
  }
  return results
}

const failed = (results: readonly GateResult[]): number => results.filter(({ verdict: { kind } }) => kind === 'fail-thresholds').length
const passed = (results: readonly GateResult[]): number => results.filter(({ verdict: { kind } }) => kind === 'pass').length
const same = { p99: 0, cpu: 0 }
const betweenRuns = [0.05 / Math.SQRT2, 0.02 / Math.SQRT2] as const
const recorded = recordedRuns()

describe('a gate with 10 pairs', () => {
  test.each([
    ['normal noise of 5% between two runs', normalNoise(betweenRuns), 0],
    // 6 of 20,000 gates fail, one of them among these.
    ['recorded noise, scaled to 5% between two runs', recordedNoise(scaledTo(recorded, betweenRuns)), 1],
    // As recorded: half of the P99 itself, and far from normal.
    ['recorded noise', recordedNoise(recorded), 0],
  ] as const)(
    'fails hardly any of 300 gates between equal systems under %s',
    async (_, noise, failures) => {
      expect(failed(await gates(300, noise, same, 2026))).toBe(failures)
    },
    120_000,
  )

  test.each([
    ['P99', { p99: 0.1, cpu: 0 }],
    ['CPU a record', { p99: 0, cpu: 0.05 }],
  ])(
    'finds a rise of %s (+10%, +5%) in at least 90 of 100, and passes none, at 5% and 2% between two runs',
    async (_, change) => {
      for (const noise of [normalNoise(betweenRuns), recordedNoise(scaledTo(recorded, betweenRuns))]) {
        const results = await gates(300, noise, change, 7)
        expect(failed(results)).toBeGreaterThanOrEqual(270)
        expect(passed(results)).toBeLessThanOrEqual(3)
      }
    },
    120_000,
  )

  test('what it does not find it calls open, with the pairs that are missing', async () => {
    const results = await gates(100, normalNoise([0.05, 0.02]), { p99: 0.1, cpu: 0 }, 3)
    const open = results.filter(({ verdict: { kind } }) => kind === 'inconclusive')
    expect(failed(results) + passed(results) + open.length).toBe(100)
    expect(open.length).toBeGreaterThan(10)
    expect(open.filter(({ pairsNeeded }) => pairsNeeded !== null).length).toBeGreaterThan(open.length / 2)
  }, 120_000)
})
