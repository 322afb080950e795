/** A merchant's own ledger as CSV to ledger records (formats.md §0). Knows no files and no profile. */

import { normaliseReference, type CanonicalRecord, type Kind, kinds, kindAllowedOn } from '../../../harness/model/record.ts'
import { CellReader } from '../amounts.ts'
import { requireColumns, streamCsvTable, type Columns, type RowTaker } from '../csv-table.ts'
import { businessDays, isoInstant, type DayRule } from '../instants.ts'
import type { FileInput } from '../reading.ts'
import type { RecordStream } from '../record-stream.ts'
import { shownValue } from '../shown-value.ts'

export interface LedgerAccount extends DayRule {
  readonly account: string
  /** Tenants that may stand in the file; `any` only to look into a file of which nothing is known. */
  readonly tenants: readonly string[] | 'any'
  readonly decimalSeparator: '.' | ','
}

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

/** Rows to records: major units with the sign of matching.md §1, no fees. The format has no totals of its own. */
export async function* streamLedgerCsv(input: FileInput, account: LedgerAccount): RecordStream {
  const { file } = input
  const { encoding, ...table } = yield* streamCsvTable(input, (columns, emit) => {
    requireColumns(file, 'a ledger', columns, ledgerColumns, ledgerColumns)
    return takeRows(columns, account, emit)
  })
  return { file, format: 'ledger-csv', ...table, controls: [], figures: { encoding } }
}

function takeRows(
  columns: Columns,
  { account, tenants, zone, cutOff, decimalSeparator }: LedgerAccount,
  emit: (record: CanonicalRecord) => void,
): RowTaker {
  const at = (name: (typeof ledgerColumns)[number]): number => columns.at(name)
  const [tenantAt, merchantAt, idAt, kindAt] = [at('tenant'), at('merchant'), at('entry_id'), at('kind')]
  const [refAt, parentAt, amountAt, currencyAt, timeAt] = [
    at('reference'),
    at('parent_reference'),
    at('amount'),
    at('currency'),
    at('occurred_at'),
  ]
  const dayOf = businessDays({ zone, cutOff })

  return (cells) => {
    const cell = (index: number): string => cells[index] ?? ''
    const reader = new CellReader()
    const [tenant, merchant, recordId] = [cell(tenantAt).trim(), cell(merchantAt).trim(), cell(idAt).trim()]
    if (tenant === '' || (tenants !== 'any' && !tenants.includes(tenant))) {
      reader.refuse(
        'unknown-tenant',
        'tenant',
        tenants === 'any' ? 'a tenant' : `one of the profile's ${tenants.length} tenants`,
        undefined,
      )
    }
    if (merchant === '') reader.refuse('missing-id', 'merchant', 'an id', undefined)
    if (recordId === '') reader.refuse('missing-id', 'entry_id', 'an id', undefined)
    const kindText = cell(kindAt)
    const kind = ledgerKind(kindText)
    if (kind === undefined) reader.refuse('kind', 'kind', 'a kind that a ledger can book', shownValue(kindText, 'code'))
    const { currency, exponent } = reader.currency('currency', cell(currencyAt))
    const grossMinor = reader.amount('amount', cell(amountAt), exponent, decimalSeparator)
    const time = cell(timeAt)
    const occurredAt = isoInstant(time, zone)
    if (occurredAt === undefined) reader.refuse('date', 'occurred_at', 'YYYY-MM-DDTHH:MM:SS with Z or an offset', shownValue(time, 'date'))
    if (reader.problem !== undefined) return reader.problem
    if (kind === undefined || occurredAt === undefined) throw new Error('a cell that is unreadable was not refused')

    const ref = normaliseReference(cell(refAt))
    const parentRef = normaliseReference(cell(parentAt))
    emit({
      tenant,
      merchant,
      side: 'ledger',
      source: 'ledger',
      account,
      recordId,
      kind,
      ...(ref === undefined ? {} : { ref }),
      ...(parentRef === undefined ? {} : { parentRef }),
      grossMinor,
      feeMinor: 0n,
      netMinor: grossMinor,
      currency,
      occurredAt,
      businessDate: dayOf(occurredAt),
    })
    return 'record'
  }
}

function ledgerKind(text: string): Kind | undefined {
  const kind = kinds.find((known) => known === text)
  return kind !== undefined && kindAllowedOn(kind, 'ledger') ? kind : undefined
}
