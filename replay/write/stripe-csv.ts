/** Stripe's itemized CSV reports, as far as our records fill them (formats.md §2). Amounts in major units, times in seconds of UTC. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import { majorUnits, type FormatWriter } from './format-writer.ts'

type StripeCsvReport = 'stripe-itemized' | 'stripe-balance-change' | 'stripe-payouts'

const shared = ['balance_transaction_id', 'created_utc', 'available_on_utc', 'currency', 'gross', 'fee', 'net', 'reporting_category']
const headers: Readonly<Record<StripeCsvReport, readonly string[]>> = {
  'stripe-itemized': [
    ...shared,
    'source_id',
    'charge_id',
    'payment_intent_id',
    'automatic_payout_id',
    'automatic_payout_effective_at_utc',
    'trace_id',
    'trace_id_status',
  ],
  'stripe-balance-change': [
    ...shared,
    'source_id',
    'description',
    'charge_id',
    'payment_intent_id',
    'automatic_payout_id',
    'automatic_payout_effective_at_utc',
  ],
  'stripe-payouts': ['payout_id', 'effective_at_utc', 'currency', 'gross', 'fee', 'net', 'reporting_category', 'balance_transaction_id'],
}

/** The payouts report has the payouts alone; the balance change report no traces. */
export function stripeCsvWriter(report: StripeCsvReport): FormatWriter {
  const row = rows[report]
  return { begin: () => `${headers[report].join(',')}\n`, add: row, end: () => '' }
}

const rows: Readonly<Record<StripeCsvReport, (record: CanonicalRecord) => string>> = {
  'stripe-itemized': (record) => {
    const { traceRef = '', kind } = record
    const status = kind === 'payout' ? (traceRef === '' ? 'pending' : 'supported') : ''
    return `${[...movement(record), ...sources(record), ...payout(record), traceRef, status].join(',')}\n`
  },
  'stripe-balance-change': (record) => {
    const [source = '', charge = '', intent = ''] = sources(record)
    return `${[...movement(record), source, '', charge, intent, ...payout(record)].join(',')}\n`
  },
  'stripe-payouts': (record) => {
    if (record.kind !== 'payout') return ''
    const [id = '', created = '', , ...amounts] = movement(record)
    return `${[record.ref ?? '', created, ...amounts, id].join(',')}\n`
  },
}

function movement({ recordId, occurredAt, currency, grossMinor, feeMinor, netMinor, kind }: CanonicalRecord): string[] {
  const day = occurredAt.slice(0, 10)
  const amounts = [grossMinor, feeMinor, netMinor].map((minor) => majorUnits(minor, currency))
  return [recordId, `${day} ${occurredAt.slice(11, 19)}`, `${day} 00:00:00`, currency.toLowerCase(), ...amounts, kind]
}

/** Of a charge the source is the charge, and its own reference the payment intent. */
function sources({ kind, ref = '', parentRef = '' }: CanonicalRecord): string[] {
  return kind === 'charge' ? [parentRef, parentRef, ref] : [ref, parentRef, '']
}

/** A manual payout names itself nowhere in these columns. */
function payout({ kind, automatic, ref = '', payoutRef = '', businessDate }: CanonicalRecord): string[] {
  const id = kind === 'payout' && automatic !== false ? ref : payoutRef
  return [id, id === '' ? '' : `${businessDate} 00:00:00`]
}
