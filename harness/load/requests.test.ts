import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { groupRequests } from './requests.ts'
import type { Requests } from './requests.ts'

function group(
  dueMs: readonly number[],
  tenants: readonly number[],
  recordsPerRequest: number,
  batchWindowMs: number,
  bodyBytes = 300,
): Requests {
  return groupRequests({
    dueUs: Float64Array.from(dueMs, (due) => due * 1_000),
    tenantOf: (operation) => tenants[operation] ?? 0,
    bodyBytesOf: () => bodyBytes,
    recordsPerRequest,
    batchWindowMs,
  })
}

function shown({ count, first, operation, goUs }: Requests): [goMs: number, operations: number[]][] {
  return Array.from({ length: count }, (_, request) => [
    (goUs[request] ?? 0) / 1_000,
    [...operation.subarray(first[request], first[request + 1])],
  ])
}

test.each([
  {
    name: 'one a request goes when due',
    dueMs: [0, 1, 1],
    tenants: [],
    size: 1,
    requests: [
      [0, [0]],
      [1, [1]],
      [1, [2]],
    ],
  },
  { name: 'a full one goes with its last record', dueMs: [0, 1, 2], tenants: [], size: 3, requests: [[2, [0, 1, 2]]] },
  {
    name: 'a part goes when the window of its first record ends',
    dueMs: [0, 4, 6],
    tenants: [],
    size: 3,
    requests: [
      [5, [0, 1]],
      [11, [2]],
    ],
  },
  {
    name: 'tenants do not mix',
    dueMs: [0, 1, 2, 3],
    tenants: [0, 1, 0, 1],
    size: 2,
    requests: [
      [2, [0, 2]],
      [3, [1, 3]],
    ],
  },
  {
    name: 'full before an older part',
    dueMs: [0, 1, 2],
    tenants: [0, 1, 1],
    size: 2,
    requests: [
      [2, [1, 2]],
      [5, [0]],
    ],
  },
])('$name', ({ dueMs, tenants, size, requests }) => {
  expect(shown(group(dueMs, tenants, size, 5))).toEqual(requests)
})

test('a body stays below what an api takes', () => {
  expect(shown(group([0, 1, 2], [], 50, 5, 600_000)).map(([goMs, operations]) => [goMs, operations.length])).toEqual([
    [0, 1],
    [1, 1],
    [7, 1],
  ])
})

test('every operation travels once, with its tenant, in order, within its window; requests go in order', () => {
  const worlds = fc.record({
    gaps: fc.array(fc.record({ ms: fc.nat(4), tenant: fc.nat(2) }), { maxLength: 60 }),
    size: fc.integer({ min: 1, max: 5 }),
  })
  fc.assert(
    fc.property(worlds, ({ gaps, size }) => {
      let at = 0
      const dueMs = gaps.map(({ ms }) => (at += ms))
      const requests = shown(
        group(
          dueMs,
          gaps.map(({ tenant }) => tenant),
          size,
          5,
        ),
      )
      expect(requests.flatMap(([, operations]) => operations).toSorted((a, b) => a - b)).toEqual(dueMs.map((_, index) => index))
      for (const [goMs, operations] of requests) {
        expect(operations.length).toBeLessThanOrEqual(size)
        expect(new Set(operations.map((operation) => gaps[operation]?.tenant)).size).toBe(1)
        for (const operation of operations) {
          expect(goMs - (dueMs[operation] ?? 0)).toBeGreaterThanOrEqual(0)
          expect(goMs - (dueMs[operation] ?? 0)).toBeLessThanOrEqual(5)
        }
      }
      const going = requests.map(([goMs]) => goMs)
      expect(going).toEqual(going.toSorted((a, b) => a - b))
    }),
  )
})
