/** The bytes of one file with other words in it, by its format. Reads and writes nothing. */

import type { HistoryFormat } from '../formats/reading.ts'
import { ownMap, shopifyOrdersMap, shopifyTransactionsMap } from '../formats/ledger/ready-maps.ts'
import type { LedgerMap } from '../formats/ledger/ledger-map.ts'
import { hasUtf8Mark, utf16Of } from '../formats/text-encoding.ts'
import { adyenColumn, headedRows, ledgerColumn, stripeColumn, type RowClasses } from './csv-columns.ts'
import { payPalRows } from './paypal-rows.ts'
import type { WordMap } from './pseudonyms.ts'
import { rewriteBai2 } from './rewrite-bai2.ts'
import { rewriteCsv } from './rewrite-csv.ts'
import { rewriteJson } from './rewrite-json.ts'
import { rewriteMt940 } from './rewrite-mt940.ts'
import { rewriteOfx } from './rewrite-ofx.ts'
import { rewriteXml } from './rewrite-xml.ts'

export interface AnonymousFile {
  readonly file: string
  readonly format: HistoryFormat
  readonly bytes: Buffer
  /** Of a ledger with columns of its own. */
  readonly columns?: LedgerMap | undefined
}

const utf8MarkBytes = 3

/** The same file in its own encoding. Whatever holds one byte a letter is taken as bytes; UTF-16 by way of UTF-8. */
export function rewriteFile(input: AnonymousFile, map: WordMap): Buffer {
  const utf16 = utf16Of(input.bytes)
  if (utf16 === undefined) return rewriteBytes(input, map)
  const littleEndian = utf16 === 'utf-16le' ? input.bytes : swapped(input.bytes)
  const rewritten = rewriteBytes({ ...input, bytes: Buffer.from(littleEndian.toString('utf16le')) }, map)
  const encoded = Buffer.from(rewritten.toString(), 'utf16le')
  return utf16 === 'utf-16le' ? encoded : swapped(encoded)
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16()
}

function rewriteBytes({ file, format, bytes, columns }: AnonymousFile, map: WordMap): Buffer {
  const rows = csvRows(format, columns)
  if (rows !== undefined) return rewriteCsv(file, bytes, rows, map)
  const begin = hasUtf8Mark(bytes) ? utf8MarkBytes : 0
  const rewritten = textRewriter(format)(bytes.toString('latin1', begin), map)
  return Buffer.concat([bytes.subarray(0, begin), Buffer.from(rewritten, 'latin1')])
}

/** Anybody's shop: whose it is does not stand in the export. */
const owner = { tenant: 'any', merchant: 'any' }

function csvRows(format: HistoryFormat, columns: LedgerMap | undefined): RowClasses | undefined {
  switch (format) {
    case 'stripe-itemized':
    case 'stripe-balance-change':
    case 'stripe-payouts':
      return headedRows(stripeColumn)
    case 'adyen-settlement':
      return headedRows(adyenColumn)
    case 'paypal-stl':
    case 'paypal-trr':
      return payPalRows()
    case 'ledger-csv':
      return headedRows(ledgerColumn(columns ?? ownMap))
    case 'shopify-orders':
      return headedRows(ledgerColumn(shopifyOrdersMap(owner)))
    case 'shopify-transactions':
      return headedRows(ledgerColumn(shopifyTransactionsMap(owner)))
    default:
      return undefined
  }
}

function textRewriter(format: HistoryFormat): (text: string, map: WordMap) => string {
  switch (format) {
    case 'stripe-api':
      return rewriteJson
    case 'mt940':
      return rewriteMt940
    case 'bai2':
      return rewriteBai2
    case 'ofx':
      return rewriteOfx
    default:
      return rewriteXml
  }
}
