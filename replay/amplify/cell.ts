/** The amounts of one merchant in one currency, and whether a copy of them can move by an offset without meeting another copy. */

import { absoluteMinor } from '../../harness/model/money.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import type { Direction } from './directions.ts'
import { movedAmounts, smallestStep } from './moved-amounts.ts'
import type { Settlements } from './settlements.ts'

export interface Offset {
  readonly byMinor: bigint
  /** For keys whose two sides have opposite signs: a large offset would turn one of them. */
  readonly opposedByMinor: bigint
}

export const noOffset: Offset = { byMinor: 0n, opposedByMinor: 0n }

/** R1's tolerance (matching.md §8): an amount that grows may grow into it. */
export interface Tolerance {
  readonly abs: bigint
  readonly bps: bigint
}

/** Amounts further apart in time than this are never compared: the carry of a close. */
const windowDays = 5

/** Days, as buckets of one window, that an amount was seen in; a bucket meets its neighbours. */
class SeenAmounts {
  readonly #buckets = new Map<bigint, Set<number>>()

  add(minor: bigint, bucket: number): void {
    const known = this.#buckets.get(minor)
    if (known === undefined) this.#buckets.set(minor, new Set([bucket]))
    else known.add(bucket)
  }

  meets(minor: bigint, bucket: number): boolean {
    const known = this.#buckets.get(minor)
    return known !== undefined && (known.has(bucket) || known.has(bucket - 1) || known.has(bucket + 1))
  }

  /** Whether any amount, moved by `byMinor`, meets one of these. */
  meetsItself(byMinor: bigint): boolean {
    for (const [minor, buckets] of this.#buckets) {
      if (!this.#buckets.has(minor + byMinor)) continue
      for (const bucket of buckets) if (this.meets(minor + byMinor, bucket)) return true
    }
    return false
  }

  /** Between the least and the greatest. */
  spread(): bigint {
    let [least, greatest]: (bigint | undefined)[] = []
    for (const minor of this.#buckets.keys()) {
      if (least === undefined || minor < least) least = minor
      if (greatest === undefined || minor > greatest) greatest = minor
    }
    return (greatest ?? 0n) - (least ?? 0n)
  }
}

interface Variance {
  readonly ledgerMinor: bigint
  readonly varianceMinor: bigint
}

export class Cell {
  readonly tenant: string
  readonly merchant: string
  readonly currency: string
  readonly #records: readonly CanonicalRecord[]
  readonly #directions: readonly Direction[]
  readonly #settlements: Settlements
  /** Magnitudes of the original's amounts, money in and money out apart. */
  readonly #up = new SeenAmounts()
  readonly #down = new SeenAmounts()
  readonly #opposed: number[] = []
  readonly #settled: number[] = []
  readonly #variances: readonly Variance[]
  /** What copies that have an offset already hold: magnitudes of payouts and lines, and signed amounts of opposed keys. */
  readonly #takenSettled = new SeenAmounts()
  readonly #takenOpposed: { readonly minor: bigint; readonly bucket: number }[] = []
  readonly #offsets: Offset[] = []
  readonly #differences = new Map<bigint, boolean>()
  /** The next copy's, once it was looked for. */
  #nextOpposed: { readonly byMinor: bigint | undefined } | undefined

  constructor(records: readonly CanonicalRecord[], indices: readonly number[], directions: readonly Direction[], settlements: Settlements) {
    const first = records[indices[0] ?? 0]
    if (first === undefined) throw new Error('a cell without records')
    this.tenant = first.tenant
    this.merchant = first.merchant
    this.currency = first.currency
    this.#records = records
    this.#directions = directions
    this.#settlements = settlements
    for (const index of indices) {
      const record = recordAt(records, index)
      const direction = directions[index]
      if (direction === 'up') this.#up.add(record.grossMinor, bucketOf(record))
      else if (direction === 'down') this.#down.add(-record.grossMinor, bucketOf(record))
      else if (direction === 'opposed') this.#opposed.push(index)
      else if (direction === 'settlement') this.#settled.push(index)
    }
    this.#variances = variancesOf(indices.map((index) => recordAt(records, index)))
    this.take(noOffset)
  }

