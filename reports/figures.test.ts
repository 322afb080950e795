import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDuration, formatMoney, formatMs, formatPercentile, formatPlural, formatShare, moneyTotals } from './figures.ts'

test.each([
  [0.0834, '0.08 ms'],
  [9.999, '10 ms'],
  [83.61, '83.6 ms'],
  [180.4, '180.4 ms'],
  [1254.3, '1,254 ms'],
  [12_340, '12.3 s'],
  [Number.NaN, '–'],
])('%d ms is written %s', (ms, text) => expect(formatMs(ms)).toBe(text))

test('a censored percentile says that it is a lower bound', () => {
  expect(formatPercentile({ valueMs: 1254, censored: true })).toBe('≥ 1,254 ms')
})

test.each([
  [8.25, '8.3 s'],
  [59, '59 s'],
  [80, '1 min 20 s'],
  [7_500, '2 h 05 min'],
])('%d seconds are written %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))

test('one is singular', () => expect([formatPlural(1, 'record'), formatPlural(0, 'record')]).toEqual(['1 record', '0 records']))

test('a share below one is never written as 100%', () => {
  expect(formatShare(1)).toBe('100%')
  fc.assert(fc.property(fc.double({ min: 0, max: 1 - Number.EPSILON, noNaN: true }), (share) => formatShare(share) !== '100%'))
})

test('money keeps every digit, with the thousands set apart', () => {
  expect(formatMoney('USD', '-1234567.50')).toBe('USD -1,234,567.50')
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (minor) => formatMoney('JPY', `${minor}`).replaceAll(',', '') === `JPY ${minor}`),
  )
})

test('money is added up within a currency and never across', () => {
  const row = { tenant: 't', merchant: 'm', records: 1, major: '' }
  const totals = moneyTotals([
    { ...row, currency: 'USD', minor: '9007199254740993' },
    { ...row, currency: 'JPY', minor: '5' },
    { ...row, currency: 'USD', minor: '1' },
    { ...row, currency: 'KWD', minor: '1500' },
  ])
  expect(totals).toEqual(['USD 90,071,992,547,409.94', 'JPY 5', 'KWD 1.500'])
})
