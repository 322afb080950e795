/** Latencies in integer µs: an HDR histogram of 3 significant digits that keeps what never ended. Knows no phase, metric or unit of reports. */

import assert from 'node:assert'

import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, JsHistogram } from 'hdr-histogram-js'
import type { Histogram } from 'hdr-histogram-js'

import type { Percentile } from '../model/summary.ts'
import { BucketCounts } from './bucket-counts.ts'

/** A histogram as text: HDR V2, compressed, base64. `censored` holds the censored values alone and is absent where there are none. */
export interface EncodedLatency {
  readonly all: string
  readonly censored?: string
}

/**
 * A sample is either a latency that ended, or a censored one: it lasted at least so long when nobody looked any more.
 * Censored samples stay in the distribution at the time that they had reached (measurement.md §2).
 */
export class LatencyHistogram {
  readonly #stored: Histogram
  /** Samples that are counted and not in `#stored` yet: recording one is an addition to an array. */
  readonly #fresh = new BucketCounts()
  #censored: Histogram | undefined

  constructor(all: Histogram = emptyHistogram(), censored?: Histogram) {
    this.#stored = all
    this.#censored = censored
  }

  get #all(): Histogram {
    this.#fresh.drainInto(this.#stored)
    return this.#stored
  }

  /** µs, at least 0: a negative latency on one monotonic clock is a bug of ours, never a sample to drop. Fractions are rounded. */
  record(us: number): void {
    if (!this.#fresh.count(us)) this.#stored.recordValue(wholeUs(us))
  }

  /** Still under way after `us`. */
  recordCensored(us: number): void {
    const whole = wholeUs(us)
    this.#stored.recordValue(whole)
    this.#censored ??= emptyHistogram()
    this.#censored.recordValue(whole)
  }

  /** Adds all samples of the other one; exact, whatever the order. */
  add(other: LatencyHistogram): void {
    this.#all.add(other.#all)
    if (other.#censored === undefined) return
    this.#censored ??= emptyHistogram()
    this.#censored.add(other.#censored)
  }

  get samples(): number {
    return this.#all.totalCount
  }

  get censored(): number {
    return this.#censored?.totalCount ?? 0
  }

  /** Mean in ms, censored samples counted at what they had reached; NaN without samples. */
  get meanMs(): number {
    return this.samples === 0 ? Number.NaN : this.#all.mean / 1_000
  }

  /**
   * The nearest-rank percentile, `percent` in 0 < p ≤ 100; NaN without samples. It is censored (`≥ value`) as soon as one censored
   * sample stands at or below it: that sample's true place may lie above, and would move this one up.
   */
  percentile(percent: number): Percentile {
    assert(percent > 0 && percent <= 100)
    if (this.samples === 0) return { valueMs: Number.NaN, censored: false }
    // The upper edge of its bucket, at most 0.1% above: the same before and after merging or storing, which an exact maximum is not.
    const us = this.#all.getValueAtPercentile(percent)
    return { valueMs: us / 1_000, censored: this.#censored !== undefined && this.#censored.getValueAtPercentile(0) <= us }
  }

  /** The largest value: a lower bound as soon as anything is censored. */
  max(): Percentile {
    return this.percentile(100)
  }

  /** Each value that occurs, as `percentile` tells it, and how often; ascending. Censored samples count as what they had reached. */
  counts(): Generator<{ readonly us: number; readonly count: number }> {
    return countsOf(this.#all)
  }

  /** How many samples ended with a value, as `percentile` tells it, of which this holds. */
  ended(holds: (ms: number) => boolean): number {
    return countOf(this.#all, holds) - (this.#censored === undefined ? 0 : countOf(this.#censored, holds))
  }

  encode(): EncodedLatency {
    const all = encodeIntoCompressedBase64(this.#all)
    return this.#censored === undefined ? { all } : { all, censored: encodeIntoCompressedBase64(this.#censored) }
  }

  /** Throws on text that is not an HDR V2 histogram. */
  static decode({ all, censored }: EncodedLatency): LatencyHistogram {
    return new LatencyHistogram(decodeFromCompressedBase64(all), censored === undefined ? undefined : decodeFromCompressedBase64(censored))
  }
}

/** Everything that several histograms hold. */
export function mergeHistograms(histograms: Iterable<LatencyHistogram>): LatencyHistogram {
  const merged = new LatencyHistogram()
  for (const histogram of histograms) merged.add(histogram)
  return merged
}

function* countsOf(histogram: Histogram): Generator<{ readonly us: number; readonly count: number }> {
  assert(histogram instanceof JsHistogram)
  const values = histogram.recordedValuesIterator
  values.reset()
  while (values.hasNext()) {
    const { valueIteratedTo: us, countAtValueIteratedTo: count } = values.next()
    yield { us, count }
  }
}

function countOf(histogram: Histogram, holds: (ms: number) => boolean): number {
  let sum = 0
  for (const { us, count } of countsOf(histogram)) if (holds(us / 1_000)) sum += count
  return sum
}

function emptyHistogram(): Histogram {
  // It grows with the values: thousands of histograms (one a second and metric) stay small.
  return build({
    autoResize: true,
    numberOfSignificantValueDigits: 3,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2,
    bitBucketSize: 32,
  })
}

function wholeUs(us: number): number {
  // Not by an assertion, which would write its message out for each of a million samples.
  if (!(us >= 0 && us < Number.POSITIVE_INFINITY)) throw new Error(`a latency must be a time from 0 up, got ${us} µs`)
  return Math.round(us)
}
