/** A merchant's own ledger as CSV to ledger records, by a map of its columns (formats.md §0). Knows no files and no profile. */

import { normaliseReference, type CanonicalRecord, type Kind } from '../../../harness/model/record.ts'
import { CellReader } from '../amounts.ts'
import { requireColumns, streamCsvTable, type Columns, type RowOutcome, type RowTaker } from '../csv-table.ts'
import { businessDays, isoInstant, type DayRule } from '../instants.ts'
import { madeIds } from '../made-id.ts'
import type { FileInput, HistoryFormat } from '../reading.ts'
import type { RecordStream } from '../record-stream.ts'
import { shownValue } from '../shown-value.ts'
import { isLedgerKind, mappedKnown, mappedRequired, type LedgerMap, type MappedText } from './ledger-map.ts'

export interface LedgerAccount extends DayRule {
  readonly account: string
  /** Tenants that may stand in the file; `any` only to look into a file of which nothing is known. */
  readonly tenants: readonly string[] | 'any'
  readonly decimalSeparator: '.' | ','
}

/** Rows to records: major units with the sign of matching.md §1, no fees. The formats have no totals of their own. */
export async function* streamLedgerCsv(input: FileInput, format: HistoryFormat, map: LedgerMap, account: LedgerAccount): RecordStream {
  const { file } = input
  const { encoding, ...table } = yield* streamCsvTable(input, (columns, emit) => {
    requireMapped(file, columns, map)
    return new LedgerRows(columns, map, account).taker(emit)
  })
  return { file, format, ...table, controls: [], figures: { encoding } }
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
  readonly #cellAt: ReadonlyMap<string, number>
  readonly #dayOf: (occurredAt: string) => string
  readonly #makeId = madeIds()

  constructor(columns: Columns, map: LedgerMap, account: LedgerAccount) {
    this.#map = map
    this.#account = account
    this.#cellAt = new Map(mappedKnown(map).map((name) => [name, columns.at(name)]))
    this.#dayOf = businessDays(account)
  }

  taker(emit: (record: CanonicalRecord) => void): RowTaker {
    return (cells) => this.#take((name) => (cells[this.#cellAt.get(name) ?? -1] ?? '').trim(), emit)
  }

  #take(cell: (name: string) => string, emit: (record: CanonicalRecord) => void): RowOutcome {
    const map = this.#map
    if (map.continuation?.every((name) => cell(name) === '') === true) return 'not-booked'
    const reader = new CellReader()
    const state = map.state === undefined ? 'booked' : stateOf(map.state, cell, reader)
    const kind = this.#kind(cell, reader)
    if (reader.problem === undefined && (state === 'not-booked' || kind === 'none')) return 'not-booked'
    const tenant = mapped(map.tenant, cell)
    const merchant = mapped(map.merchant, cell)
    this.#checkTenant(tenant, reader)
    if (merchant === '') reader.refuse('missing-id', nameOf(map.merchant), 'an id', undefined)
    const { currency, exponent } = reader.currency(map.currency, cell(map.currency))
    const written = reader.amount(map.amount, cell(map.amount), exponent, this.#account.decimalSeparator)
    const id = firstFilled(map.entryId, cell)
    if (id === '' && map.rowText.length === 0) reader.refuse('missing-id', map.entryId[0] ?? 'id', 'an id', undefined)
    const occurredAt = this.#occurredAt(cell, reader)
    const grossMinor = map.sign === 'written' ? written : signedByKind(written, kind, map.amount, reader)
    if (reader.problem !== undefined) return reader.problem
    if (kind === undefined || kind === 'none' || occurredAt === undefined) throw new Error('a cell that is unreadable was not refused')

    const { account } = this.#account
    const businessDate = this.#dayOf(occurredAt)
    const text = map.rowText.map(cell).join(' ')
    const ref = normaliseReference(firstFilled(map.reference, cell))
    const parentRef = normaliseReference(firstFilled(map.parentReference, cell))
    emit({
      tenant,
      merchant,
      side: 'ledger',
      source: 'ledger',
      account,
      recordId: id === '' ? this.#makeId({ account, businessDate, currency, netMinor: grossMinor, text }) : id,
      kind,
      ...(ref === undefined ? {} : { ref }),
      ...(parentRef === undefined ? {} : { parentRef }),
      grossMinor,
      feeMinor: 0n,
      netMinor: grossMinor,
      currency,
      occurredAt,
      businessDate,
    })
    return 'record'
  }

  #checkTenant(tenant: string, reader: CellReader): void {
    const { tenants } = this.#account
    if (tenant !== '' && (tenants === 'any' || tenants.includes(tenant))) return
    const expected = tenants === 'any' ? 'a tenant' : `one of the profile's ${tenants.length} tenants`
    reader.refuse('unknown-tenant', nameOf(this.#map.tenant), expected, undefined)
  }

  #kind(cell: (name: string) => string, reader: CellReader): Kind | 'none' | undefined {
    const { kind } = this.#map
    if ('value' in kind) return kind.value
    const said = cell(kind.column)
    const meaning = kind.values === undefined ? said : kind.values[said.toLowerCase()]
    if (meaning === 'none' && kind.values !== undefined) return 'none'
    if (isLedgerKind(meaning)) return meaning
    const expected = kind.values === undefined ? 'a kind that a ledger can book' : `one of ${Object.keys(kind.values).join(', ')}`
    reader.refuse('kind', kind.column, expected, shownValue(said, 'code'))
    return undefined
  }

  #occurredAt(cell: (name: string) => string, reader: CellReader): string | undefined {
    const { occurredAt: names } = this.#map
    const name = names.find((each) => cell(each) !== '') ?? names[0] ?? ''
    // Exports write the offset after a blank and without its colon: 2026-05-01 10:00:00 +0200.
    const text = cell(name)
      .replace(/ ([+-]\d\d):?(\d\d)$/, '$1:$2')
      .replace(/ UTC$/, 'Z')
    const instant = isoInstant(text, this.#account.zone)
    if (instant === undefined) reader.refuse('date', name, 'YYYY-MM-DDTHH:MM:SS with Z or an offset', shownValue(cell(name), 'date'))
    return instant
  }
}

function stateOf(state: NonNullable<LedgerMap['state']>, cell: (name: string) => string, reader: CellReader): 'booked' | 'not-booked' {
  const said = cell(state.column).toLowerCase()
  if (state.booked.includes(said)) return 'booked'
  if (state.notBooked.includes(said)) return 'not-booked'
  reader.refuse('field', state.column, `one of ${[...state.booked, ...state.notBooked].join(', ')}`, shownValue(said, 'code'))
  return 'booked'
}

/** Money out is negative, whatever the export writes; a negative amount of money in is no amount that we understand. */
function signedByKind(written: bigint, kind: Kind | 'none' | undefined, field: string, reader: CellReader): bigint {
  const isOut = kind === 'refund' || kind === 'dispute' || kind === 'fee'
  if (isOut) return written < 0n ? written : -written
  if (written < 0n) reader.refuse('amount', field, `an amount of a ${kind} without a minus`, undefined)
  return written
}

function mapped(text: MappedText, cell: (name: string) => string): string {
  return 'column' in text ? cell(text.column) : text.value
}

function nameOf(text: MappedText): string {
  return 'column' in text ? text.column : text.value
}

function firstFilled(names: readonly string[], cell: (name: string) => string): string {
  for (const name of names) {
    const text = cell(name)
    if (text !== '') return text
  }
  return ''
}
