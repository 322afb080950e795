/** The fields of Stripe's balance transactions and of what they come from, for anonymizing. Data. */

import { isCurrency, isOneOf } from './own-words.ts'
import type { FieldClass, IsOwn } from './words.ts'

/** Codes are words in small letters. */
const isCode: IsOwn = (text) => /^[a-z]+(?:[_.][a-z]+)*$/.test(text)

const codes = isOneOf('object status type reporting_category balance_type method source_type')
const ids = isOneOf(
  `id source payment_intent charge balance_transaction destination customer value payout application invoice original_payout reversed_by refund
   dispute`,
)
const numbers = isOneOf('amount fee net created available_on exchange_rate arrival_date amount_refunded amount_captured')
const objects = isOneOf(
  `data source fee_details trace_id charge payment_intent balance_transaction balance_transactions destination customer payout invoice refund refunds
   dispute application reversals`,
)
/** Fields that are emptied, and objects that are emptied through and through. Their names are Stripe's own all the same. */
const others = isOneOf(
  `currency has_more url livemode automatic description name email phone address line1 line2 city state country postal_code billing_details shipping
   metadata statement_descriptor calculated_statement_descriptor receipt_email receipt_number receipt_url captured paid refunded disputed outcome
   payment_method payment_method_details card brand last4 exp_month exp_year funding fingerprint network wallet checks reason evidence failure_code
   failure_message failure_balance_transaction fraud_details on_behalf_of order review source_transfer transfer transfer_data transfer_group
   application_fee application_fee_amount reconciliation_status tax_id`,
)

/** A name that Stripe gave. */
export const isFieldName: IsOwn = (name) => codes(name) || ids(name) || numbers(name) || objects(name) || others(name)

/** What a list or an object that we know may stand under; the outermost stands under nothing. */
export const isObject: IsOwn = (key) => key === '' || objects(key)

export const isNumberOf: IsOwn = numbers

export function classOf(key: string): FieldClass {
  if (key === 'currency') return isCurrency
  if (codes(key)) return isCode
  return ids(key) ? 'id' : 'drop'
}
