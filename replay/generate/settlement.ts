/** The end of a business day: one payout and one bank line a merchant, as it should be or with a discrepancy planted. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import type { Prng } from '../prng.ts'
import type { MerchantBook } from './book.ts'
import { payoutPlants, plantNumber, planted, plantedAll, type PayoutPlant, type Plant } from './key.ts'

export interface Settlement {
  readonly records: readonly CanonicalRecord[]
  readonly plant?: Plant
}

/** A payout may land in the account shortly before or after the processor says so; both are whole seconds. */
export interface SettlementMoment {
  readonly day: string
  readonly payoutMs: number
  readonly bankMs: number
  /** Day of the bank line; absent: the payout's. */
  readonly bankDay?: string
}

/** Which discrepancy the n-th payout of a history has, from 0. */
export function payoutPlantOf(payoutNumber: number): PayoutPlant | undefined {
  const plant = plantNumber(payoutNumber, payoutPlants.length, 6, 25)
  return plant === undefined ? undefined : payoutPlants[plant % payoutPlants.length]
}

/** One payout in 25 is the merchant's own doing, not Stripe's schedule; none of those has a discrepancy planted. */
export function isManualPayout(payoutNumber: number): boolean {
  return payoutNumber % 25 === 7
}

/** How many records a settlement has. */
export function settlementSize(plant: PayoutPlant | undefined): number {
  if (plant === 'missing-at-bank') return 1
  return plant === 'unexpected-at-bank' || plant === 'ambiguous-at-bank' ? 3 : 2
}

export function settle(book: MerchantBook, plant: PayoutPlant | undefined, moment: SettlementMoment, random: Prng): Settlement {
  const payoutMinor = plant === 'payout-imbalance' ? book.payoutNetMinor - 1n : book.payoutNetMinor
  const payout = payoutRow(book, payoutMinor, moment, random)
  const paidMinor = plant === 'bank-amount-mismatch' ? payoutMinor - 25n : payoutMinor
  const references = bankReferences(payout, random)
  const line = (): CanonicalRecord => bankLine(book, paidMinor, references, moment)
  if (plant === 'missing-at-bank') return { records: [payout], plant: plantedAll(plant, 'EX:MISSING_AT_BANK', [payout]) }
  const paid = line()
  const records = [payout, paid]
  if (plant === undefined) return { records }
  if (plant === 'unexpected-at-bank') {
    const stranger = bankLine(book, 12_345n, [`INV${book.payoutId ?? ''}`], moment)
    return { records: [...records, stranger], plant: plantedAll(plant, 'EX:UNEXPECTED_AT_BANK', [stranger]) }
  }
  if (plant === 'ambiguous-at-bank') {
    const again = line()
    return { records: [...records, again], plant: plantedAll(plant, 'EX:AMBIGUOUS_REFERENCE', [...records, again]) }
  }
  if (plant === 'bank-amount-mismatch') return { records, plant: plantedAll(plant, 'EX:BANK_AMOUNT_MISMATCH', records) }
  // An imbalance is stated on the payout alone; its line matches what was paid.
  const pairs = [[payout, 'EX:PAYOUT_IMBALANCE'] as const, [paid, 'MATCHED'] as const]
  return { records, plant: planted(plant, pairs) }
}

function payoutRow(book: MerchantBook, payoutMinor: bigint, { day, payoutMs }: SettlementMoment, random: Prng): CanonicalRecord {
  const { tenant, merchant, processorAccount, currency } = book.merchant
  // Stripe's trace id may still be pending when the report is made.
  const traced = !random.oneIn(10)
  const { source, tracePrefix } = book.style
  return {
    tenant,
    merchant,
    side: 'processor',
    source,
    account: processorAccount,
    recordId: book.nextId('txn_'),
    kind: 'payout',
    ...(book.payoutId === undefined ? {} : { ref: book.payoutId }),
    ...(traced && tracePrefix !== undefined ? { traceRef: book.nextId(tracePrefix) } : {}),
    ...(book.payoutIsManual ? { automatic: false } : {}),
    grossMinor: -payoutMinor,
    feeMinor: 0n,
    netMinor: -payoutMinor,
    currency,
    occurredAt: new Date(payoutMs).toISOString(),
    businessDate: day,
  }
}

/** A bank passes on the trace, the payout's id, or both. */
function bankReferences({ ref = '', traceRef }: CanonicalRecord, random: Prng): string[] {
  if (traceRef === undefined) return [ref]
  const choice = random.below(3)
  if (choice === 0) return [ref]
  return choice === 1 ? [traceRef] : [ref, traceRef]
}

function bankLine(
  book: MerchantBook,
  paidMinor: bigint,
  references: readonly string[],
  { day, bankMs, bankDay = day }: SettlementMoment,
): CanonicalRecord {
  const { tenant, merchant, bankAccount, currency } = book.merchant
  return {
    tenant,
    merchant,
    side: 'bank',
    source: 'bank',
    account: bankAccount,
    recordId: book.nextId('BK'),
    kind: 'bank_line',
    references,
    grossMinor: paidMinor,
    feeMinor: 0n,
    netMinor: paidMinor,
    currency,
    occurredAt: new Date(bankMs).toISOString(),
    businessDate: bankDay,
  }
}
