/**
 * Evidence that the mean of normal numbers is above zero, whatever their spread: a one-sided sequential t-test. Numbers of the same spread whose mean is known to be 0
 * tell how much is noise. Knows no metric and no runs.
 *
 * The evidence is a likelihood ratio of the numbers' proportions, which no longer hold the unknown scale: a mean of δ standard deviations against a mean of 0,
 * averaged over a few δ. Where the mean is 0 the ratio is a martingale, so by Ville's inequality the chance that it EVER reaches 1/α is at most α, at whatever
 * number somebody stops. The test is Rushton's (On a sequential t-test, Biometrika 1950); that it holds at every time: Pérez-Ortiz, Lardy, de Heide and Grünwald,
 * E-statistics, group invariance and anytime-valid testing; Wang and Ramdas, Anytime-valid t-tests and confidence sequences for Gaussian means with unknown
 * variance.
 */

/** What the test needs of the numbers seen so far. */
export interface Sums {
  readonly count: number
  readonly sum: number
  readonly sumOfSquares: number
  /** Of the numbers that are noise alone. */
  readonly noiseCount: number
  readonly noiseSquares: number
}

export const noSums: Sums = { count: 0, sum: 0, sumOfSquares: 0, noiseCount: 0, noiseSquares: 0 }

/**
 * Alternatives, mean over standard deviation, with their shares. Most of it stands where a change of 10% lies at a noise of 5 to 6% a run; the small ones let the
 * evidence grow without end on a noisy machine, the large one ends a plain case after a few pairs.
 */
export const alternatives: readonly { readonly effect: number; readonly share: number }[] = [
  { effect: 0.2, share: 0.02 },
  { effect: 0.6, share: 0.03 },
  { effect: 1.2, share: 0.93 },
  { effect: 3, share: 0.02 },
]

/** The sums of the same numbers, each less `shift`. */
export function shifted({ count, sum, sumOfSquares, ...noise }: Sums, shift: number): Sums {
  // Never below what the mean alone gives: rounding must not make a spread of less than none.
  const moved = sum - count * shift
  return {
    ...noise,
    count,
    sum: moved,
    sumOfSquares: Math.max(sumOfSquares - 2 * shift * sum + count * shift * shift, (moved * moved) / Math.max(1, count)),
  }
}

export function plus({ count, sum, sumOfSquares, ...noise }: Sums, value: number): Sums {
  return { ...noise, count: count + 1, sum: sum + value, sumOfSquares: sumOfSquares + value * value }
}

export function plusNoise(sums: Sums, value: number): Sums {
  return { ...sums, noiseCount: sums.noiseCount + 1, noiseSquares: sums.noiseSquares + value * value }
}

/**
 * Natural logarithm of the evidence for a mean above zero; 0 where the sum is not above zero: the evidence is then at most 1, and nobody asks how little. It
 * rises with the mean at a given spread, so a mean below zero is accused less often than one of zero.
 */
export function logEvidence({ count, sum, sumOfSquares, noiseCount, noiseSquares }: Sums): number {
  if (count === 0 || sum <= 0 || sumOfSquares <= 0) return 0
  const direction = Math.min(sum / Math.sqrt(sumOfSquares + noiseSquares), Math.sqrt(count))
  const power = count + noiseCount - 1
  const without = logMoment(power, 0)
  const terms = alternatives.map(
    ({ effect, share }) => Math.log(share) - (count * effect * effect) / 2 + logMoment(power, effect * direction) - without,
  )
  const largest = Math.max(...terms)
  return Math.max(0, largest + Math.log(terms.reduce((total, term) => total + Math.exp(term - largest), 0)))
}

/** ln ∫ uᵏ·exp(b·u − u²/2) du over u > 0, for b ≥ 0: by parts, each moment follows from the two before it, and every term is positive. */
function logMoment(power: number, b: number): number {
  let log = (b * b) / 2 + Math.log(normalBelow(b)) + Math.log(2 * Math.PI) / 2
  // The ratio of a moment to the one before it: the moments themselves leave the range of numbers.
  let ratio = b + Math.exp(-log)
  for (let k = 1; k <= power; k++) {
    if (k > 1) ratio = b + (k - 1) / ratio
    log += Math.log(ratio)
  }
  return log
}

/** The share of a standard normal below b ≥ 0, to 1e-7 (Abramowitz and Stegun 26.2.17). */
function normalBelow(b: number): number {
  const t = 1 / (1 + 0.231_641_9 * b)
  const series = t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))))
  return 1 - (Math.exp((-b * b) / 2) / Math.sqrt(2 * Math.PI)) * series
}
