/** Currency and amount cells of a row to minor units, without a text for each. Knows no columns. */

import { currencyExponent } from '../../harness/model/currency.ts'
import { CellReader } from './amounts.ts'
import { mayBeThousands, withoutGroups, withoutThousands } from './bank/loose-amount.ts'
import { CellMemo } from './cell-memo.ts'
import { CsvRow } from './csv-row.ts'
import { shownValue } from './shown-value.ts'

export interface CurrencyCell {
  readonly currency: string
  readonly exponent: number
}

export interface RowReaderOptions {
  /** Whether blanks around a cell are no part of it. */
  readonly trims: boolean
  readonly decimalSeparator: '.' | ','
  /** Whether thousands may be parted by the other sign, where both occur: `1,234.50`. */
  readonly groups?: boolean
}

/** One for all rows of a file: `begin` a row, read its cells, then see whether there was a problem. */
export class RowReader extends CellReader {
  readonly #trims: boolean
  readonly #decimalSeparator: '.' | ','
  readonly #groups: boolean
  readonly #separatorByte: number
  readonly #currencies = new CellMemo(knownCurrency)
  row = new CsvRow()

  constructor({ trims, decimalSeparator, groups = false }: RowReaderOptions) {
    super()
    this.#trims = trims
    this.#decimalSeparator = decimalSeparator
    this.#groups = groups
    this.#separatorByte = decimalSeparator.charCodeAt(0)
  }

  begin(row: CsvRow): void {
    this.row = row
    this.problem = undefined
  }

  text(index: number): string {
    return this.#trims ? this.row.trimmed(index) : this.row.cell(index)
  }

  /** An upper-case ISO 4217 code and its digits. */
  currencyAt(field: string, index: number): CurrencyCell {
    return this.#currencies.of(this.row, index) ?? this.currency(field, this.text(index))
  }

  /** Major units to minor units. */
  amountAt(field: string, index: number, exponent: number): bigint {
    const plain = plainMinor(this.row, index, exponent, this.#separatorByte)
    if (plain !== undefined) return BigInt(plain)
    const written = this.text(index)
    const text = this.#groups ? withoutGroups(written, this.#decimalSeparator) : written
    this.#refuseThousands(field, text, exponent)
    return this.amount(field, text, exponent, this.#decimalSeparator)
  }

  #refuseThousands(field: string, text: string, exponent: number): void {
    if (mayBeThousands(text, exponent)) this.refuse('amount', field, withoutThousands, shownValue(text, 'amount'))
  }

  /** Where nothing may stand, and the zero before the point may be missing: undefined for nothing. */
  optionalAmountAt(field: string, index: number, exponent: number): bigint | undefined {
    if (this.row.isEmpty(index)) return undefined
    const plain = plainMinor(this.row, index, exponent, this.#separatorByte)
    if (plain !== undefined) return BigInt(plain)
    const text = this.text(index)
    this.#refuseThousands(field, text, exponent)
    return this.optionalAmount(field, text, exponent, this.#decimalSeparator)
  }
}

function knownCurrency(text: string): CurrencyCell | undefined {
  const currency = text.toUpperCase()
  const exponent = currencyExponent(currency)
  return exponent === undefined ? undefined : { currency, exponent }
}

const [minus, zero] = [0x2d, 0x30]
/** So many digits are an exact integer. */
const digitsMax = 15
const powers = Array.from({ length: digitsMax + 1 }, (_, power) => 10 ** power)

/**
 * Minor units of a cell that is digits with at most one separator, as an exact integer. Undefined for any other cell: what that is,
 * `parseMajor` knows.
 */
export function plainMinor(row: CsvRow, index: number, exponent: number, separatorByte: number): number | undefined {
  const { bytes } = row
  const [start, end] = [row.startOf(index), row.endOf(index)]
  const first = bytes[start] === minus ? start + 1 : start
  if (end - first > digitsMax) return undefined
  let [written, pointAt] = [0, end]
  for (let at = first; at < end; at++) {
    const byte = bytes[at] as number
    const digit = byte - zero
    if (digit >= 0 && digit <= 9) written = 10 * written + digit
    else if (byte === separatorByte && pointAt === end) pointAt = at
    else return undefined
  }
  // Digits stand on both sides of a point.
  if (pointAt === first || pointAt === end - 1) return undefined
  const power = powers[exponent - (pointAt === end ? 0 : end - pointAt - 1)]
  if (power === undefined) return undefined
  const minor = written * power
  if (minor > Number.MAX_SAFE_INTEGER) return undefined
  return first === start ? minor : -minor
}

/** The integer of a cell that is digits alone; undefined for any other cell. */
export function plainDigits(row: CsvRow, index: number): number | undefined {
  const { bytes } = row
  const [start, end] = [row.startOf(index), row.endOf(index)]
  if (start === end || end - start > digitsMax) return undefined
  let written = 0
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - zero
    if (digit < 0 || digit > 9) return undefined
    written = 10 * written + digit
  }
  return written
}
