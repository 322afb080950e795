/** A merchant's own books: our ledger CSV, and Shopify's exports of orders and transactions (formats.md §0). */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import { ledgerColumns } from '../formats/ledger/ready-maps.ts'
import { absoluteMinor } from '../../harness/model/money.ts'
import { majorUnits, type FormatWriter, type WrittenAccount } from './format-writer.ts'
import { localTimes } from './local-times.ts'

export function ledgerCsvWriter(): FormatWriter {
  return {
    begin: () => `${ledgerColumns.join(',')}\n`,
    add({ tenant, merchant, recordId, kind, ref = '', parentRef = '', grossMinor, currency, occurredAt }) {
      return `${[tenant, merchant, recordId, kind, ref, parentRef, majorUnits(grossMinor, currency), currency, occurredAt].join(',')}\n`
    },
    end: () => '',
  }
}

const ordersHeader =
  'Name,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Payment Method,Payment Reference,Id'
const transactionsHeader = 'Order,Name,Kind,Gateway,Created At,Status,Amount,Currency,Card Type,Payment Reference,Transaction ID'

/** Orders have charges alone; transactions refunds too, without a sign. Times are local, to the second. */
export function shopifyWriter(report: 'shopify-orders' | 'shopify-transactions', { zone }: WrittenAccount): FormatWriter {
  const local = localTimes(zone)
  const isOrders = report === 'shopify-orders'
  return {
    begin: () => `${isOrders ? ordersHeader : transactionsHeader}\n`,
    add(record) {
      const { text, offset } = local(record.occurredAt)
      const at = `${text.replace('T', ' ')} ${offset.replace(':', '')}`
      return `${(isOrders ? orderCells(record, at) : transactionCells(record, at)).join(',')}\n`
    },
    end: () => '',
  }
}

/** What a shop calls the order of an entry: refunds are of the order that they name. */
export function orderName({ kind, recordId, parentRef }: CanonicalRecord): string {
  return kind === 'charge' || parentRef === undefined ? `#${recordId}` : parentRef
}

function orderCells(record: CanonicalRecord, at: string): string[] {
  const { recordId, ref = '', grossMinor, currency } = record
  const total = majorUnits(grossMinor, currency)
  return [orderName(record), 'paid', at, 'fulfilled', currency, total, '', '', total, at, '1', 'Item', 'Shopify Payments', ref, recordId]
}

function transactionCells(record: CanonicalRecord, at: string): string[] {
  const { recordId, kind, ref = '', grossMinor, currency } = record
  const amount = majorUnits(absoluteMinor(grossMinor), currency)
  const name = orderName(record)
  const word = kind === 'refund' ? 'refund' : 'sale'
  return [name, name, word, 'shopify_payments', at, 'success', amount, currency, 'visa', ref, recordId]
}
