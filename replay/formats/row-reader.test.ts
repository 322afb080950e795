import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMajor } from '../../harness/model/money.ts'
import { CsvRow } from './csv-row.ts'
import { plainDigits, plainMinor, RowReader } from './row-reader.ts'

function rowOf(...cells: readonly string[]): CsvRow {
  const row = new CsvRow()
  row.setCells(cells)
  return row
}

const separatorByte = { '.': 0x2e, ',': 0x2c } as const

describe('amounts of a row', () => {
  test.each([
    { text: '12.50', exponent: 2, minor: 1_250 },
    { text: '-0.44', exponent: 2, minor: -44 },
    { text: '1000', exponent: 2, minor: 100_000 },
    { text: '1000', exponent: 0, minor: 1_000 },
    { text: '0.44', exponent: 8, minor: 44_000_000 },
    { text: '9007199254740.99', exponent: 2, minor: undefined },
    { text: '12.505', exponent: 2, minor: undefined },
    { text: '12.', exponent: 2, minor: undefined },
    { text: '.50', exponent: 2, minor: undefined },
    { text: '-', exponent: 2, minor: undefined },
    { text: '', exponent: 2, minor: undefined },
  ])('$text with $exponent digits is plain: $minor', ({ text, exponent, minor }) => {
    expect(plainMinor(rowOf(text), 0, exponent, separatorByte['.'])).toBe(minor)
  })

  test('what is plain is what the rule for all amounts says', () => {
    const figure = fc.stringMatching(/^[-+]?\d{0,17}[.,]?\d{0,4}$/)
    const text = fc.oneof(figure, fc.string({ unit: fc.constantFrom('0', '7', '-', '.', ',', ' ', 'é', '€'), maxLength: 6 }))
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 8 }), fc.constantFrom('.' as const, ','), (cell, exponent, decimalSeparator) => {
        const plain = plainMinor(rowOf('x', cell), 1, exponent, separatorByte[decimalSeparator])
        if (plain === undefined) return
        expect(parseMajor(cell, { exponent, decimalSeparator })).toEqual({ kind: 'amount', minor: BigInt(plain) })
      }),
      { numRuns: 2_000 },
    )
  })

  test('digits alone are an integer, up to what is exact', () => {
    const cells = ['0', '0042', '999999999999999', '1234567890123456', '-1', '1.0', ' 1', '']
    const row = rowOf(...cells)
    expect(cells.map((_, index) => plainDigits(row, index))).toEqual([0, 42, 999_999_999_999_999, ...Array<undefined>(5)])
  })

  test('amounts beyond exact integers, and cells that are none, go the long way', () => {
    const reader = new RowReader({ trims: true, decimalSeparator: '.' })
    reader.begin(rowOf('9999999999999999.99', ' 5.00 ', '', '.50', '1,5'))
    expect(reader.amountAt('a', 0, 2)).toBe(999_999_999_999_999_999n)
    expect(reader.amountAt('a', 1, 2)).toBe(500n)
    expect([2, 3].map((index) => reader.optionalAmountAt('a', index, 2))).toEqual([undefined, 50n])
    expect(reader.problem).toBeUndefined()
    reader.amountAt('gross', 4, 2)
    expect(reader.problem).toMatchObject({ reason: 'amount', field: 'gross', value: '1,5' })
  })
})
