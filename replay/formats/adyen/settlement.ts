/** Adyen's settlement details report to processor records (formats.md §0, §5). Knows no files and no profile. */

import { normaliseReference, type CanonicalRecord } from '../../../harness/model/record.ts'
import { CellReader } from '../amounts.ts'
import { requireColumns, streamCsvTable, type Columns, type RowTaker } from '../csv-table.ts'
import { businessDays, offsetInstant, zonedInstant } from '../instants.ts'
import { madeIds } from '../made-id.ts'
import type { FileInput } from '../reading.ts'
import type { RecordStream } from '../record-stream.ts'
import { shownValue } from '../shown-value.ts'
import type { ProcessorAccount } from '../stripe/report-csv.ts'
import { adyenAmounts } from './amounts.ts'
import { BatchControl } from './batch-control.ts'
import { AdyenSums } from './sums.ts'
import { isBalanceTransfer, kindOfAdyenType } from './types.ts'
import { statedZone } from './zone-offsets.ts'

export const adyenRequired = [
  'Psp Reference',
  'Merchant Reference',
  'Creation Date',
  'TimeZone',
  'Type',
  'Modification Reference',
  'Net Currency',
  'Net Debit (NC)',
  'Net Credit (NC)',
  'Batch Number',
]
const adyenKnown = [
  ...adyenRequired,
  'Gross Currency',
  'Gross Debit (GC)',
  'Gross Credit (GC)',
  'Exchange Rate',
  'Commission (NC)',
  'Markup (NC)',
  'Scheme Fees (NC)',
  'Interchange (NC)',
]

/** Lines that are named in a note; the note counts the others. */
const linesTold = 10

/** Rows to records. The fee is what lies between gross and net; `batch-balance` proves that a batch closes with its payout. */
export async function* streamAdyenSettlement(input: FileInput, account: ProcessorAccount): RecordStream {
  const { file } = input
  const batches = new BatchControl()
  const sums = new AdyenSums()
  const unexplained: number[] = []
  const { encoding, notes, ...table } = yield* streamCsvTable(input, (columns, emit) => {
    requireColumns(file, 'an Adyen settlement details report', columns, adyenRequired, adyenKnown)
    return takeRows(columns, account, { batches, sums, unexplained }, emit)
  })
  return {
    file,
    format: 'adyen-settlement',
    ...table,
    controls: batches.results(file),
    figures: { encoding, ...sums.figures() },
    notes: [...notes, ...unexplainedNote(unexplained)],
  }
}

interface Books {
  readonly batches: BatchControl
  readonly sums: AdyenSums
  readonly unexplained: number[]
}

function takeRows(
  columns: Columns,
  { tenant, merchant, account, zone, cutOff, decimalSeparator }: ProcessorAccount,
  { batches, sums, unexplained }: Books,
  emit: (record: CanonicalRecord) => void,
): RowTaker {
  const cellAt = new Map(adyenKnown.map((name) => [name, columns.at(name)]))
  const dayOf = businessDays({ zone, cutOff })
  const makeId = madeIds()

  return (cells, row) => {
    const cell = (name: string): string => (cells[cellAt.get(name) ?? -1] ?? '').trim()
    const reader = new CellReader()
    const type = cell('Type')
    if (type === '') reader.refuse('kind', 'Type', 'a type', undefined)
    const amounts = adyenAmounts(cell, reader, decimalSeparator)
    const occurredAt = instantOf(cell, zone, reader)
    if (reader.problem !== undefined) return reader.problem
    if (occurredAt === undefined) throw new Error('a date that is none was not refused')

    const kind = kindOfAdyenType(type)
    const isPayout = kind === 'payout'
    const { currency, grossMinor, feeMinor, netMinor, presentment } = amounts
    const batch = normaliseReference(cell('Batch Number'))
    const [psp, modification] = [cell('Psp Reference'), cell('Modification Reference')]
    const businessDate = dayOf(occurredAt)
    const text = `${type} ${modification} ${batch ?? ''}`
    const ref = isPayout ? batch : normaliseReference(cell('Merchant Reference'))
    const traceRef = isPayout ? normaliseReference(/^TX\w+(?=\s|$)/.exec(modification)?.[0]) : undefined
    sums.add(type, isPayout, amounts)
    if (!amounts.feesExplain) unexplained.push(row.line)
    if (batch !== undefined) batches.add(batch, currency, netMinor, isPayout || isBalanceTransfer(type))
    emit({
      tenant,
      merchant,
      side: 'processor',
      source: 'adyen',
      account,
      recordId: psp === '' ? makeId({ account, businessDate, currency, netMinor, text }) : `${psp}/${type}/${modification}`,
      kind,
      ...(ref === undefined ? {} : { ref }),
      ...(batch === undefined || isPayout ? {} : { payoutRef: batch }),
      ...(traceRef === undefined ? {} : { traceRef }),
      grossMinor,
      feeMinor,
      netMinor,
      currency,
      ...(presentment === undefined ? {} : { presentment }),
      occurredAt,
      businessDate,
    })
    return 'record'
  }
}

function instantOf(cell: (name: string) => string, accountZone: string, reader: CellReader): string | undefined {
  const [date, zoneText] = [cell('Creation Date'), cell('TimeZone')]
  const stated = statedZone(zoneText, accountZone)
  if (stated === undefined) {
    reader.refuse('date', 'TimeZone', 'an abbreviation such as CET, or an IANA zone', shownValue(zoneText, 'mark'))
    return undefined
  }
  const occurredAt = stated.kind === 'zone' ? zonedInstant(date, stated.zone) : offsetInstant(date, stated.offset)
  if (occurredAt === undefined) reader.refuse('date', 'Creation Date', 'YYYY-MM-DD HH:MM:SS', shownValue(date, 'date'))
  return occurredAt
}

function unexplainedNote(lines: readonly number[]): string[] {
  if (lines.length === 0) return []
  const told = lines.slice(0, linesTold).join(', ')
  const more = lines.length > linesTold ? ` and ${lines.length - linesTold} more` : ''
  return [`gross less the fee columns is not net in lines ${told}${more}; the fee was taken as what lies between`]
}
