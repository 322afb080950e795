/** Bounds of the mean of a growing row of normal numbers that hold at all times at once, so that it may be stopped at any. Knows no metric. */

import { logEvidence, noSums, plus, plusNoise, shifted } from './sequential-t-test.ts'
import type { Sums } from './sequential-t-test.ts'

/** The chance that a bound is wrong at any time at all. */
export interface ErrorRates {
  readonly lower: number
  readonly upper: number
}

export interface Bounds {
  readonly lower: number
  readonly upper: number
}

export class ConfidenceSequence {
  readonly #rates: ErrorRates
  #sums: Sums = noSums
  #bounds: Bounds = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }

  constructor(rates: ErrorRates) {
    this.#rates = rates
  }

  /** What held once holds for good: bounds only close in. `noise`: a number of the same spread, and of mean 0, that came with it. */
  add(value: number, noise?: number): void {
    this.#sums = plus(noise === undefined ? this.#sums : plusNoise(this.#sums, noise), value)
    const { lower, upper } = this.#bounds
    // Looked for only where it moves: most pairs of a long gate move neither.
    const rises = lower === Number.NEGATIVE_INFINITY || isAbove(this.#sums, lower, this.#rates.lower)
    const falls = upper === Number.POSITIVE_INFINITY || isBelow(this.#sums, upper, this.#rates.upper)
    this.#bounds = {
      lower: rises ? lowerBound(this.#sums, this.#rates.lower) : lower,
      upper: falls ? -lowerBound(mirrored(this.#sums), this.#rates.upper) : upper,
    }
  }

  get sums(): Sums {
    return this.#sums
  }

  /** The lower one may come to stand above the upper one: then a bound was wrong, or the numbers do not have one mean. */
  get bounds(): Bounds {
    return this.#bounds
  }
}

/** Whether the numbers rule out every mean up to `value`: what `lower > value` says, without looking for the bound. */
export function isAbove(sums: Sums, value: number, errorRate: number): boolean {
  return logEvidence(shifted(sums, value)) >= -Math.log(errorRate)
}

export function isBelow(sums: Sums, value: number, errorRate: number): boolean {
  return isAbove(mirrored(sums), -value, errorRate)
}

/** The bounds that these numbers alone give. */
export function boundsOf(sums: Sums, { lower, upper }: ErrorRates): Bounds {
  return { lower: lowerBound(sums, lower), upper: -lowerBound(mirrored(sums), upper) }
}

/** Enough halvings for every digit that a double has. */
const halvings = 60
/** Farther from the mean than so many standard deviations no bound is looked for: a few numbers rule out nothing nearer. */
const reachMax = 1e6

function lowerBound(sums: Sums, errorRate: number): number {
  if (sums.count === 0) return Number.NEGATIVE_INFINITY
  const mean = sums.sum / sums.count
  // The evidence falls as the mean that is tried rises, and is none at the mean itself.
  let [out, within] = [mean, mean]
  const step = Math.max(spreadOf(sums), Math.abs(mean) * 1e-9, 1e-12)
  for (let reach = step; !isAbove(sums, out, errorRate); reach *= 2) {
    if (reach > step * reachMax) return Number.NEGATIVE_INFINITY
    within = out
    out = mean - reach
  }
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (out + within) / 2
    if (isAbove(sums, middle, errorRate)) out = middle
    else within = middle
  }
  return out
}

/** The standard deviation, with n − 1 and what is noise alone; 0 for a single number. */
export function spreadOf({ count, sum, sumOfSquares, noiseCount, noiseSquares }: Sums): number {
  return count < 2 ? 0 : Math.sqrt((Math.max(0, sumOfSquares - (sum * sum) / count) + noiseSquares) / (count - 1 + noiseCount))
}

function mirrored(sums: Sums): Sums {
  return { ...sums, sum: -sums.sum }
}
