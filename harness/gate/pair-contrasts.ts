/**
 * What the runs of pairs say of one metric, as numbers of one spread: changes, and noise alone. Two pairs next to each other are a block of four runs; whatever a machine
 * does slowly, it does to all four. So each block has three numbers from which its level is gone: the difference within each pair, and how far the
 * sums of the two pairs are apart, which no change of the candidate moves. Pure; knows no bound.
 */

import { isComparable } from './gate-metrics.ts'
import type { GateMetricName } from './gate-metrics.ts'
import type { GatePair } from './gate-result.ts'

export interface Contrast {
  /** The logarithm of the pair's ratio, candidate over baseline. */
  readonly change: number
  /** Its mean is 0, and its spread that of a change. Absent: the block is not whole. */
  readonly noise?: number
}

interface Logs {
  readonly number: number
  readonly from: number
  readonly to: number
}

/** In the order of the pairs; those without a value on either side, or whose values cannot be compared, are none. */
export function contrastsOf(pairs: readonly Pick<GatePair, 'number' | 'baseline' | 'candidate'>[], metric: GateMetricName): Contrast[] {
  const logs = pairs.flatMap(({ number, baseline, candidate }): Logs[] => {
    const [from, to] = [baseline.readings[metric], candidate.readings[metric]]
    return from.kind === 'value' && to.kind === 'value' && isComparable(from, to)
      ? [{ number, from: Math.log(from.value), to: Math.log(to.value) }]
      : []
  })
  return logs.map((own, index) => {
    const change = own.to - own.from
    const before = logs[index - 1]
    // Pairs 1 and 2, 3 and 4, …: in each block both orders of the two systems come once.
    if (own.number % 2 === 1 || before?.number !== own.number - 1) return { change }
    return { change, noise: (own.from + own.to - before.from - before.to) / Math.SQRT2 }
  })
}
