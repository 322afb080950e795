import { data } from 'currency-codes'
import { describe, expect, test } from 'vitest'
import { allCurrencies, currencyExponent } from './currency.ts'

describe('ISO 4217', () => {
  test.each([
    ['USD', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['ISK', 0],
    ['DEM', 2],
    ['ITL', 0],
    ['HUF', 2],
    ['usd', undefined],
    ['XXX', undefined],
    ['', undefined],
  ])('%s has %s digits', (code, digits) => {
    expect(currencyExponent(code)).toBe(digits)
  })

  /** Codes in which our table and the package differ on purpose. */
  const reasons: Readonly<Record<string, string>> = {
    XAD: 'Arab accounting dinar, listed after the package was made',
    XCG: 'Caribbean guilder, in force since March 2025; the package still has its predecessor',
    XAG: 'silver: no minor unit',
    XAU: 'gold: no minor unit',
    XPD: 'palladium: no minor unit',
    XPT: 'platinum: no minor unit',
    XBA: 'bond market unit: no minor unit',
    XBB: 'bond market unit: no minor unit',
    XBC: 'bond market unit: no minor unit',
    XBD: 'bond market unit: no minor unit',
    XDR: 'special drawing right: no minor unit',
    XSU: 'sucre: no minor unit',
    XUA: 'unit of account of a bank: no minor unit',
    XTS: 'reserved for tests',
    XXX: 'no currency',
  }

  test('agrees with the package but for reasoned differences', () => {
    const theirs = new Map(data.map(({ code, digits }) => [code, digits]))
    const codes = new Set([...theirs.keys(), ...allCurrencies().keys()])
    const different = [...codes].filter((code) => theirs.get(code) !== currencyExponent(code))
    expect(new Set(different)).toEqual(new Set(Object.keys(reasons)))
  })
})
