/** A merchant's own ledger as CSV to ledger records, by a map of its columns (formats.md §0). Knows no files and no profile. */

import { isDay } from '../../../harness/model/day.ts'
import type { CanonicalRecord, Kind } from '../../../harness/model/record.ts'
import { CellMemo } from '../cell-memo.ts'
import type { CsvRow } from '../csv-row.ts'
import { admitted, requireColumns, streamCsvTable, type Columns, type RowOutcome } from '../csv-table.ts'
import { InstantCells } from '../instant-cells.ts'
import { businessDays, dayStart, isoInstant, type DayRule } from '../instants.ts'
import { madeIds, type MadeIds } from '../made-id.ts'
import type { FileInput, HistoryFormat } from '../reading.ts'
import type { RecordDraft, RecordStream } from '../record-stream.ts'
import { RowReader, type CurrencyCell } from '../row-reader.ts'
import { admitAll, type Admit } from '../same-transactions.ts'
import { shownValue } from '../shown-value.ts'
import { ledgerCells, type LedgerCells } from './ledger-cells.ts'
import { folded, isLedgerKind, mappedKnown, mappedRequired, type LedgerMap, type MappedText } from './ledger-map.ts'

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
  admit: Admit = admitAll,
): RecordStream {
  const { file } = input
  let rows: LedgerRows | undefined
  const { encoding, notes, ...table } = yield* streamCsvTable(input, (columns, emit) => {
    requireMapped(file, columns, map)
    const own = new LedgerRows(columns, map, account, ids)
    rows = own
    return (row) => own.take(row, (record) => admitted(record, admit, emit))
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
  /** Of all rows, where the map says it. */
  readonly #currency: CurrencyCell | undefined
  readonly #makeId: ReturnType<typeof madeIds>
  /** Rows of kinds that take money out, by the sign that is written. */
  readonly #outward = { in: 0, out: 0 }

  constructor(columns: Columns, map: LedgerMap, account: LedgerAccount, ids: MadeIds) {
    this.#map = map
    this.#makeId = madeIds(ids)
    this.#account = account
    this.#at = ledgerCells(columns, map)
    this.#reader = new RowReader({ trims: true, decimalSeparator: account.decimalSeparator, groups: true })
    this.#currency = typeof map.currency === 'string' ? undefined : this.#reader.currency('currency', map.currency.value)
    this.#tenants = new CellMemo((text) => this.#tenant(text.trim()))
    this.#kinds = new CellMemo(kindsOf(map))
    this.#states = new CellMemo(statesOf(map))
    this.#instants = new InstantCells(instantsOf(account.zone), businessDays(account))
  }

  take(row: CsvRow, book: (record: CanonicalRecord) => RowOutcome): RowOutcome {
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
    const { currency, exponent } = this.#currency ?? reader.currencyAt(nameOfCurrency(map), at.currency)
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
    return book(record)
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
    this.#reader.refuse(
      'date',
      name,
      'YYYY-MM-DDTHH:MM:SS with Z or an offset, or in all rows less of it',
      shownValue(row.trimmed(index), 'date'),
    )
    return undefined
  }
}

function statesOf({ state }: LedgerMap): (text: string) => 'booked' | 'not-booked' | undefined {
  const booked = (state?.booked ?? []).map((said) => [folded(said), 'booked'] as const)
  const states = new Map([...booked, ...(state?.notBooked ?? []).map((said) => [folded(said), 'not-booked'] as const)])
  return (text) => states.get(folded(text))
}

function kindsOf({ kind }: LedgerMap): (text: string) => Kind | 'none' | undefined {
  if ('value' in kind) return () => kind.value
  const own = (text: string): Kind | undefined => (isLedgerKind(text) ? text : undefined)
  if (kind.values === undefined) return (text) => own(text.trim())
  const meanings = new Map(Object.entries(kind.values).map(([said, meaning]) => [folded(said), meaning]))
  return (text) => meanings.get(folded(text))
}

const daysKept = 20_000
const isoMinute = /^(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})?$/

/**
 * As exports write times: ISO 8601 with an offset or in the account's zone, seconds or none, and a day alone, which is its first moment
 * (`timedRecords` spreads such records over it). With points between, a day stands before its month: 05.01.2026. A time that is less precise than
 * one before it is none: a file that was cut off ends so.
 */
function instantsOf(zone: string): (text: string) => string | undefined {
  const starts = new Map<string, string>()
  const startOf = (day: string): string => {
    const known = starts.get(day)
    if (known !== undefined) return known
    const start = dayStart(day, zone)
    if (starts.size >= daysKept) starts.clear()
    starts.set(day, start)
    return start
  }
  let finest: Precision = 'day'
  return (text) => {
    const written = text
      .trim()
      // Exports write the offset after a blank and without its colon: 2026-05-01 10:00:00 +0200.
      .replace(/ ([+-]\d\d):?(\d\d)$/, '$1:$2')
      .replace(/ UTC$/, 'Z')
      .replace(/^(\d\d)\.(\d\d)\.(\d{4})(?=$|[ T])/, '$3-$2-$1')
    const precision = isDay(written) ? 'day' : isoMinute.test(written) ? 'minute' : 'second'
    if (precisions.indexOf(precision) < precisions.indexOf(finest)) return undefined
    const instant = precision === 'day' ? startOf(written) : isoInstant(written.replace(isoMinute, '$1:00$2'), zone)
    if (instant !== undefined) finest = precision
    return instant
  }
}

const precisions = ['day', 'minute', 'second'] as const
type Precision = (typeof precisions)[number]

function isOutward(kind: Kind | 'none' | undefined): boolean {
  return kind === 'refund' || kind === 'dispute' || kind === 'fee'
}

/** Money out is negative, whatever the export writes; a negative amount of money in is no amount that we understand. */
function signedByKind(written: bigint, kind: Kind | 'none' | undefined, field: string, reader: RowReader): bigint {
  if (isOutward(kind)) return written < 0n ? written : -written
  if (written < 0n) reader.refuse('amount', field, `an amount of a ${kind} without a minus`, undefined)
  return written
}

function nameOfCurrency({ currency }: LedgerMap): string {
  return typeof currency === 'string' ? currency : 'currency'
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