  /** Movement of a record's gross. A payout repeats its members', a line that of the payouts that it names. */
  movement(index: number, offset: Offset): bigint {
    const direction = this.#directions[index]
    if (direction === 'up') return offset.byMinor
    if (direction === 'down') return -offset.byMinor
    if (direction === 'opposed') return offset.opposedByMinor
    if (direction !== 'settlement') return 0n
    const { membersOf, payoutsOf } = this.#settlements
    const members = membersOf.get(index)
    if (members !== undefined) return -sumOf(members, (member) => this.#netMovement(member, offset))
    const payouts = payoutsOf.get(index) ?? []
    if (payouts.length > 0) return -sumOf(payouts, (payout) => this.movement(payout, offset))
    return recordAt(this.#records, index).netMinor < 0n ? -offset.byMinor : offset.byMinor
  }

  #netMovement(index: number, offset: Offset): bigint {
    const record = recordAt(this.#records, index)
    return movedAmounts(record, this.movement(index, offset)).netMinor - record.netMinor
  }

  /** An offset of `byMinor` for a further copy, or undefined where its amounts would meet those of another or change an answer. */
  offsetBy(byMinor: bigint, tolerance: Tolerance): Offset | undefined {
    if (!this.#offsets.every((taken) => this.#isFree(byMinor - taken.byMinor))) return undefined
    if (this.#variances.some((pair) => isWithin(pair, 0n, tolerance) !== isWithin(pair, byMinor, tolerance))) return undefined
    const ofThisCopy = (minor: bigint, bucket: number): boolean =>
      minor > 0n ? this.#up.meets(minor - byMinor, bucket) : this.#down.meets(-minor - byMinor, bucket)
    if (this.#takenOpposed.some(({ minor, bucket }) => ofThisCopy(minor, bucket))) return undefined
    this.#nextOpposed ??= { byMinor: this.#opposedOffset() }
    const opposedByMinor = this.#nextOpposed.byMinor
    if (opposedByMinor === undefined) return undefined
    const offset = { byMinor, opposedByMinor }
    const meets = this.#settled.some((index) => {
      const record = recordAt(this.#records, index)
      const minor = record.netMinor + this.movement(index, offset)
      return minor !== 0n && this.#takenSettled.meets(absoluteMinor(minor), bucketOf(record))
    })
    return meets ? undefined : offset
  }

  /** Notes that a copy has the offset. */
  take(offset: Offset): void {
    this.#offsets.push(offset)
    this.#nextOpposed = undefined
    for (const index of this.#settled) {
      const record = recordAt(this.#records, index)
      this.#takenSettled.add(absoluteMinor(record.netMinor + this.movement(index, offset)), bucketOf(record))
    }
    for (const index of this.#opposed) {
      const record = recordAt(this.#records, index)
      this.#takenOpposed.push({ minor: record.grossMinor + offset.opposedByMinor, bucket: bucketOf(record) })
    }
  }

  spread(): bigint {
    const [up, down] = [this.#up.spread(), this.#down.spread()]
    return up > down ? up : down
  }

  /** Two copies meet nowhere if their offsets have this difference. */
  #isFree(differenceMinor: bigint): boolean {
    const size = absoluteMinor(differenceMinor)
    let free = this.#differences.get(size)
    if (free === undefined) {
      free = !this.#up.meetsItself(size) && !this.#down.meetsItself(size)
      this.#differences.set(size, free)
    }
    return free
  }

  /** The smallest that turns no sign, and meets neither the amounts of other opposed keys nor those of any copy. */
  #opposedOffset(): bigint | undefined {
    if (this.#opposed.length === 0) return 0n
    const opposed = this.#opposed.map((index) => recordAt(this.#records, index))
    const limit = opposed.reduce(
      (least, { grossMinor }) => (absoluteMinor(grossMinor) < least ? absoluteMinor(grossMinor) : least),
      opposedMax,
    )
    const step = smallestStep(this.currency)
    for (let size = step; size < limit; size += step) {
      for (const by of [size, -size]) if (this.#opposedFits(opposed, by)) return by
    }
    return undefined
  }

  #opposedFits(opposed: readonly CanonicalRecord[], by: bigint): boolean {
    return opposed.every((record) => {
      const minor = record.grossMinor + by
      const bucket = bucketOf(record)
      if (this.#takenOpposed.some((taken) => taken.minor === minor && Math.abs(taken.bucket - bucket) <= 1)) return false
      const side = minor > 0n ? this.#up : this.#down
      return !this.#offsets.some(({ byMinor }) => side.meets(absoluteMinor(minor) - byMinor, bucket))
    })
  }
}

/** Movements of opposed keys that are tried. */
const opposedMax = 2_000n

function isWithin({ ledgerMinor, varianceMinor }: Variance, byMinor: bigint, { abs, bps }: Tolerance): boolean {
  const relative = ((absoluteMinor(ledgerMinor) + byMinor) * bps) / 10_000n
  return absoluteMinor(varianceMinor) <= (abs > relative ? abs : relative)
}

/** Pairs of one key that differ; those of opposite signs are never within a tolerance. */
function variancesOf(records: readonly CanonicalRecord[]): Variance[] {
  const keys = Map.groupBy(
    records.filter(({ ref, side }) => ref !== undefined && side !== 'bank'),
    ({ kind, ref }) => `${kind} ${ref}`,
  )
  const variances: Variance[] = []
  for (const members of keys.values()) {
    const ledger = members.find(({ side }) => side === 'ledger')
    const processor = members.find(({ side }) => side === 'processor')
    if (ledger === undefined || processor === undefined || ledger.grossMinor === processor.grossMinor) continue
    variances.push({ ledgerMinor: ledger.grossMinor, varianceMinor: ledger.grossMinor - processor.grossMinor })
  }
  return variances
}

function bucketOf({ businessDate }: CanonicalRecord): number {
  return Math.floor(Date.parse(businessDate) / 86_400_000 / windowDays)
}

function sumOf(indices: readonly number[], of: (index: number) => bigint): bigint {
  return indices.reduce((sum, index) => sum + of(index), 0n)
}

function recordAt(records: readonly CanonicalRecord[], index: number): CanonicalRecord {
  const record = records[index]
  if (record === undefined) throw new Error(`no record ${index} among ${records.length}`)
  return record
}
