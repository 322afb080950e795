/** The key to a synthetic history: what was planted, in which records, and the state that each should have after the close. */

import type { State } from '../../harness/model/match-result.ts'
import { contentOf, type RecordKey } from '../../harness/model/record-key.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'

export const paymentPlants = [
  'amount-mismatch',
  'missing-at-processor',
  'missing-in-ledger',
  'direction-mismatch',
  'currency-mismatch',
  'duplicate-reference',
  'ambiguous-reference',
  'identity-conflict-ledger',
  'identity-conflict-processor',
  'redelivery',
] as const
export type PaymentPlant = (typeof paymentPlants)[number]

export const payoutPlants = [
  'missing-at-bank',
  'unexpected-at-bank',
  'payout-imbalance',
  'bank-amount-mismatch',
  'ambiguous-at-bank',
] as const
export type PayoutPlant = (typeof payoutPlants)[number]

/**
 * Which plant (from 0) the `number`-th of a history's payments or payouts gets, if any. One in `early` until each class has
 * been planted once, so that a short history has them all; then one in `later`.
 */
export function plantNumber(number: number, classes: number, early: number, later: number): number | undefined {
  const sparseFrom = classes * early
  if (number < sparseFrom) return number % early === early >> 1 ? Math.floor(number / early) : undefined
  const since = number - sparseFrom
  return since % later === later >> 1 ? classes + Math.floor(since / later) : undefined
}

export interface PlantedRecord extends RecordKey {
  readonly side: CanonicalRecord['side']
  readonly state: State
}

export interface Plant {
  readonly plant: PaymentPlant | PayoutPlant
  readonly tenant: string
  readonly merchant: string
  readonly records: readonly PlantedRecord[]
  /** How many of the history's records are redeliveries of these. */
  readonly redelivered: number
}

/** `pairs` are the records with the state that each should have. */
export function planted(plant: Plant['plant'], pairs: readonly (readonly [CanonicalRecord, State])[], redelivered = 0): Plant {
  const [first] = pairs
  if (first === undefined) throw new Error(`${plant} without records`)
  const { tenant, merchant } = first[0]
  return {
    plant,
    tenant,
    merchant,
    records: pairs.map(([record, state]) => {
      const { tenant, merchant, source, account, recordId, kind, side } = record
      return { tenant, merchant, source, account, recordId, kind, content: contentOf(record), side, state }
    }),
    redelivered,
  }
}

/** The same plant in records as a file gives them back: `carried` tells what becomes of each of `records`. */
export function replanted(plant: Plant, records: readonly CanonicalRecord[], carried: (record: CanonicalRecord) => CanonicalRecord): Plant {
  const found = new Map(records.map((record) => [contentOf(record), record]))
  const pairs = plant.records.map(({ content, state }) => {
    const record = found.get(content)
    if (record === undefined) throw new Error(`${plant.plant} plants a record that is not among its records`)
    return [carried(record), state] as const
  })
  return planted(plant.plant, pairs, plant.redelivered)
}

/** All records with one state. */
export function plantedAll(plant: Plant['plant'], state: State, records: readonly CanonicalRecord[]): Plant {
  return planted(
    plant,
    records.map((record) => [record, state] as const),
  )
}

/** One line of `key.ndjson`. */
export function encodePlant(plant: Plant): string {
  return JSON.stringify(plant)
}

/** Reads `key.ndjson` as we wrote it. */
export function decodeKey(text: string): Plant[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Plant)
}
