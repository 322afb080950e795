import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { absoluteMinor, addTo, formatMajor, parseMajor, parseMinor } from './money.ts'

describe('major units to minor units', () => {
  test.each([
    { text: '12.50', exponent: 2, minor: 1_250n },
    { text: '-12.5', exponent: 2, minor: -1_250n },
    { text: '+7', exponent: 2, minor: 700n },
    { text: '1000', exponent: 0, minor: 1_000n },
    { text: '1.234', exponent: 3, minor: 1_234n },
    { text: '1.500', exponent: 2, minor: 150n },
    { text: '-0.00', exponent: 2, minor: 0n },
    { text: '9007199254740993', exponent: 2, minor: 900_719_925_474_099_300n },
  ])('$text with $exponent digits is $minor', ({ text, exponent, minor }) => {
    expect(parseMajor(text, { exponent })).toEqual({ kind: 'amount', minor })
  })

  test.each([
    { text: '1.005', exponent: 2 },
    { text: '1.1', exponent: 0 },
    { text: '1,50', exponent: 2 },
    { text: '1.234.567', exponent: 2 },
    { text: '.5', exponent: 2 },
    { text: '5.', exponent: 2 },
    { text: '1e3', exponent: 2 },
    { text: ' 1', exponent: 2 },
    { text: '', exponent: 2 },
    { text: '١', exponent: 2 },
    { text: '1234567890123456789', exponent: 0 },
  ])('"$text" with $exponent digits is a problem, never rounded', ({ text, exponent }) => {
    expect(parseMajor(text, { exponent }).kind).toBe('problem')
  })

  test('a comma separates where the format says so, and nowhere else', () => {
    expect(parseMajor('1,50', { exponent: 2, decimalSeparator: ',' })).toEqual({ kind: 'amount', minor: 150n })
    expect(parseMajor('1.50', { exponent: 2, decimalSeparator: ',' }).kind).toBe('problem')
  })

  test('what is printed is read back, in every number of digits', () => {
    const amount = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n })
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 4 }), (minor, exponent) => {
        expect(parseMajor(formatMajor(minor, exponent), { exponent })).toEqual({ kind: 'amount', minor })
      }),
    )
  })
})

describe('minor units on the wire', () => {
  test.each(['0', '1', '-1', '100', '-999999999999999999'])('%s is an amount', (text) => {
    expect(parseMinor(text)?.toString()).toBe(text)
  })

  test.each(['', '-', '-0', '+1', '01', '1.0', '1e3', ' 1', '1 ', '0x10', '1000000000000000000'])('"%s" is none', (text) => {
    expect(parseMinor(text)).toBeUndefined()
  })
})

describe('sums', () => {
  test('are taken by key, and exact beyond the range of floats', () => {
    const totals = new Map<string, bigint>()
    addTo(totals, 'USD', 9_007_199_254_740_993n)
    addTo(totals, 'EUR', 1n)
    addTo(totals, 'USD', -9_007_199_254_740_992n)
    expect([...totals]).toEqual([
      ['USD', 1n],
      ['EUR', 1n],
    ])
    expect(absoluteMinor(-5n)).toBe(5n)
  })
})
