/** Which merchant is next, so that each phase gets the share of the largest one that it asks for. Knows no payments. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import type { Prng } from '../prng.ts'
import { zipfDraw, type Merchant } from './group.ts'
import type { SyntheticPhase } from './options.ts'

export interface MerchantDraw {
  /** For the record at `position`, on a day that ends at `dayEnd` with so many `settlements` still to come. */
  next(position: number, dayEnd: number, settlements: number): Merchant
  /** Tells what stands at a position. */
  count(position: number, record: CanonicalRecord): void
}

/** Positions count the records of the history in the order in which they are made, which is that of time but for seconds. */
export function merchantDraw(merchants: readonly Merchant[], phases: readonly SyntheticPhase[], random: Prng): MerchantDraw {
  const [largest] = merchants
  if (largest === undefined) throw new Error('a group has at least one merchant')
  const anyone = zipfDraw(merchants, 0)
  const others = zipfDraw(merchants, 1)
  let end = 0
  const stretches = phases.map(({ records, surgeMerchantShare }) => ({
    end: (end += records),
    records,
    share: surgeMerchantShare,
    largest: 0,
  }))
  let current = 0
  const at = (position: number): (typeof stretches)[number] | undefined => {
    while (current < stretches.length - 1 && position >= (stretches[current]?.end ?? 0)) current++
    return stretches[current]
  }

  return {
    next(position, dayEnd, settlements) {
      const stretch = at(position)
      if (stretch?.share === undefined) return anyone(random)
      // Settlements are nearly all other merchants'. What the largest one still lacks is spread evenly over the payments left,
      // so that its share holds for the phase as a whole.
      const settling = dayEnd <= stretch.end ? settlements : 0
      const left = stretch.end - position - settling
      const lacking = stretch.share * stretch.records - stretch.largest
      return random.fraction() * left < lacking ? largest : others(random)
    },
    count(position, { tenant, merchant }) {
      const stretch = at(position)
      if (stretch !== undefined && merchant === largest.merchant && tenant === largest.tenant) stretch.largest++
    },
  }
}
