import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { blackFridayPass, interruptedRun } from '../../tests/support/sample-summary.ts'
import { bucketed, thinned, timeAxis } from './time-axis.ts'

test('the axis ends with the drain, and the phases know ramp, peak and steady', () => {
  const { run, summary } = blackFridayPass()
  const axis = timeAxis(run, summary)
  expect(axis.endSeconds).toBe(80.6)
  expect(axis.phases.map(({ kind }) => kind)).toEqual(['steady', 'ramp', 'peak', 'ramp', 'steady'])
})

test('a run without load still has an axis', () => {
  const { run, summary } = interruptedRun()
  expect(timeAxis(run, summary)).toMatchObject({ endSeconds: 1, bucketSeconds: 1, phases: [] })
})

test('buckets keep the mean rate, the worst P99 and the middle P50', () => {
  const row = { acknowledged: 0, decided: 0, ackP99Ms: null }
  const rows = [
    { ...row, second: 0, offered: 10, decisionP50Ms: 5, decisionP99Ms: 90 },
    { ...row, second: 1, offered: 30, decisionP50Ms: null, decisionP99Ms: null },
    { ...row, second: 2, offered: 7, decisionP50Ms: 6, decisionP99Ms: 40 },
  ]
  expect(bucketed(rows, 2)).toEqual([
    { ...row, second: 0, offered: 20, decisionP50Ms: 5, decisionP99Ms: 90 },
    { ...row, second: 2, offered: 7, decisionP50Ms: 6, decisionP99Ms: 40 },
  ])
})

test('thinning keeps the largest value and the order of time', () => {
  const values = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 50 }), (list, max) => {
      const points = list.map((value, second) => [second, value] as const)
      const kept = thinned(points, max)
      expect(kept.length).toBeLessThanOrEqual(max)
      expect(Math.max(...kept.map(([, value]) => value))).toBe(Math.max(...list))
      expect(kept).toEqual(kept.toSorted(([a], [b]) => a - b))
    }),
  )
})
