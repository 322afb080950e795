/** Stripe's itemized CSV reports: which columns each has, and which of them it is known by (formats.md §2). */

import type { Columns } from '../csv-table.ts'

export type StripeReport = 'stripe-itemized' | 'stripe-balance-change' | 'stripe-payouts'

/** Without one of these a row is no movement of a balance. */
const amounts = ['currency', 'gross', 'fee', 'net', 'reporting_category']

export const stripeReports: Readonly<Record<StripeReport, { readonly name: string; readonly required: readonly string[] }>> = {
  'stripe-itemized': {
    name: 'a Stripe itemized payout reconciliation report',
    required: ['balance_transaction_id', ...amounts],
  },
  'stripe-balance-change': {
    name: 'a Stripe itemized balance change report',
    required: ['balance_transaction_id', ...amounts],
  },
  'stripe-payouts': { name: 'a Stripe itemized payouts report', required: ['payout_id', ...amounts] },
}

/** Columns that are read; personal ones are never looked at. */
export const stripeKnown = [
  ...stripeReports['stripe-itemized'].required,
  'source_id',
  'payout_id',
  'created',
  'created_utc',
  'effective_at',
  'effective_at_utc',
  'connected_account_id',
  'charge_id',
  'payment_intent_id',
  'automatic_payout_id',
  'automatic_payout_effective_at',
  'automatic_payout_effective_at_utc',
  'available_on',
  'available_on_utc',
  'trace_id',
  'trace_id_status',
]

/** The column that says when: UTC where the report has it, else the time in the zone that it was asked for in. */
export function instantColumn(report: StripeReport, columns: Pick<Columns, 'has'>): string {
  const name = report === 'stripe-payouts' ? 'effective_at' : 'created'
  return columns.has(`${name}_utc`) ? `${name}_utc` : name
}

/** Only the payout reconciliation report has these. */
const ofReconciliation = ['trace_id', 'trace_id_status', 'destination_payment_id', 'order_id']

/** Columns can be chosen and moved, so the reports are told apart by those that only one of them has. */
export function stripeReportOf(names: ReadonlySet<string>): StripeReport | undefined {
  const hasAll = (report: StripeReport): boolean => stripeReports[report].required.every((name) => names.has(name))
  // Rows of the payouts report are balance transactions too, of which it calls the source by another name.
  if (hasAll('stripe-payouts') && !names.has('source_id')) return 'stripe-payouts'
  if (!hasAll('stripe-itemized')) return undefined
  return ofReconciliation.some((name) => names.has(name)) ? 'stripe-itemized' : 'stripe-balance-change'
}
