/** A merchant's own ledger as CSV to ledger records, by a map of its columns (formats.md §0). Knows no files and no profile. */

import type { CanonicalRecord, Kind } from '../../../harness/model/record.ts'
import { CellMemo } from '../cell-memo.ts'
import type { CsvRow } from '../csv-row.ts'
import { requireColumns, streamCsvTable, type Columns, type RowOutcome } from '../csv-table.ts'
import { InstantCells } from '../instant-cells.ts'
import { businessDays, isoInstant, type DayRule } from '../instants.ts'
import { madeIds, type MadeIds } from '../made-id.ts'
import type { FileInput, HistoryFormat } from '../reading.ts'
import type { RecordDraft, RecordStream } from '../record-stream.ts'
import { RowReader } from '../row-reader.ts'
import { shownValue } from '../shown-value.ts'
import { ledgerCells, type LedgerCells } from './ledger-cells.ts'
import { isLedgerKind, mappedKnown, mappedRequired, type LedgerMap, type MappedText } from './ledger-map.ts'

export interface LedgerAccount extends DayRule {
  readonly account: string
  /** Tenants that may stand in the file; `any` only to look into a file of which nothing is known. */
  readonly tenants: readonly string[] | 'any'
  readonly decimalSeparator: '.' | ','
}

/** Rows to records: major units with the sign of matching.md §1, no fees. The formats have no totals of their own. */
export async function* streamLedgerCsv(
  input: FileInput,
  format: HistoryFormat,
  map: LedgerMap,
  account: LedgerAccount,
  ids: MadeIds = 'made',
): RecordStream {
  const { file } = input
  let rows: LedgerRows | undefined
  const { encoding, notes, ...table } = yield* streamCsvTable(input, (columns, emit) => {
    requireMapped(file, columns, map)
    const own = new LedgerRows(columns, map, account, ids)
    rows = own
    return (row) => own.take(row, emit)
  })
  return { file, format, ...table, controls: [], figures: { encoding }, notes: [...notes, ...(rows?.notes() ?? [])] }
}

/** Of columns that stand in for each other one is enough. */
function requireMapped(file: string, columns: Columns, map: LedgerMap): void {
  const { occurredAt, entryId, rowText } = map
  const alternatives = [occurredAt, rowText.length === 0 ? entryId : []].filter(
    (names) => names.length > 0 && !names.some((name) => columns.has(name)),
  )
  requireColumns(file, map.name, columns, [...mappedRequired(map), ...alternatives.flatMap((names) => names.slice(0, 1))], mappedKnown(map))
}

class LedgerRows {
  readonly #map: LedgerMap
  readonly #account: LedgerAccount
  readonly #at: LedgerCells
  readonly #reader: RowReader
  readonly #tenants: CellMemo<{ readonly tenant: string; readonly isKnown: boolean }>
  readonly #merchants = new CellMemo((text) => text.trim())
  readonly #kinds: CellMemo<Kind | 'none' | undefined>
  readonly #states: CellMemo<'booked' | 'not-booked' | undefined>
  readonly #instants: InstantCells
  readonly #makeId: ReturnType<typeof madeIds>
  /** Rows of kinds that take money out, by the sign that is written. */
  readonly #outward = { in: 0, out: 0 }

  constructor(columns: Columns, map: LedgerMap, account: LedgerAccount, ids: MadeIds) {
    this.#map = map
    this.#makeId = madeIds(ids)
    this.#account = account
    this.#at = ledgerCells(columns, map)
    this.#reader = new RowReader({ trims: true, decimalSeparator: account.decimalSeparator })
    this.#tenants = new CellMemo((text) => this.#tenant(text.trim()))
    this.#kinds = new CellMemo((text) => kindOf(map, text.trim()))
    this.#states = new CellMemo((text) => stateOf(map, text.trim().toLowerCase()))
    this.#instants = new InstantCells((text) => instantOf(text.trim(), account.zone), businessDays(account))
  }

  take(row: CsvRow, emit: (record: CanonicalRecord) => void): RowOutcome {
    const map = this.#map
    const at = this.#at
    const reader = this.#reader
    if (at.continuation?.every((index) => row.isBlank(index)) === true) return 'not-booked'
    reader.begin(row)
    const state = map.state === undefined ? 'booked' : this.#state(row)
    const kind = 'value' in map.kind ? map.kind.value : this.#kind(row)
    if (reader.problem === undefined && (state === 'not-booked' || kind === 'none')) return 'not-booked'
    const { tenant, isKnown } = 'column' in map.tenant ? this.#tenants.of(row, at.tenant) : this.#tenant(map.tenant.value)
    if (!isKnown) this.#refuseTenant()
    const merchant = 'column' in map.merchant ? this.#merchants.of(row, at.merchant) : map.merchant.value
    if (merchant === '') reader.refuse('missing-id', nameOf(map.merchant), 'an id', undefined)
    const { currency, exponent } = reader.currencyAt(map.currency, at.currency)
    const written = reader.amountAt(map.amount, at.amount, exponent)
    const id = row.trimmed(firstFilled(row, at.entryId))
    if (id === '' && map.rowText.length === 0) reader.refuse('missing-id', map.entryId[0] ?? 'id', 'an id', undefined)
    const occurredAt = this.#occurredAt(row)
    const grossMinor = map.sign === 'written' ? written : signedByKind(written, kind, map.amount, reader)
    if (reader.problem !== undefined) return reader.problem
    if (kind === undefined || kind === 'none' || occurredAt === undefined) throw new Error('a cell that is unreadable was not refused')

    if (map.sign === 'written' && written !== 0n && isOutward(kind)) this.#outward[written > 0n ? 'in' : 'out']++
    const { account } = this.#account
    const { businessDate } = this.#instants
    const record: RecordDraft = {
      tenant,
      merchant,
      side: 'ledger',
      source: 'ledger',
      account,
      recordId: id === '' ? this.#makeId({ account, businessDate, currency, netMinor: grossMinor, text: textOf(row, at.rowText) }) : id,
      kind,
      grossMinor,
      feeMinor: 0n,
      netMinor: grossMinor,
      currency,
      occurredAt,
      businessDate,
    }
    const ref = row.reference(firstFilled(row, at.reference))
    const parentRef = row.reference(firstFilled(row, at.parentReference))
    if (ref !== undefined) record.ref = ref
    if (parentRef !== undefined) record.parentRef = parentRef
    emit(record)
    return 'record'
  }

