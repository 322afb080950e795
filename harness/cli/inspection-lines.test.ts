import { expect, test } from 'vitest'
import type { Inspection } from '../../replay/index.ts'
import { inspectionLines } from './inspection-lines.ts'

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
      failures: [{ subject: 'po_1', expected: '12.50 USD', actual: '12.40 USD' }],
    },
  ],
  totals: [
    { side: 'processor', kind: 'charge', currency: 'USD', records: 2, grossMinor: 12345n, netMinor: -5n },
    { side: 'processor', kind: 'fee', currency: 'JPY', records: 1, grossMinor: -700n, netMinor: -700n },
  ],
  firstDate: '2026-01-05',
  lastDate: '2026-01-06',
  notes: ['its last line, 6, has no line end'],
}

test('a file is told in full: rows that add up, totals in major units, controls, and what is quarantined', () => {
  expect(inspectionLines(inspection)).toEqual([
    'a.csv: stripe-itemized, 5 rows = 3 records + 1 quarantined + 1 not booked, 2026-01-05 to 2026-01-06',
    '  side       kind    currency  records   gross    net',
    '  processor  charge  USD             2  123.45  -0.05',
    '  processor  fee     JPY             1    -700   -700',
    '  control payout-members: 1 of 2 hold',
    '    po_1: expected 12.50 USD, got 12.40 USD',
    '  quarantined line 4, column 9 (amount): gross expected digits, got "1,0"',
    '  note: its last line, 6, has no line end',
  ])
})

test('many quarantined rows are counted, not printed', () => {
  const rows = Array.from({ length: 30 }, (_, index) => ({ ...row, line: index + 2 }))
  const quarantined = { count: 30, reasons: { amount: 30 }, rows }
  const lines = inspectionLines({ ...inspection, totals: [], controls: [], quarantined, notes: [] })
  expect(lines).toHaveLength(22)
  expect(lines.at(-1)).toBe('  and 10 more quarantined rows (--json shows all)')
})
