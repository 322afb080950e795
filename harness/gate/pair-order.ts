/** Which system of a pair runs first, and from which seed both of its runs are planned. Follows from one seed; pure. */

import { uniformFrom } from '../load/prng.ts'

export type Side = 'baseline' | 'candidate'

export interface PairPlan {
  /** From 1. */
  readonly number: number
  readonly first: Side
  /** The same for both runs: they get the same records at the same times. */
  readonly seed: number
}

const seeds = 2 ** 32

/**
 * Endless. By chance within two pairs, and the other way round in the next: what a machine does to the first of two runs, or to later ones, falls on both
 * systems alike.
 */
export function* pairPlans(seed: number): Generator<PairPlan, never> {
  const [order, runs] = [uniformFrom(seed, 1), uniformFrom(seed, 2)]
  for (let number = 1; ; number += 2) {
    const [first, second] = order() < 0.5 ? (['baseline', 'candidate'] as const) : (['candidate', 'baseline'] as const)
    yield { number, first, seed: Math.floor(runs() * seeds) }
    yield { number: number + 1, first: second, seed: Math.floor(runs() * seeds) }
  }
}
