import { expect, test } from 'vitest'
import { coverage } from '../benchmarks/compare-worlds.ts'
import { uniformFrom } from '../harness/load/prng.ts'

/** The table of docs/gate.md with fewer pairs: what of 95% is left where seconds follow each other. */
test.each([
  { seconds: 30, autocorrelation: 0, holdsMin: 0.92 },
  { seconds: 30, autocorrelation: 0.5, holdsMin: 0.88 },
])(
  'intervals of $seconds s, seconds correlated by $autocorrelation, hold no change in at least $holdsMin',
  ({ seconds, autocorrelation, holdsMin }) => {
    const shares = coverage({ seconds, samplesPerSecond: 20, levelSpread: 0.2, autocorrelation }, 150, uniformFrom(2026))
    for (const { holds } of shares) {
      expect(holds).toBeGreaterThanOrEqual(holdsMin)
      expect(holds).toBeLessThan(1)
    }
  },
  120_000,
)

test('of 5 s there is no interval that could hold too little', () => {
  const shares = coverage({ seconds: 5, samplesPerSecond: 20, levelSpread: 0.2, autocorrelation: 0.5 }, 5, uniformFrom(2026))
  expect(shares.map(({ told }) => told)).toEqual([0, 0, 0, 0])
})
