import * as fc from 'fast-check'
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import type { Histogram } from 'hdr-histogram-js'
import { expect, test } from 'vitest'

import { BucketCounts } from './bucket-counts.ts'

function empty(): Histogram {
  return build({
    autoResize: true,
    numberOfSignificantValueDigits: 3,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2,
    bitBucketSize: 32,
  })
}

const values = fc.oneof(
  fc.nat(5_000),
  fc.nat(0x7fff_fffe),
  fc.double({ min: 0, max: 1e7, noNaN: true }),
  // The borders of buckets.
  fc.integer({ min: 10, max: 30 }).chain((power) => fc.constantFrom(2 ** power - 1, 2 ** power, 2 ** power + 1)),
)

test('what is counted and drained is what the library itself records, byte for byte', () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 200 }), fc.nat(200), (samples, cut) => {
      const counts = new BucketCounts()
      const drained = empty()
      const own = empty()
      for (const [index, value] of samples.entries()) {
        expect(counts.count(value)).toBe(true)
        own.recordValue(Math.round(value))
        if (index === cut) counts.drainInto(drained)
      }
      counts.drainInto(drained)
      counts.drainInto(drained)
      expect(drained.totalCount).toBe(samples.length)
      expect(encodeIntoCompressedBase64(drained)).toBe(encodeIntoCompressedBase64(own))
      for (const percent of [1, 50, 90, 99, 100]) expect(drained.getValueAtPercentile(percent)).toBe(own.getValueAtPercentile(percent))
    }),
  )
})

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])('%s has no place', (value) => {
  expect(new BucketCounts().count(value)).toBe(false)
})
