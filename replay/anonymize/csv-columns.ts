/** What each column of a CSV format holds, for anonymizing: columns that no reader needs are dropped, with their names. Data, and the rows of PayPal. */

import { isTypeCode } from '../formats/adyen/types.ts'
import { statedZone } from '../formats/adyen/zone-offsets.ts'
import { isLedgerKind, mappedKnown, type LedgerMap } from '../formats/ledger/ledger-map.ts'
import { kindOfCategory } from '../formats/stripe/kinds.ts'
import { isAnyOf, isCurrency, isFigure, isOneOf } from './own-words.ts'
import type { FieldClass, IsOwn } from './words.ts'

/** The class of each cell of a row, or `undefined` for a row that is to be taken word by word. */
export type RowClasses = (cells: readonly string[]) => readonly FieldClass[] | undefined

const isName: IsOwn = () => true

/** For a table whose first row names its columns. A name that we do not know may be anything: keys of metadata are, and rows without a header. */
export function headedRows(classOf: (column: string) => FieldClass): RowClasses {
  let classes: readonly FieldClass[] | undefined
  return (cells) => {
    if (classes === undefined) {
      classes = cells.map((cell) => classOf(cell.trim()))
      return namesOf(classes)
    }
    return cells.length === classes.length ? classes : undefined
  }
}

function namesOf(classes: readonly FieldClass[]): readonly FieldClass[] {
  return classes.map((fieldClass) => (fieldClass === 'drop' ? 'drop' : isName))
}

const stripeFigures = isOneOf(
  `gross fee net customer_facing_amount created created_utc available_on available_on_utc effective_at effective_at_utc charge_created
   charge_created_utc automatic_payout_effective_at automatic_payout_effective_at_utc`,
)
const stripeIds = isOneOf(
  `balance_transaction_id source_id charge_id payment_intent_id automatic_payout_id payout_id trace_id customer_id connected_account_id
   connected_account_direct_charge_id destination_payment_id invoice_id invoice_number order_id subscription_id`,
)
/** Categories that are no kind of ours; the list is Stripe's, and not closed. */
const otherCategories = isOneOf(
  `advance advance_funding anticipation_repayment connect_collection_transfer connect_reserved_funds contribution currency_conversion
   financing_paydown financing_payout issuing_authorization_hold issuing_authorization_release issuing_dispute issuing_transaction
   platform_earning platform_earning_refund risk_reserved_funds tax topup topup_reversal transfer transfer_reversal unreconciled_customer_funds`,
)
const stripeCodes: ReadonlyMap<string, IsOwn> = new Map([
  ['currency', isCurrency],
  ['customer_facing_currency', isCurrency],
  ['reporting_category', isAnyOf((text) => kindOfCategory(text) !== 'other', otherCategories)],
  ['trace_id_status', isOneOf('pending supported unsupported available')],
])

export function stripeColumn(column: string): FieldClass {
  if (stripeFigures(column)) return isFigure
  return stripeCodes.get(column) ?? (stripeIds(column) ? 'id' : 'drop')
}

const adyenFigures = isOneOf([
  'Creation Date',
  'Booking Date',
  'Exchange Rate',
  'Gross Debit (GC)',
  'Gross Credit (GC)',
  'Net Debit (NC)',
  'Net Credit (NC)',
  'Net Debit (BC)',
  'Net Credit (BC)',
  'Commission (NC)',
  'Markup (NC)',
  'Scheme Fees (NC)',
  'Interchange (NC)',
])
const isZoneName: IsOwn = (text) => statedZone(text, 'UTC') !== undefined
const adyenCodes: ReadonlyMap<string, IsOwn> = new Map([
  ['TimeZone', isZoneName],
  ['Booking Date TimeZone', isZoneName],
  ['Type', isTypeCode],
  ['Gross Currency', isCurrency],
  ['Net Currency', isCurrency],
  ['Balance Currency', isCurrency],
])
const adyenIds = isOneOf([
  'Company Account',
  'Merchant Account',
  'Psp Reference',
  'Merchant Reference',
  'Modification Reference',
  'Modification Merchant Reference',
  'Batch Number',
])

export function adyenColumn(column: string): FieldClass {
  if (adyenFigures(column)) return isFigure
  return adyenCodes.get(column) ?? (adyenIds(column) ? 'id' : 'drop')
}

export function ledgerColumn(map: LedgerMap): (column: string) => FieldClass {
  const { kind, state } = map
  const classes = new Map<string, FieldClass>(mappedKnown(map).map((column) => [column, 'id']))
  if ('column' in kind) classes.set(kind.column, kind.values === undefined ? isLedgerKind : isOneOf(Object.keys(kind.values)))
  if (state !== undefined) classes.set(state.column, isOneOf([...state.booked, ...state.notBooked]))
  for (const column of [map.amount, ...map.occurredAt]) classes.set(column, isFigure)
  if (typeof map.currency === 'string') classes.set(map.currency, isCurrency)
  return (column) => classes.get(column) ?? 'drop'
}
