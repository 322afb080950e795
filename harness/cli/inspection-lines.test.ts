import { expect, test } from 'vitest'
import { historyFormats, parseHistoryProfile } from '../../replay/index.ts'
import type { HistoryFormat, Inspection } from '../../replay/index.ts'
import { inspectionLines, summaryLines } from './inspection-lines.ts'

const row = {
  file: 'a.csv',
  column: 9,
  byteOffset: 0,
  byteLength: 1,
  reason: 'amount',
  expected: 'digits',
  field: 'gross',
  value: '1,0',
} as const

const inspection: Inspection = {
  file: 'a.csv',
  format: 'stripe-itemized',
  physicalRows: 5,
  records: 3,
  quarantined: { count: 1, reasons: { amount: 1 }, rows: [{ ...row, line: 4 }] },
  notBooked: 1,
  controls: [
    {
      file: 'a.csv',
      name: 'payout-members',
      checked: 2,
      failed: 1,
      failures: [{ subject: 'po_1', expected: '12.50 USD', actual: '12.40 USD', difference: '-0.10 USD' }],
    },
    { file: 'a.csv', name: 'row-equation', checked: 4, failed: 0, failures: [] },
  ],
  totals: [
    { side: 'processor', kind: 'charge', currency: 'USD', records: 2, grossMinor: 12345n, netMinor: -5n },
    { side: 'processor', kind: 'fee', currency: 'JPY', records: 1, grossMinor: -700n, netMinor: -700n },
    { side: 'processor', kind: 'fee', currency: 'USD', records: 1, grossMinor: -45n, netMinor: -45n },
  ],
  firstDate: '2026-01-05',
  lastDate: '2026-01-06',
  notes: ['its last line, 6, has no line end: if the file was cut off there (byte 100), that row is not whole'],
}

test('a file is told in full: rows that add up, totals in major units, controls, and what is quarantined', () => {
  expect(inspectionLines(inspection)).toEqual([
    'a.csv',
    '  format  stripe-itemized, names no version',
    '  period  2026-01-05 to 2026-01-06',
    '  rows    5 = 3 records + 1 quarantined + 1 not booked',
    '  side       kind    currency  records   gross    net',
    '  processor  charge  USD             2  123.45  -0.05',
    '  processor  fee     USD             1   -0.45  -0.45',
    '  processor  (all)   USD             3  123.00  -0.50',
    '  processor  fee     JPY             1    -700   -700',
    '  ✗ payout-members: 1 of 2 hold',
    '    po_1: expected 12.50 USD, found 12.40 USD, difference -0.10 USD',
    '  ✓ row-equation: 4 of 4 hold',
    '  quarantined  rows',
    '  amount          1',
    '    line 4, column 9 (amount): gross: expected digits, got "1,0"',
    '  note: its last line, 6, has no line end: if the file was cut off there (byte',
    '    100), that row is not whole',
  ])
})

test('what the file says of itself stands in the first lines', () => {
  const figures = { version: 'MT940', dialect: ':86: subfields (2)', statements: 2 }
  const [, ...lines] = inspectionLines({ ...inspection, format: 'mt940', figures })
  expect(lines.slice(0, 3)).toEqual([
    '  format  mt940, version MT940, :86: subfields (2)',
    '  period  2026-01-05 to 2026-01-06',
    '  rows    5 in 2 statements = 3 records + 1 quarantined + 1 not booked',
  ])
})

test('many quarantined rows are counted by reason, most first, and the first are printed', () => {
  const rows = Array.from({ length: 100 }, (_, index) => ({ ...row, line: index + 2 }))
  const quarantined = { count: 1_000_000, reasons: { amount: 999_996, date: 4 }, rows }
  const lines = inspectionLines({ ...inspection, totals: [], controls: [], quarantined, notes: [] })
  expect(lines.slice(4, 8)).toEqual([
    '  – no control total that could be proved',
    '  quarantined    rows',
    '  amount       999996',
    '  date              4',
  ])
  expect(lines).toHaveLength(29)
  expect(lines.at(-1)).toBe('    and 999980 more (--quarantine FILE writes each of them)')
})

test('several files have a sum, one file has none', () => {
  expect(summaryLines([inspection], 0)).toEqual([])
  expect(summaryLines([inspection, inspection], 1)).toEqual([
    '',
    '2 files read, 1 refused',
    '  rows    10 = 6 records + 2 quarantined + 2 not booked',
    '  ✗ 10 of 12 controls hold',
  ])
})

test('a table of which every amount has a decimal comma is told what to type, and others are not', () => {
  const rows = ['12,50', '-1.000,00'].map((value) => ({ ...row, line: 4, value }))
  const commas = { ...inspection, records: 0, quarantined: { count: 2, reasons: { amount: 2 }, rows } }
  const told = (of: Inspection): boolean => inspectionLines(of).some((line) => line.includes('--decimal-separator ,'))
  expect(told(commas)).toBe(true)
  expect(told({ ...commas, records: 1 })).toBe(false)
  expect(told({ ...commas, quarantined: { ...commas.quarantined, rows: rows.with(0, { ...row, line: 4, value: '12.50x' }) } })).toBe(false)
  // Where a profile has no decimalSeparator, nothing that is typed would help.
  const taken = (format: HistoryFormat): boolean => {
    const refused = expect.objectContaining({
      problems: expect.arrayContaining([expect.stringContaining('decimalSeparator is not known')]),
    })
    try {
      parseHistoryProfile({ files: [{ file: 'a', format, decimalSeparator: ',' }] }, 'profile.json')
    } catch (error) {
      return !refused.asymmetricMatch(error)
    }
    return true
  }
  for (const format of historyFormats) expect([format, told({ ...commas, format })]).toEqual([format, taken(format)])
})
