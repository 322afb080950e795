/** The amounts of one merchant in one currency, and whether a copy of them can move by an offset without meeting another copy. */

import { absoluteMinor } from '../../harness/model/money.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import type { Direction } from './directions.ts'
import { smallestStep } from './moved-amounts.ts'
import { plainMovement, SettledMovement, type Offset, type SettledWorld } from './settled-movement.ts'

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
  #spread: bigint | undefined

  add(minor: bigint, bucket: number): void {
    this.#spread = undefined
    const known = this.#buckets.get(minor)
    if (known === undefined) this.#buckets.set(minor, new Set([bucket]))
    else known.add(bucket)
  }

  meets(minor: bigint, bucket: number): boolean {
    const known = this.#buckets.get(minor)
    return known !== undefined && (known.has(bucket) || known.has(bucket - 1) || known.has(bucket + 1))
  }

  /** Whether any amount, moved up by `byMinor`, meets one of these. */
  meetsItself(byMinor: bigint): boolean {
    if (byMinor > this.spread()) return false
    for (const [minor, buckets] of this.#buckets) {
      if (!this.#buckets.has(minor + byMinor)) continue
      for (const bucket of buckets) if (this.meets(minor + byMinor, bucket)) return true
    }
    return false
  }

  /** Between the least and the greatest. */
  spread(): bigint {
    if (this.#spread !== undefined) return this.#spread
    let [least, greatest]: (bigint | undefined)[] = []
    for (const minor of this.#buckets.keys()) {
      if (least === undefined || minor < least) least = minor
      if (greatest === undefined || minor > greatest) greatest = minor
    }
    this.#spread = (greatest ?? 0n) - (least ?? 0n)
    return this.#spread
  }
}

/** A record whose amount is compared with those of other copies, and the days that it may meet. */
interface Compared {
  readonly record: CanonicalRecord
  readonly bucket: number
}

interface Settled extends Compared {
  readonly movement: SettledMovement
}

interface Variance {
  readonly ledgerMinor: bigint
  readonly varianceMinor: bigint
}

export class Cell {
  readonly tenant: string
  readonly merchant: string
  readonly currency: string
  readonly #directions: readonly Direction[]
  /** Of payouts and bank lines, by record. */
  readonly #movements = new Map<number, SettledMovement>()
  /** Magnitudes of the original's amounts, money in and money out apart. */
  readonly #up = new SeenAmounts()
  readonly #down = new SeenAmounts()
  readonly #opposed: Compared[] = []
  readonly #settled: Settled[] = []
  readonly #variances: readonly Variance[]
  /** What copies that have an offset already hold: magnitudes of payouts and lines, and signed amounts of opposed keys. */
  readonly #takenSettled = new SeenAmounts()
  readonly #takenOpposed: { readonly minor: bigint; readonly bucket: number }[] = []
  readonly #offsets: Offset[] = []
  readonly #differences = new Map<bigint, boolean>()
  /** The next copy's, once it was looked for. */
  #nextOpposed: { readonly byMinor: bigint | undefined } | undefined
  /** What has been asked for the next copy: a search that leaves another cell out asks again. */
  readonly #asked = new Map<bigint, Offset | undefined>()

  constructor(world: SettledWorld, indices: readonly number[]) {
    const { records, directions } = world
    const first = records[indices[0] ?? 0]
    if (first === undefined) throw new Error('a cell without records')
    this.tenant = first.tenant
    this.merchant = first.merchant
    this.currency = first.currency
    this.#directions = directions
    for (const index of indices) {
      const record = recordAt(records, index)
      const direction = directions[index]
      const bucket = bucketOf(record)
      if (direction === 'up') this.#up.add(record.grossMinor, bucket)
      else if (direction === 'down') this.#down.add(-record.grossMinor, bucket)
      else if (direction === 'opposed') this.#opposed.push({ record, bucket })
      else if (direction === 'settlement') {
        const movement = new SettledMovement(index, world)
        this.#movements.set(index, movement)
        this.#settled.push({ record, bucket, movement })
      }
    }
    this.#variances = variancesOf(indices.map((index) => recordAt(records, index)))
    this.take(noOffset)
  }

  /** Movement of a record's gross. */
  movement(index: number, offset: Offset): bigint {
    return this.#movements.get(index)?.with(offset) ?? plainMovement(this.#directions[index], offset)
  }

  /** An offset of `byMinor` for a further copy, or undefined where its amounts would meet those of another or change an answer. */
  offsetBy(byMinor: bigint, tolerance: Tolerance): Offset | undefined {
    if (this.#asked.has(byMinor)) return this.#asked.get(byMinor)
    const offset = this.#offsetBy(byMinor, tolerance)
    this.#asked.set(byMinor, offset)
    return offset
  }

  #offsetBy(byMinor: bigint, tolerance: Tolerance): Offset | undefined {
    if (!this.#offsets.every((taken) => this.#isFree(byMinor - taken.byMinor))) return undefined
    if (this.#variances.some((pair) => isWithin(pair, 0n, tolerance) !== isWithin(pair, byMinor, tolerance))) return undefined
    const ofThisCopy = (minor: bigint, bucket: number): boolean =>
      minor > 0n ? this.#up.meets(minor - byMinor, bucket) : this.#down.meets(-minor - byMinor, bucket)
    if (this.#takenOpposed.some(({ minor, bucket }) => ofThisCopy(minor, bucket))) return undefined
    this.#nextOpposed ??= { byMinor: this.#opposedOffset() }
    const opposedByMinor = this.#nextOpposed.byMinor
    if (opposedByMinor === undefined) return undefined
    const offset = { byMinor, opposedByMinor }
    const meets = this.#settled.some(({ record, bucket, movement }) => {
      const minor = record.netMinor + movement.with(offset)
      return minor !== 0n && this.#takenSettled.meets(absoluteMinor(minor), bucket)
    })
    return meets ? undefined : offset
  }

  /** Notes that a copy has the offset. */
  take(offset: Offset): void {
    this.#offsets.push(offset)
    this.#nextOpposed = undefined
    this.#asked.clear()
    for (const { record, bucket, movement } of this.#settled) {
      this.#takenSettled.add(absoluteMinor(record.netMinor + movement.with(offset)), bucket)
    }
    for (const { record, bucket } of this.#opposed) {
      this.#takenOpposed.push({ minor: record.grossMinor + offset.opposedByMinor, bucket })
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
    const limit = this.#opposed.reduce(
      (least, { record: { grossMinor } }) => (absoluteMinor(grossMinor) < least ? absoluteMinor(grossMinor) : least),
      opposedMax,
    )
    const step = smallestStep(this.currency)
    for (let size = step; size < limit; size += step) {
      for (const by of [size, -size]) if (this.#opposedFits(by)) return by
    }
    return undefined
  }

  #opposedFits(by: bigint): boolean {
    return this.#opposed.every(({ record, bucket }) => {
      const minor = record.grossMinor + by
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

function recordAt(records: readonly CanonicalRecord[], index: number): CanonicalRecord {
  const record = records[index]
  if (record === undefined) throw new Error(`no record ${index} among ${records.length}`)
  return record
}
