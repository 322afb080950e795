/** By how much samples are over a limit, as a sum of what its parts are over it: above 0 where the limit is broken. Pure. */

import type { Samples } from './judge-comparison.ts'
import { compare } from './threshold-comparison.ts'
import type { Comparison, Operator } from './threshold-comparison.ts'

/** Of the whole that the limit is held against: how long it is, and how long the part. */
export interface Lengths {
  readonly partMs: number
  readonly wholeMs: number
}

/**
 * Of a percentile the samples beyond the limit, less the share of all that may be: of `p(99)<500` those of 500 ms and more, less a hundredth of all. Of a mean or a
 * sum what it is more than the limit (less, of a lower one), of which a part has its part. The parts' excesses add up to the whole's.
 */
export function excessOf({ aggregate, operator, limit }: Comparison, samples: Samples, { partMs, wholeMs }: Lengths): number {
  const beyond = (value: number): boolean => !compare(value, operator, limit)
  const ofSum = (sum: number, allowed: number): number => signed(operator, sum - allowed)
  const ofShare = (count: number, all: number, percent: number): number => count - all * shareAllowed(operator, percent)
  const percent = percentOf(aggregate)
  switch (samples.type) {
    case 'counter':
      return ofSum(samples.count, aggregate.kind === 'rate' ? (limit * partMs) / 1_000 : (limit * partMs) / wholeMs)
    case 'rate':
      return ofSum(samples.hits, limit * samples.samples)
    case 'trend': {
      const { histogram } = samples
      const all = histogram.samples
      if (percent !== undefined) return ofShare(all - histogram.ended((ms) => !beyond(ms)), all, percent)
      return all === 0 ? 0 : ofSum(histogram.meanMs * all, limit * all)
    }
    case 'gauge': {
      const { values, last } = samples
      if (percent !== undefined) return ofShare(values.filter(beyond).length, values.length, percent)
      if (aggregate.kind === 'value') return last.length === 0 ? 0 : beyond(Math.max(...last)) ? 1 : -1
      return ofSum(
        values.reduce((sum, each) => sum + each, 0),
        limit * values.length,
      )
    }
    default:
      return 0
  }
}

function percentOf(aggregate: Comparison['aggregate']): number | undefined {
  if (aggregate.kind === 'percentile') return aggregate.percent
  return aggregate.kind === 'med' ? 50 : aggregate.kind === 'max' ? 100 : aggregate.kind === 'min' ? 0 : undefined
}

/** Never all and never none: beyond a maximum one sample is enough, and of a minimum one sample within saves it. */
const leastShare = 1e-9

/** Of an upper limit of p(99) a hundredth of the samples, of a lower one all but that. */
function shareAllowed(operator: Operator, percent: number): number {
  const share = operator === '>' || operator === '>=' ? percent / 100 : 1 - percent / 100
  return Math.min(1 - leastShare, Math.max(leastShare, share))
}

function signed(operator: Operator, over: number): number {
  if (operator === '>' || operator === '>=') return -over
  if (operator === '<' || operator === '<=') return over
  // Equal to the limit, or anything but that.
  return operator === '!=' ? -Math.abs(over) : Math.abs(over)
}
