/** The judge's rule for when a batch was to leave, against the generator's own: neither imports the other. */

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { meantTimesUs } from '../harness/judge/operation-samples.ts'
import { groupRequests } from '../harness/load/requests.ts'

const batchWindowMs = 5

test('each record is meant to leave when its request goes: full of records, full of bytes, or at the end of its window', () => {
  const arrival = fc.record({ gapMs: fc.nat(4), tenant: fc.nat(2), bodyBytes: fc.constantFrom(300, 300_000, 600_000) })
  const worlds = fc.record({ arrivals: fc.array(arrival, { maxLength: 60 }), recordsPerRequest: fc.integer({ min: 2, max: 5 }) })
  fc.assert(
    fc.property(worlds, ({ arrivals, recordsPerRequest }) => {
      let at = 0
      const dueUs = Float64Array.from(arrivals, ({ gapMs }) => (at += gapMs * 1_000))
      const { count, first, operation, goUs } = groupRequests({
        dueUs,
        tenantOf: (index) => arrivals[index]?.tenant ?? 0,
        bodyBytesOf: (index) => arrivals[index]?.bodyBytes ?? 0,
        recordsPerRequest,
        batchWindowMs,
      })
      const wentUs = new Float64Array(dueUs.length)
      const sentUs = new Float64Array(dueUs.length)
      for (let request = 0; request < count; request++) {
        for (const member of operation.subarray(first[request], first[request + 1])) {
          wentUs[member] = goUs[request] ?? Number.NaN
          // No two sends read the same clock.
          sentUs[member] = (goUs[request] ?? Number.NaN) + request / 1_000
        }
      }
      const tenantOf = (index: number): string => String(arrivals[index]?.tenant)
      expect(meantTimesUs({ count: dueUs.length, dueUs, sentUs }, tenantOf, { recordsPerRequest, batchWindowMs })).toEqual(wentUs)
    }),
  )
})
