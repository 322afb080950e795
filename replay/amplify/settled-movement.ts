/** How a payout or bank line moves with an offset: worked out once, since the search for one asks thousands of times. Integer arithmetic. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import type { Direction } from './directions.ts'
import { hasFollowingFee, netMovement } from './moved-amounts.ts'
import type { Settlements } from './settlements.ts'

export interface Offset {
  readonly byMinor: bigint
  /** For keys whose two sides have opposite signs: a large offset would turn one of them. */
  readonly opposedByMinor: bigint
}

export interface SettledWorld {
  readonly records: readonly CanonicalRecord[]
  readonly directions: readonly Direction[]
  readonly settlements: Settlements
}

/** A member whose fee is a share of its amount: its net does not move as far as that. */
interface Sharing {
  readonly record: CanonicalRecord
  readonly direction: Direction
  readonly sign: bigint
}

/** Of a gross that is not a settlement's. */
export function plainMovement(direction: Direction | undefined, { byMinor, opposedByMinor }: Offset): bigint {
  if (direction === 'up') return byMinor
  if (direction === 'down') return -byMinor
  return direction === 'opposed' ? opposedByMinor : 0n
}

/** A payout repeats its members' movement, a line that of the payouts that it names; what has neither moves by itself, away from zero. */
export class SettledMovement {
  #times = 0n
  #opposedTimes = 0n
  readonly #sharing: Sharing[] = []

  constructor(index: number, world: SettledWorld) {
    this.#addSettlement(index, 1n, world)
  }

  with(offset: Offset): bigint {
    let movement = this.#times * offset.byMinor + this.#opposedTimes * offset.opposedByMinor
    for (const { record, direction, sign } of this.#sharing) movement += sign * netMovement(record, plainMovement(direction, offset))
    return movement
  }

  #addSettlement(index: number, sign: bigint, world: SettledWorld): void {
    const { membersOf, payoutsOf } = world.settlements
    const members = membersOf.get(index)
    const payouts = payoutsOf.get(index) ?? []
    if (members !== undefined) for (const member of members) this.#addMember(member, -sign, world)
    else if (payouts.length > 0) for (const payout of payouts) this.#addSettlement(payout, -sign, world)
    else this.#times += (world.records[index]?.netMinor ?? 0n) < 0n ? -sign : sign
  }

  #addMember(index: number, sign: bigint, { records, directions }: SettledWorld): void {
    const record = records[index]
    const direction = directions[index]
    if (record === undefined || direction === undefined) throw new Error(`no record ${index} among ${records.length}`)
    if (hasFollowingFee(record)) this.#sharing.push({ record, direction, sign })
    else if (direction === 'opposed') this.#opposedTimes += sign
    else if (direction === 'up') this.#times += sign
    else if (direction === 'down') this.#times -= sign
  }
}
