import { expect, test } from 'vitest'

import { LatencyHistogram } from '../../metrics/histogram.ts'
import { latencyFigures } from './result.ts'
import type { Attempt } from './result.ts'
import { measureUntilQuiet } from './until-quiet.ts'

function attempt(measuredMs: number, heldBackMs: number, unreadMs = 0): Attempt {
  const [expected, measured] = [new LatencyHistogram(), new LatencyHistogram()]
  expected.record(50_000)
  measured.record(measuredMs * 1_000)
  return { figures: latencyFigures(expected, measured), heldBackMs, unreadMs }
}

test.each<{ name: string; attempts: readonly Attempt[]; state: string; taken: number }>([
  { name: 'true at once, however held back', attempts: [attempt(54, 30)], state: 'true', taken: 1 },
  { name: 'off on a quiet machine: at once, no second chance', attempts: [attempt(60, 0.5)], state: 'off', taken: 1 },
  { name: 'off while the machine stood still, then true', attempts: [attempt(90, 40), attempt(51, 0.5)], state: 'true', taken: 2 },
  { name: 'off while the machine stood still, then off', attempts: [attempt(90, 40), attempt(60, 0.5)], state: 'off', taken: 2 },
  { name: 'a ruler that always reads late', attempts: [attempt(60, 0.5, 10)], state: 'off', taken: 5 },
  { name: 'a machine that is never quiet', attempts: [attempt(60, 10)], state: 'unquiet', taken: 5 },
])('$name', async ({ attempts, state, taken }) => {
  let count = 0
  const result = await measureUntilQuiet('x', async () => attempts[Math.min(count++, attempts.length - 1)] ?? attempt(0, 0))
  expect([result.state, result.attempts, count]).toEqual([state, taken, taken])
})