  /** Where no refund, dispute or fee has a minus, the export may well leave it out. */
  notes(): string[] {
    const { in: moneyIn, out } = this.#outward
    if (moneyIn === 0 || out > 0) return []
    return [
      `none of its refunds, disputes and fees (${moneyIn}) takes money out: if the export writes them without a minus, "sign": "by-kind" in the profile's columns gives it`,
    ]
  }

  #tenant(tenant: string): { readonly tenant: string; readonly isKnown: boolean } {
    const { tenants } = this.#account
    return { tenant, isKnown: tenant !== '' && (tenants === 'any' || tenants.includes(tenant)) }
  }

  #refuseTenant(): void {
    const { tenants } = this.#account
    const expected = tenants === 'any' ? 'a tenant' : `one of the profile's ${tenants.length} tenants`
    this.#reader.refuse('unknown-tenant', nameOf(this.#map.tenant), expected, undefined)
  }

  #state(row: CsvRow): 'booked' | 'not-booked' {
    const { state } = this.#map
    const known = this.#states.of(row, this.#at.state)
    if (known !== undefined || state === undefined) return known ?? 'booked'
    const expected = `one of ${[...state.booked, ...state.notBooked].join(', ')}`
    this.#reader.refuse('field', state.column, expected, shownValue(row.trimmed(this.#at.state).toLowerCase(), 'code'))
    return 'booked'
  }

  #kind(row: CsvRow): Kind | 'none' | undefined {
    const { kind } = this.#map
    const known = this.#kinds.of(row, this.#at.kind)
    if (known !== undefined || 'value' in kind) return known
    const expected = kind.values === undefined ? 'a kind that a ledger can book' : `one of ${Object.keys(kind.values).join(', ')}`
    this.#reader.refuse('kind', kind.column, expected, shownValue(row.trimmed(this.#at.kind), 'code'))
    return undefined
  }

  #occurredAt(row: CsvRow): string | undefined {
    const { occurredAt: indexes } = this.#at
    const index = firstFilled(row, indexes)
    const instant = this.#instants.read(row, index)
    if (instant !== undefined) return instant
    const name = this.#map.occurredAt[index === -1 ? 0 : indexes.indexOf(index)] ?? ''
    this.#reader.refuse('date', name, 'YYYY-MM-DDTHH:MM:SS with Z or an offset', shownValue(row.trimmed(index), 'date'))
    return undefined
  }
}

/** `said` in lower case. */
function stateOf({ state }: LedgerMap, said: string): 'booked' | 'not-booked' | undefined {
  if (state?.booked.includes(said) === true) return 'booked'
  return state?.notBooked.includes(said) === true ? 'not-booked' : undefined
}

function kindOf({ kind }: LedgerMap, said: string): Kind | 'none' | undefined {
  if ('value' in kind) return kind.value
  const meaning = kind.values === undefined ? said : kind.values[said.toLowerCase()]
  if (meaning === 'none' && kind.values !== undefined) return 'none'
  return isLedgerKind(meaning) ? meaning : undefined
}

function instantOf(text: string, zone: string): string | undefined {
  // Exports write the offset after a blank and without its colon: 2026-05-01 10:00:00 +0200.
  const written = text.replace(/ ([+-]\d\d):?(\d\d)$/, '$1:$2').replace(/ UTC$/, 'Z')
  return isoInstant(written, zone)
}

function isOutward(kind: Kind | 'none' | undefined): boolean {
  return kind === 'refund' || kind === 'dispute' || kind === 'fee'
}

/** Money out is negative, whatever the export writes; a negative amount of money in is no amount that we understand. */
function signedByKind(written: bigint, kind: Kind | 'none' | undefined, field: string, reader: RowReader): bigint {
  if (isOutward(kind)) return written < 0n ? written : -written
  if (written < 0n) reader.refuse('amount', field, `an amount of a ${kind} without a minus`, undefined)
  return written
}

function nameOf(text: MappedText): string {
  return 'column' in text ? text.column : text.value
}

/** The first of several cells that is filled, -1 for none. */
function firstFilled(row: CsvRow, indexes: readonly number[]): number {
  for (const index of indexes) if (!row.isBlank(index)) return index
  return -1
}

function textOf(row: CsvRow, indexes: readonly number[]): string {
  return indexes.map((index) => row.trimmed(index)).join(' ')
}
