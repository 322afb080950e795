/** One history many times over, each copy with identities and amounts of its own, every payout still adding up. Pure. */

import { currencyExponent } from '../../harness/model/currency.ts'
import { HarnessError } from '../../harness/model/errors.ts'
import { formatMajor } from '../../harness/model/money.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { Cell, noOffset, type Tolerance } from './cell.ts'
import { chooseOffsets, type CopyOffset } from './choose-offsets.ts'
import { inCopies, type TimedRecord } from './copies.ts'
import { countedRecords, directionsOf } from './directions.ts'
import { FreshTokens } from './fresh-tokens.ts'
import { freshIds, idsOf, linkingIds, payoutNamesOf } from './linking-ids.ts'
import { movedAmounts } from './moved-amounts.ts'
import type { Offset } from './settled-movement.ts'
import { settlementsOf } from './settlements.ts'

const factorMax = 10_000

/** A merchant that is another one in some copies. */
export interface FreshMerchant {
  readonly tenant: string
  readonly merchant: string
  /** Copies from 1. */
  readonly copies: readonly number[]
  /** The first of its ids that has no room; absent where only its amounts have none. */
  readonly fullId?: string
}

export interface Amplified {
  readonly offsets: readonly CopyOffset[]
  readonly freshMerchants: readonly FreshMerchant[]
  /** The same in words, for the record of a run. */
  readonly notes: readonly string[]
  /** Made one by one, in the order of replay; may be asked for again. */
  timed(): Generator<TimedRecord>
}

export interface AmplifyOptions {
  /** Of the match profile; absent: exact. */
  readonly tolerance?: Tolerance
}

/**
 * Each record `factor` times. In the first copy nothing changes. In the others every id and reference is another of the same shape,
 * the same in all records of the copy, and amounts are moved by one offset a copy and currency: whatever was linked is linked inside
 * of its copy and nowhere else, what differed differs by as much, and no two copies of one merchant have equal amounts within a
 * carry. A merchant for whom there is no such offset, or no room for ids, is another merchant in that copy.
 *
 * The records must be there in the order of replay. Choosing needs all of them (the last may meet the first); the copies are made
 * one by one. Copies are shifted by parts of the mean distance of records, so that the whole is as even as the original. Tenant,
 * account and business date stay. Throws BAD_CONFIGURATION for a factor that is no whole number from 1 to 10,000.
 */
export function amplify(timed: readonly TimedRecord[], factor: number, options: AmplifyOptions = {}): Amplified {
  const search = amplifying(timed, factor, options)
  for (;;) {
    const step = search.next()
    if (step.done === true) return step.value
  }
}

/** The same with `turn` awaited now and then: the search for offsets may take longer than others in the process can wait. */
export async function amplifyInTurns(
  timed: readonly TimedRecord[],
  factor: number,
  options: AmplifyOptions,
  turn: () => Promise<void>,
): Promise<Amplified> {
  const search = amplifying(timed, factor, options)
  for (;;) {
    const step = search.next()
    if (step.done === true) return step.value
    await turn()
  }
}

function* amplifying(
  timed: readonly TimedRecord[],
  factor: number,
  { tolerance = { abs: 0n, bps: 0n } }: AmplifyOptions,
): Generator<undefined, Amplified> {
  if (!Number.isInteger(factor) || factor < 1 || factor > factorMax) {
    throw new HarnessError('BAD_CONFIGURATION', `amplify must be a whole number from 1 to ${factorMax}, got ${factor}`, {
      hint: 'amplify: 10 sends each record ten times, with fresh identities',
    })
  }
  if (factor === 1) return { offsets: [], freshMerchants: [], notes: [], timed: () => each(timed) }
  const records = timed.map(({ record }) => record)
  const cells = new CellIndex(records)
  const { offsets, ofCell } = yield* chooseOffsets(cells.all, factor, tolerance)
  const tokens = new FreshTokens(idsOf(records), factor)
  const names = new MerchantNames(records)
  for (const [cell, own] of ofCell) {
    own.forEach((offset, copy) => {
      if (offset === undefined) names.freshen(cell, copy)
    })
  }
  const payoutNames = payoutNamesOf(records)
  for (const record of records) {
    const full = linkingIds(record, payoutNames).find((text) => !tokens.hasRoom(text))
    if (full === undefined) continue
    for (let copy = 1; copy < factor; copy++) names.freshen(record, copy, full)
  }

  const copyOf = (index: number, copy: number, shiftMs: number): CanonicalRecord => {
    const record = records[index]
    if (record === undefined) throw new Error(`no record ${index} among ${records.length}`)
    if (copy === 0) return record
    const cell = cells.of(index)
    const offset: Offset = ofCell.get(cell)?.[copy] ?? noOffset
    return {
      ...record,
      merchant: names.nameOf(record, copy),
      ...freshIds(record, (text) => tokens.fresh(text, copy)),
      ...movedAmounts(record, cell.movement(index, offset)),
      occurredAt: shifted(record.occurredAt, timed[index]?.atMs, shiftMs),
    }
  }
  const freshMerchants = names.fresh()
  return { offsets, freshMerchants, notes: notesOf(factor, offsets, freshMerchants), timed: () => inCopies(timed, factor, copyOf) }
}

