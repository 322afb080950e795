/** Adyen's settlement details report to processor records (formats.md §0, §5). Knows no files and no profile. */

import { normaliseReference, type CanonicalRecord, type Kind } from '../../../harness/model/record.ts'
import { CellMemo } from '../cell-memo.ts'
import { requireColumns, streamCsvTable, type Columns, type RowTaker } from '../csv-table.ts'
import { InstantCells } from '../instant-cells.ts'
import { businessDays, offsetInstant, zonedInstant } from '../instants.ts'
import { madeIds, type MadeIds } from '../made-id.ts'
import type { FileInput } from '../reading.ts'
import { ReportAccounts } from '../report-accounts.ts'
import type { RecordDraft, RecordStream } from '../record-stream.ts'
import { RowReader } from '../row-reader.ts'
import { shownValue } from '../shown-value.ts'
import type { ProcessorAccount } from '../stripe/report-csv.ts'
import { adyenAmounts } from './amounts.ts'
import { BatchControl } from './batch-control.ts'
import { adyenCells, adyenKnown, adyenRequired, type AdyenCells } from './columns.ts'
import { AdyenSums } from './sums.ts'
import { isBalanceTransfer, isKnownType, kindOfAdyenType } from './types.ts'
import { statedZone, type StatedZone } from './zone-offsets.ts'

/** Lines that are named in a note; the note counts the others. */
const linesTold = 10

/** Rows to records. The fee is what lies between gross and net; `batch-balance` proves that a batch closes with its payout. */
export async function* streamAdyenSettlement(input: FileInput, account: ProcessorAccount, ids: MadeIds = 'made'): RecordStream {
  const { file } = input
  const batches = new BatchControl()
  const sums = new AdyenSums()
  const unexplained: ToldLines = { rows: 0, lines: [] }
  const rounded: ToldLines = { rows: 0, lines: [] }
  const unknown: ToldLines = { rows: 0, lines: [] }
  const merchants = new ReportAccounts('merchant accounts', account)
  const { encoding, notes, ...table } = yield* streamCsvTable(input, (columns, emit) => {
    requireColumns(file, 'an Adyen settlement details report', columns, adyenRequired, adyenKnown)
    return takeRows(columns, account, { batches, sums, unexplained, rounded, unknown, merchants, makeId: madeIds(ids) }, emit)
  })
  return {
    file,
    format: 'adyen-settlement',
    ...table,
    controls: batches.results(file),
    figures: { encoding, ...sums.figures() },
    notes: [
      ...notes,
      ...unexplainedNote(unexplained),
      ...roundedNote(rounded),
      ...unknownNote(unknown),
      ...merchants.notes(),
      ...batches.notes(),
    ],
  }
}

/** Rows that a note tells of. */
interface ToldLines {
  rows: number
  /** Of the first ones. */
  readonly lines: number[]
}

interface Books {
  readonly batches: BatchControl
  readonly sums: AdyenSums
  /** Whose fee columns do not say what lies between gross and net. */
  readonly unexplained: ToldLines
  /** Whose fee columns add up to a fraction of the smallest unit. */
  readonly rounded: ToldLines
  /** Of types that we do not know. */
  readonly unknown: ToldLines
  readonly merchants: ReportAccounts
  readonly makeId: ReturnType<typeof madeIds>
}

