/** Ready maps of ledger exports: our own columns, and Shopify's orders and transactions (formats.md §0). Data. */

import type { LedgerMap } from './ledger-map.ts'

export const ledgerColumns = [
  'tenant',
  'merchant',
  'entry_id',
  'kind',
  'reference',
  'parent_reference',
  'amount',
  'currency',
  'occurred_at',
] as const

/** A ledger in our own words. */
export const ownMap: LedgerMap = {
  name: 'a ledger',
  tenant: { column: 'tenant' },
  merchant: { column: 'merchant' },
  entryId: ['entry_id'],
  rowText: [],
  kind: { column: 'kind' },
  reference: ['reference'],
  parentReference: ['parent_reference'],
  amount: 'amount',
  sign: 'written',
  currency: 'currency',
  occurredAt: ['occurred_at'],
}

/** Whose shop an export is: it does not say so itself. */
export interface ShopOwner {
  readonly tenant: string
  readonly merchant: string
}

export const shopifyOrdersColumns = ['Name', 'Financial Status', 'Currency', 'Total', 'Created at']
export const shopifyTransactionsColumns = ['Order', 'Name', 'Kind', 'Gateway', 'Created At', 'Status', 'Amount', 'Currency']

/**
 * Orders: what was paid for one, on its first row; the rows of its further items have no total. Refunds are a sum without a day there: they
 * are in the transactions.
 */
export function shopifyOrdersMap({ tenant, merchant }: ShopOwner): LedgerMap {
  return {
    name: 'an orders export of Shopify',
    tenant: { value: tenant },
    merchant: { value: merchant },
    entryId: ['Id', 'Name'],
    rowText: [],
    kind: { value: 'charge' },
    reference: ['Payment Reference', 'Name'],
    parentReference: ['Name'],
    amount: 'Total',
    sign: 'written',
    currency: 'Currency',
    occurredAt: ['Paid at', 'Created at'],
    state: {
      column: 'Financial Status',
      booked: ['paid', 'partially_refunded', 'refunded'],
      notBooked: ['pending', 'authorized', 'expired', 'voided', 'unpaid'],
    },
    continuation: ['Financial Status', 'Total', 'Currency'],
  }
}

/** Transactions: each attempt to move money, of which those count that succeeded. They have no id of their own. */
export function shopifyTransactionsMap({ tenant, merchant }: ShopOwner): LedgerMap {
  return {
    name: 'a transactions export of Shopify',
    tenant: { value: tenant },
    merchant: { value: merchant },
    entryId: ['Transaction ID', 'Id'],
    rowText: ['Order', 'Name', 'Kind', 'Gateway'],
    kind: {
      column: 'Kind',
      // A suggested refund is a proposal. Change that a till gives back has no kind here, so that it is quarantined: the sale before it is too large by it.
      values: {
        sale: 'charge',
        capture: 'charge',
        refund: 'refund',
        authorization: 'none',
        emv_authorization: 'none',
        void: 'none',
        suggested_refund: 'none',
      },
    },
    reference: ['Payment Reference', 'Name'],
    parentReference: ['Order', 'Name'],
    amount: 'Amount',
    sign: 'by-kind',
    currency: 'Currency',
    occurredAt: ['Created At'],
    state: { column: 'Status', booked: ['success'], notBooked: ['failure', 'error', 'pending', 'awaiting_response'] },
  }
}
