/** The three files of a planned history as text: Stripe's itemized report, camt.053, the ledger CSV. Touches no disk. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import { camtWriter } from '../write/camt.ts'
import type { FormatWriter } from '../write/format-writer.ts'
import { ledgerCsvWriter } from '../write/ledger.ts'
import { stripeCsvWriter } from '../write/stripe-csv.ts'

function text(writer: FormatWriter, records: readonly CanonicalRecord[]): string {
  return [writer.begin(), ...records.map((record) => writer.add(record)), writer.end()].join('')
}

/** An itemized payout reconciliation report: amounts in major units, times in whole seconds of UTC. */
export function stripeCsv(records: readonly CanonicalRecord[]): string {
  return text(stripeCsvWriter('stripe-itemized'), records)
}

/** The ledger of one tenant, all its merchants in the order of time. */
export function ledgerCsv(records: readonly CanonicalRecord[]): string {
  return text(ledgerCsvWriter(), records)
}

/** A bank's camt.053.001.08 document of one account: one statement a business day, balances chained. */
export function camt053Xml(iban: string, currency: string, records: readonly CanonicalRecord[]): string {
  const account = { account: iban, statementAccount: iban, currency, zone: 'UTC', sender: 'STRIPE' }
  const byDay = records.toSorted((a, b) => (a.businessDate < b.businessDate ? -1 : a.businessDate > b.businessDate ? 1 : 0))
  return text(camtWriter('camt053', account, records[0]?.occurredAt), byDay)
}