function* each(timed: readonly TimedRecord[]): Generator<TimedRecord> {
  yield* timed
}

/** A record that is replayed at another time than it occurred has no time of its own, but a day: that stays. */
function shifted(occurredAt: string, atMs: number | undefined, shiftMs: number): string {
  const occurredMs = Date.parse(occurredAt)
  return occurredMs === atMs ? new Date(occurredMs + shiftMs).toISOString() : occurredAt
}

/** The records of each merchant and currency as one cell. */
class CellIndex {
  readonly #byKey = new Map<string, Cell>()
  readonly #keys: readonly string[]

  constructor(records: readonly CanonicalRecord[]) {
    const world = { records, directions: directionsOf(records), settlements: settlementsOf(records, countedRecords(records)) }
    this.#keys = records.map(({ tenant, merchant, currency }) => JSON.stringify([tenant, merchant, currency]))
    for (const [key, indices] of Map.groupBy(this.#keys.keys(), (index) => this.#keys[index] ?? '')) {
      this.#byKey.set(key, new Cell(world, indices))
    }
  }

  get all(): readonly Cell[] {
    return [...this.#byKey.values()]
  }

  of(index: number): Cell {
    const cell = this.#byKey.get(this.#keys[index] ?? '')
    if (cell === undefined) throw new Error(`record ${index} is in no cell`)
    return cell
  }
}

type Owner = Pick<CanonicalRecord, 'tenant' | 'merchant'>

/** Which merchants are others in which copies, and what they are called there. */
class MerchantNames {
  readonly #known: ReadonlySet<string>
  readonly #fresh = new Map<string, { readonly owner: Owner; readonly copies: Set<number>; fullId: string | undefined }>()

  constructor(records: readonly CanonicalRecord[]) {
    this.#known = new Set(records.map(({ merchant }) => merchant))
  }

  /** `fullId`: an id that has no room, if that is why. */
  freshen(owner: Owner, copy: number, fullId?: string): void {
    const key = JSON.stringify([owner.tenant, owner.merchant])
    const known = this.#fresh.get(key) ?? { owner, copies: new Set(), fullId }
    this.#fresh.set(key, known)
    known.copies.add(copy)
    known.fullId ??= fullId
  }

  nameOf({ tenant, merchant }: Owner, copy: number): string {
    if (this.#fresh.get(JSON.stringify([tenant, merchant]))?.copies.has(copy) !== true) return merchant
    let name = `${merchant}~${copy + 1}`
    while (this.#known.has(name)) name += '~'
    return name
  }

  fresh(): FreshMerchant[] {
    return [...this.#fresh.values()].map(({ owner: { tenant, merchant }, copies, fullId }) => ({
      tenant,
      merchant,
      copies: [...copies].toSorted((a, b) => a - b),
      ...(fullId === undefined ? {} : { fullId }),
    }))
  }
}

/** Merchants that are told by name. */
const merchantsTold = 10

function notesOf(factor: number, offsets: readonly CopyOffset[], fresh: readonly FreshMerchant[]): string[] {
  const byCurrency = Map.groupBy(offsets, ({ currency }) => currency)
  const lines = [...byCurrency].map(([currency, own]) => {
    const told = own.map(({ copy, byMinor }) => `${copy + 1}: ${formatMajor(byMinor, currencyExponent(currency) ?? 2)}`)
    return `amplified ${factor} times; amounts in ${currency} are moved by, in copy ${told.slice(0, merchantsTold).join(', ')}${told.length > merchantsTold ? ', …' : ''}`
  })
  const merchants = fresh.slice(0, merchantsTold).map(({ tenant, merchant, copies, fullId }) => {
    const why =
      fullId === undefined ? 'no offset keeps its amounts apart' : `there are not enough others of the shape of ${JSON.stringify(fullId)}`
    return `amplified ${factor} times; ${tenant}/${merchant} is a merchant of its own in ${copies.length} copies: ${why}`
  })
  return [...lines, ...merchants, ...(fresh.length > merchantsTold ? [`and ${fresh.length - merchantsTold} more merchants`] : [])]
}
