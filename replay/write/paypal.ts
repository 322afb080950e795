/** PayPal's settlement report (STL) and transaction detail report (TRR), version 9 and 10 (formats.md §3, §4). */

import { currencyExponent } from '../../harness/model/currency.ts'
import { absoluteMinor } from '../../harness/model/money.ts'
import type { CanonicalRecord, Kind } from '../../harness/model/record.ts'
import type { PayPalFormat } from '../formats/paypal/report.ts'
import { PayPalTotals } from '../formats/paypal/totals.ts'
import { rescaled } from '../formats/rescale.ts'
import type { FormatWriter, WrittenAccount } from './format-writer.ts'
import { localTimes, type LocalTime } from './local-times.ts'

const movementColumns = [
  'Transaction ID',
  'Invoice ID',
  'PayPal Reference ID',
  'PayPal Reference ID Type',
  'Transaction Event Code',
  'Transaction Initiation Date',
  'Transaction Completion Date',
  'Transaction Debit or Credit',
  'Gross Transaction Amount',
  'Gross Transaction Currency',
  'Fee Debit or Credit',
  'Fee Amount',
  'Fee Currency',
]
const ownColumns: Readonly<Record<PayPalFormat, readonly string[]>> = {
  'paypal-stl': ['Custom Field', 'Consumer ID', 'Payment Tracking ID', 'Store ID', 'Bank Reference ID'],
  'paypal-trr': ['Custom Field', 'Transactional Status', 'Insurance Amount', 'Sales Tax Amount', 'Shipping Amount', 'Bank Reference ID'],
}

const eventCodes: Readonly<Partial<Record<Kind, string>>> = {
  charge: 'T0006',
  refund: 'T1107',
  dispute: 'T1106',
  dispute_reversal: 'T1202',
  fee: 'T0106',
  adjustment: 'T1900',
  fx: 'T0201',
  payout: 'T0400',
  payout_return: 'T1101',
}

/** Digits that PayPal leaves out the point of: two, whatever the currency. */
const writtenDigits = 2

export function payPalWriter(format: PayPalFormat, { account, zone }: WrittenAccount): FormatWriter {
  const totals = new PayPalTotals()
  const local = localTimes(zone)
  let last: LocalTime = { text: '2026-01-01T00:00:00', offset: '+00:00' }
  return {
    begin: () =>
      [
        `"RH",,"A","${account}",${format === 'paypal-stl' ? '009' : '010'},`,
        '"FH",01',
        `"SH",,,"${account}",""`,
        `"CH",${[...movementColumns, ...ownColumns[format]].map((name) => `"${name}"`).join(',')}`,
        '',
      ].join('\n'),
    add(record) {
      last = local(record.occurredAt)
      const { text, amounts } = bodyRow(format, record, payPalTime(last))
      totals.add(amounts)
      totals.rows++
      return text
    },
    end() {
      const sums = [...totals.byCurrency.keys()].map((currency) => sumCells(currency, totals))
      const rows = [...sums.map((cells) => `"SF",${cells}`), `"SC",${totals.rows}`, ...sums.map((cells) => `"RF",${cells}`)]
      return [...rows, `"RC",${totals.rows}`, `"FF",${totals.rows}`, ''].join('\n')
    },
  }
}

function bodyRow(format: PayPalFormat, record: CanonicalRecord, at: string): { text: string; amounts: Parameters<PayPalTotals['add']>[0] } {
  const { recordId, kind, ref = '', parentRef = '', traceRef = '', currency, grossMinor, feeMinor } = record
  const written = (minor: bigint): bigint => {
    const amount = rescaled(absoluteMinor(minor), currencyExponent(currency) ?? 2, writtenDigits)
    if (amount === undefined) throw new Error(`PayPal writes two digits, and ${currency} has more`)
    return amount
  }
  const amounts = {
    currency,
    gross: written(grossMinor),
    isCredit: grossMinor >= 0n,
    fee: written(feeMinor),
    feeIsCredit: feeMinor < 0n,
  }
  const fee = feeMinor === 0n ? '"",,""' : `"${amounts.feeIsCredit ? 'CR' : 'DR'}",${amounts.fee},"${currency}"`
  const own = format === 'paypal-stl' ? `"","","","","${traceRef}"` : `"","S",,,,"${traceRef}"`
  const names = `"SB","${recordId}","${ref}","${parentRef}","${parentRef === '' ? '' : 'TXN'}","${eventCodes[kind] ?? 'T9900'}"`
  const gross = `"${amounts.isCredit ? 'CR' : 'DR'}",${amounts.gross},"${currency}"`
  return { text: `${names},${at},${at},${gross},${fee},${own}\n`, amounts }
}

function payPalTime({ text, offset }: LocalTime): string {
  return `${text.slice(0, 10).replaceAll('-', '/')} ${text.slice(11)} ${offset.replace(':', '')}`
}

/** Currency, four totals, and three pairs of balances that begin at nothing. */
function sumCells(currency: string, totals: PayPalTotals): string {
  const { grossCredits, grossDebits, feeCredits, feeDebits } = totals.of(currency)
  const net = totals.net(currency)
  const pair = `"CR",0,"${net < 0n ? 'DR' : 'CR'}",${absoluteMinor(net)}`
  return `"${currency}",${grossCredits},${grossDebits},${feeCredits},${feeDebits},${pair},${pair},${pair},${totals.rows}`
}
