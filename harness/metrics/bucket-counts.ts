/** How often values fell into each bucket of an HDR histogram of 3 significant digits, as plain counts. Knows no percentile. */

import type { Histogram } from 'hdr-histogram-js'

/** Buckets of 3 significant digits: 2,048 of width 1, then 1,024 for each doubling of the value. */
const subBucketBits = 10
const firstBuckets = 1 << (subBucketBits + 1)
const laterBuckets = 1 << subBucketBits
/** What an integer of 32 bits holds, and a plain shift keeps positive: 35 minutes in µs. Longer ones are rare, and not counted here. */
const valueMax = 0x7fff_ffff

export class BucketCounts {
  #counts = new Uint32Array(0)
  #samples = 0

  /** Counts a value from 0 up, rounded to a whole one; false for one that has no place here. */
  count(value: number): boolean {
    // Written so that a value that is no number has no place.
    if (!(value >= 0 && value <= valueMax)) return false
    const whole = Math.round(value)
    const doublings = 31 - subBucketBits - Math.clz32(whole | (firstBuckets - 1))
    const bucket = (doublings << subBucketBits) + (whole >> doublings)
    if (bucket >= this.#counts.length) this.#growBeyond(bucket)
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1
    this.#samples++
    return true
  }

  /** Moves all counts into a histogram of the same buckets. */
  drainInto(histogram: Histogram): void {
    if (this.#samples === 0) return
    this.#samples = 0
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      const count = this.#counts[bucket] as number
      if (count > 0) histogram.recordValueWithCount(lowestOf(bucket), count)
    }
    this.#counts.fill(0)
  }

  #growBeyond(bucket: number): void {
    const longer = new Uint32Array(bucket < firstBuckets ? firstBuckets : (Math.floor(bucket / laterBuckets) + 1) * laterBuckets)
    longer.set(this.#counts)
    this.#counts = longer
  }
}

/** The least value of a bucket. */
function lowestOf(bucket: number): number {
  if (bucket < firstBuckets) return bucket
  const doublings = (bucket >> subBucketBits) - 1
  return ((bucket & (laterBuckets - 1)) + laterBuckets) * 2 ** doublings
}
