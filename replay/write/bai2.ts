/** Cash management files BAI2 of one account: a group a business day (formats.md §8). Integers of the currency's smallest unit. */

import { absoluteMinor } from '../../harness/model/money.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { DayByDay, type FormatWriter, type WrittenAccount } from './format-writer.ts'

/** ACH credit and debit, preauthorised. */
const [creditType, debitType] = ['165', '455']

/** Trailers add up all amounts as written, those of the account record too. */
export function bai2Writer({ statementAccount, currency, sender }: WrittenAccount): FormatWriter {
  let openingMinor = 0n
  let fileTotal = 0n
  let fileRecords = 1
  let groups = 0
  const days = new DayByDay((day, records) => {
    const movedMinor = records.reduce((sum, { netMinor }) => sum + netMinor, 0n)
    const writtenMinor = records.reduce((sum, { netMinor }) => sum + absoluteMinor(netMinor), 0n)
    const [credits, debits] = [(writtenMinor + movedMinor) / 2n, (writtenMinor - movedMinor) / 2n]
    const closingMinor = openingMinor + movedMinor
    const creditCount = records.filter(({ netMinor }) => netMinor >= 0n).length
    const total = openingMinor + closingMinor + credits + debits + writtenMinor
    const recordsOfAccount = records.length + 2
    const text = [
      `02,CUST,BANK,1,${shortDay(day)},,${currency},2/`,
      `03,${statementAccount},${currency},010,${openingMinor},,,015,${closingMinor},,,100,${credits},${creditCount},,400,${debits},${records.length - creditCount},/`,
      ...records.map((record) => transaction(record, sender)),
      `49,${total},${recordsOfAccount}/`,
      `98,${total},1,${recordsOfAccount + 2}/\n`,
    ].join('\n')
    openingMinor = closingMinor
    fileTotal += total
    fileRecords += recordsOfAccount + 2
    groups++
    return text
  })
  return {
    begin: () => '01,BANK,CUST,260101,0600,1,80,,2/\n',
    add: (record) => days.add(record),
    end: () => `${days.flush()}99,${fileTotal},${groups},${fileRecords + 1}/\n`,
  }
}

function transaction({ recordId, netMinor, references = [] }: CanonicalRecord, sender: string): string {
  const [first = '', ...others] = references
  const text = [sender, ...others].join(' ')
  return `16,${netMinor < 0n ? debitType : creditType},${absoluteMinor(netMinor)},0,${recordId},${first},${text}/`
}

function shortDay(day: string): string {
  return day.slice(2).replaceAll('-', '')
}
