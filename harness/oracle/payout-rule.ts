/** R3, payout composition (matching.md §4): do a payout's members add up to it? Said of the payout alone, never of its members. */

import type { PayoutFigures } from '../model/match-result.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { Partition } from './partition.ts'
import { roles } from './roles.ts'
import { isRipe, listAt, mapAt } from './work.ts'
import type { Work } from './work.ts'

export type Composition =
  /** `automatic: false`: nobody says what it is made of. */
  | { readonly kind: 'not-decomposable' }
  | { readonly kind: 'undecided' }
  /** Residual 0, or other than 0 and closed. `members` is the basis of its members. */
  | { readonly kind: 'decided'; readonly figures: PayoutFigures; readonly members: number }

interface Members {
  readonly indices: readonly number[]
  readonly netMinor: bigint
  readonly ripe: boolean
  readonly basis: number
}

/** The composition of each payout of one partition. Payouts that share a reference share the sum, which is taken once. */
export function composePayouts(work: Work, live: Partition, payouts: readonly number[]): Map<number, Composition> {
  const lists = new Map<string, Map<string, number[]>>()
  for (const payout of payouts) {
    const { currency, ref } = work.records[payout] as CanonicalRecord
    if (ref !== undefined) listAt(mapAt(lists, currency), ref)
  }
  if (lists.size > 0) {
    for (const index of live) {
      if (((work.roles[index] as number) & roles.payoutMember) === 0) continue
      const { currency, payoutRef } = work.records[index] as CanonicalRecord
      if (payoutRef !== undefined) lists.get(currency)?.get(payoutRef)?.push(index)
    }
  }
  const sums = new Map<string, Map<string, Members>>()
  for (const [currency, ofCurrency] of lists) {
    for (const [ref, indices] of ofCurrency) mapAt(sums, currency).set(ref, sumMembers(work, indices))
  }
  const none = sumMembers(work, [])
  const compositions = new Map<number, Composition>()
  for (const payout of payouts) {
    const { currency, ref, automatic, netMinor } = work.records[payout] as CanonicalRecord
    const members = (ref === undefined ? undefined : sums.get(currency)?.get(ref)) ?? none
    compositions.set(payout, automatic === false ? { kind: 'not-decomposable' } : compose(work, payout, netMinor, members))
  }
  return compositions
}

function compose(work: Work, payout: number, netMinor: bigint, members: Members): Composition {
  const residualMinor = members.netMinor + netMinor
  const decided = residualMinor === 0n || (members.ripe && isRipe(work, [payout]))
  if (!decided) return { kind: 'undecided' }
  return { kind: 'decided', figures: { memberCount: members.indices.length, residualMinor }, members: members.basis }
}

function sumMembers(work: Work, indices: readonly number[]): Members {
  let netMinor = 0n
  for (const index of indices) netMinor += (work.records[index] as CanonicalRecord).netMinor
  const basis = indices.length === 0 ? -1 : work.bases.add(indices)
  return { indices, netMinor, ripe: isRipe(work, indices), basis }
}
