import { expect, test } from 'vitest'
import { loadOf, planOf } from '../../tests/support/small-load.ts'
import type { StreamOptions } from '../model/scenario.ts'
import { planReads } from './plan-reads.ts'

const load = loadOf({ stages: [{ name: 's', durationMs: 10_000, targetPerSecond: 20 }] })
const webhooks: StreamOptions = { ...load, name: 'webhooks', kind: 'ingest', startMs: 0, readAfterMs: 0 }
const reads: StreamOptions = { ...load, name: 'reads', kind: 'read', startMs: 0, readAfterMs: 3_000 }
const plan = planOf(load)

test('a read asks for a record that was due its time before, and in the beginning for the first', () => {
  const [own, ...others] = planReads(plan, [webhooks, reads], 7)
  expect(others).toEqual([])
  expect(own?.stream).toBe(1)
  expect(own?.dueUs).toHaveLength(200)
  const seen = own?.dueUs.map((us, index) => us - (plan.dueUs[own.recordIndex[index] ?? 0] ?? 0)) ?? []
  expect(seen.every((us, index) => us > 3_000_000 || own?.recordIndex[index] === 0)).toBe(true)
  expect(new Set(own?.recordIndex).size).toBeGreaterThan(50)
})

test('one seed asks for the same, another for others; without a stream that reads nothing is read', () => {
  expect(planReads(plan, [webhooks, reads], 7)).toEqual(planReads(plan, [webhooks, reads], 7))
  expect(planReads(plan, [webhooks, reads], 8)).not.toEqual(planReads(plan, [webhooks, reads], 7))
  expect(planReads(plan, [webhooks], 7)).toEqual([])
})