function takeRows(
  columns: Columns,
  { tenant, account, zone, cutOff, decimalSeparator }: ProcessorAccount,
  { batches, sums, unexplained, rounded, unknown, merchants, makeId }: Books,
  emit: (record: CanonicalRecord) => void,
): RowTaker {
  const at = adyenCells(columns)
  const dayOf = businessDays({ zone, cutOff })
  const types = new CellMemo((text) => typeOf(text.trim()))
  const merchantAccounts = new CellMemo((text) => text.trim())
  const zones = new CellMemo((text) => instantsOf(statedZone(text.trim(), zone), dayOf))
  const reader = new RowReader({ trims: true, decimalSeparator })

  return (row) => {
    reader.begin(row)
    const { type, kind, closes, isKnown } = types.of(row, at.Type)
    if (type === '') reader.refuse('kind', 'Type', 'a type', undefined)
    const amounts = adyenAmounts(at, reader)
    const [psp, modification] = [row.trimmed(at['Psp Reference']), row.trimmed(at['Modification Reference'])]
    if (isSpoilt(psp)) reader.refuse('missing-id', 'Psp Reference', spoiltId, undefined)
    if (isSpoilt(modification)) reader.refuse('missing-id', 'Modification Reference', spoiltId, undefined)
    const instants = zones.of(row, at.TimeZone)
    const occurredAt = instants?.read(row, at['Creation Date'])
    if (instants === undefined || occurredAt === undefined) refuseInstant(instants === undefined, at, reader)
    if (reader.problem !== undefined) return reader.problem
    if (instants === undefined || occurredAt === undefined) throw new Error('a date that is none was not refused')

    const isPayout = kind === 'payout'
    const { currency, grossMinor, feeMinor, netMinor, presentment } = amounts
    const batch = row.reference(at['Batch Number'])
    const { businessDate } = instants
    const ref = isPayout ? batch : row.reference(at['Merchant Reference'])
    sums.add(type, isPayout, amounts)
    if (!amounts.feesExplain && unexplained.rows++ < linesTold) unexplained.lines.push(row.line)
    if (!isKnown && unknown.rows++ < linesTold) unknown.lines.push(row.line)
    if (amounts.feeIsRounded && rounded.rows++ < linesTold) rounded.lines.push(row.line)
    const merchantAccount = merchantAccounts.of(row, at['Merchant Account'])
    if (batch !== undefined) batches.add(merchantAccount, batch, currency, netMinor, closes)
    const record: RecordDraft = {
      tenant,
      merchant: merchants.merchantOf(merchantAccount),
      side: 'processor',
      source: 'adyen',
      account,
      recordId:
        psp === ''
          ? makeId({ account, businessDate, currency, netMinor, text: `${type} ${modification} ${batch ?? ''} ${merchantAccount}` })
          : `${psp}/${type}/${modification}`,
      kind,
      grossMinor,
      feeMinor,
      netMinor,
      currency,
      occurredAt,
      businessDate,
    }
    if (ref !== undefined) record.ref = ref
    if (isPayout) {
      const traceRef = normaliseReference(/^TX\w+(?=\s|$)/.exec(modification)?.[0])
      if (traceRef !== undefined) record.traceRef = traceRef
    } else if (batch !== undefined) record.payoutRef = batch
    if (presentment !== undefined) record.presentment = presentment
    emit(record)
    return 'record'
  }
}

function typeOf(type: string): { readonly type: string; readonly kind: Kind; readonly closes: boolean; readonly isKnown: boolean } {
  const kind = kindOfAdyenType(type)
  return { type, kind, closes: kind === 'payout' || isBalanceTransfer(type), isKnown: isKnownType(type) }
}

/** Undefined for a zone that we do not know. */
function instantsOf(stated: StatedZone | undefined, dayOf: (occurredAt: string) => string): InstantCells | undefined {
  if (stated === undefined) return undefined
  return new InstantCells(
    (text) => (stated.kind === 'zone' ? zonedInstant(text.trim(), stated.zone) : offsetInstant(text.trim(), stated.offset)),
    dayOf,
  )
}

function refuseInstant(isZoneUnknown: boolean, at: AdyenCells, reader: RowReader): void {
  const date = shownValue(reader.text(at['Creation Date']), 'date')
  if (isZoneUnknown) {
    // A word that is no zone may be anything.
    const expected = 'an abbreviation such as CET (of AST the zone of the profile must tell which), or an IANA zone'
    reader.refuse('date', 'TimeZone', expected, undefined)
  } else reader.refuse('date', 'Creation Date', 'YYYY-MM-DD HH:MM:SS', date)
}

const spoiltId = 'an id as the processor wrote it, not a number that a spreadsheet has shortened'

/** `8.83541E+15`: other payments would have the same. */
function isSpoilt(id: string): boolean {
  return /^\d[.,]\d+E\+\d+$/i.test(id)
}

function toldLines({ rows, lines }: ToldLines): string {
  return `lines ${lines.join(', ')}${rows > linesTold ? ` and ${rows - linesTold} more` : ''}`
}

function unknownNote(unknown: ToldLines): string[] {
  return unknown.rows === 0 ? [] : [`types that are not known stand in ${toldLines(unknown)}: their rows move money, and pair with nothing`]
}

function roundedNote(rounded: ToldLines): string[] {
  if (rounded.rows === 0) return []
  return [
    `the fee columns add up to a fraction of the smallest unit in ${toldLines(rounded)}; the fee was rounded (half to even), the net is as written`,
  ]
}

function unexplainedNote(unexplained: ToldLines): string[] {
  if (unexplained.rows === 0) return []
  return [`gross less the fee columns is not net in ${toldLines(unexplained)}; the fee was taken as what lies between`]
}
