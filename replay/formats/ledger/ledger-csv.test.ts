import { describe, expect, test } from 'vitest'
import { bytesInput } from '../bytes-input.ts'
import { collected } from '../record-stream.ts'
import { streamLedgerCsv } from './ledger-csv.ts'
import { ledgerMapProblems, type LedgerMap } from './ledger-map.ts'
import { ledgerColumns, ownMap } from './ready-maps.ts'
import type { FileReading } from '../reading.ts'

const account = {
  account: 'ledger-1',
  tenants: ['acme', 'umbrella'],
  zone: 'Europe/Berlin',
  cutOff: '24:00',
  decimalSeparator: '.',
} as const
const read = (...rows: readonly string[]): Promise<FileReading> =>
  collected(streamLedgerCsv(bytesInput('ledger.csv', [ledgerColumns.join(','), ...rows].join('\n')), 'ledger-csv', ownMap, account))

describe('ledger rows', () => {
  test('become records without fees, on the day of the account’s zone', async () => {
    const { records } = await read('acme,m1,le_1,refund,re_1,ch_1,-20.00,usd,2026-01-05T23:30:00.250Z')
    expect(records).toEqual([
      {
        tenant: 'acme',
        merchant: 'm1',
        side: 'ledger',
        source: 'ledger',
        account: 'ledger-1',
        recordId: 'le_1',
        kind: 'refund',
        ref: 're_1',
        parentRef: 'ch_1',
        grossMinor: -2_000n,
        feeMinor: 0n,
        netMinor: -2_000n,
        currency: 'USD',
        occurredAt: '2026-01-05T23:30:00.250Z',
        businessDate: '2026-01-06',
      },
    ])
  })

  test.each([
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:00+02:00', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05 10:00:00', '2026-01-05T09:00:00.000Z'],
    ['2026-10-25 02:30:00', '2026-10-25T00:30:00.000Z'],
    ['2026-01-05 10:00', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T10:00+02:00', '2026-01-05T08:00:00.000Z'],
    ['05.01.2026 10:00:30', '2026-01-05T09:00:30.000Z'],
    ['05.01.2026 10:00', '2026-01-05T09:00:00.000Z'],
  ])('%s is %s', async (written, occurredAt) => {
    expect((await read(`acme,m1,le_1,charge,pi_1,,1,EUR,${written}`)).records[0]).toMatchObject({ occurredAt })
  })

  test.each(['2026-01-05', '05.01.2026', ' 2026-01-05 '])(
    '%j is the first moment of that day, and of that business day',
    async (written) => {
      const [record] = (await read(`acme,m1,le_1,charge,pi_1,,1,EUR,${written}`)).records
      expect(record).toMatchObject({ occurredAt: '2026-01-04T23:00:00.000Z', businessDate: '2026-01-05' })
    },
  )

  test.each(['2026-02-30', '31.02.2026', '05/01/2026', '5.1.26', '2026-01-05 24:00', '2026-01-05 10'])(
    '%s is no day and no time',
    async (written) => {
      expect((await read(`acme,m1,le_1,charge,pi_1,,1,EUR,${written}`)).quarantined).toMatchObject([
        { reason: 'date', field: 'occurred_at' },
      ])
    },
  )

  test.each([
    ['2026-01-05 10:00:00', '2026-01-05 10:00', 1],
    ['2026-01-05 10:00', '2026-01-05', 1],
    ['2026-01-05', '2026-01-05 10:00', 2],
  ])('%s, then %s: a file that was cut off ends less precisely', async (first, second, records) => {
    const rows = [first, second].map((written, n) => `acme,m1,le_${n},charge,pi_${n},,1,EUR,${written}`)
    const reading = await read(...rows)
    expect([reading.records.length, reading.quarantined.length]).toEqual([records, 2 - records])
  })

  test.each([
    ['.', '"1,234.50"', 123_450n],
    ['.', '"-1,234,567.5"', -123_456_750n],
    [',', '"1.234,50"', 123_450n],
    ['.', '"1.234,50"', undefined],
    ['.', '"1,234"', undefined],
    [',', '"1.234"', undefined],
    ['.', '"12,34.50"', undefined],
  ] as const)('with %j for decimals, %s is %s', async (decimalSeparator, amount, minor) => {
    const rows = [ledgerColumns.join(','), `acme,m1,le_1,charge,pi_1,,${amount},EUR,2026-01-05T10:00:00Z`].join('\n')
    const { records } = await collected(
      streamLedgerCsv(bytesInput('ledger.csv', rows), 'ledger-csv', ownMap, { ...account, decimalSeparator }),
    )
    expect(records.map(({ grossMinor }) => grossMinor)).toEqual(minor === undefined ? [] : [minor])
  })

  test('words of a profile and of a file are the same in letters of any size; one currency may be all of them', async () => {
    const map: LedgerMap = {
      name: 'erp',
      tenant: { value: 'acme' },
      merchant: { value: 'm1' },
      entryId: ['Beleg'],
      rowText: [],
      kind: { column: 'Art', values: { Rechnung: 'charge', GUTSCHRIFT: 'refund' } },
      reference: [],
      parentReference: [],
      amount: 'Betrag',
      sign: 'by-kind',
      currency: { value: 'EUR' },
      occurredAt: ['Datum'],
      state: { column: 'Status', booked: ['Gebucht'], notBooked: ['OFFEN'] },
    }
    expect(ledgerMapProblems(map, 'columns')).toEqual([])
    const rows = ['Rechnung,gebucht', 'gutschrift,GEBUCHT', 'Rechnung,Offen', 'toString,Gebucht'].map(
      (words, n) => `${n},${words},5,2026-01-05`,
    )
    const reading = await collected(
      streamLedgerCsv(bytesInput('erp.csv', ['Beleg,Art,Status,Betrag,Datum', ...rows].join('\n')), 'ledger-csv', map, account),
    )
    expect(reading.records.map(({ kind, grossMinor, currency }) => [kind, grossMinor, currency])).toEqual([
      ['charge', 500n, 'EUR'],
      ['refund', -500n, 'EUR'],
    ])
    expect(reading).toMatchObject({ notBooked: 1, quarantined: [{ reason: 'kind', field: 'Art' }] })
    const wrong = { ...map, kind: { column: 'Art', values: { rechnung: 'charge', Rechnung: 'refund' } }, currency: { value: 'Euro' } }
    expect(ledgerMapProblems({ ...wrong, state: { column: 'S', booked: ['A'], notBooked: ['a'] } }, 'columns')).toEqual([
      'columns.currency must be a column, or {"value": …} with an ISO 4217 code in capitals, such as EUR',
      'columns.kind.values: rechnung has several meanings, by the size of its letters, which does not count',
      'columns.state: a is both booked and not booked',
    ])
  })

  test.each([
    ['20.00', '15.00', /^none of its refunds, disputes and fees \(2\) takes money out/],
    ['-20.00', '15.00', /^$/],
    ['-20.00', '-15.00', /^$/],
  ])('refunds of %s and %s', async (first, second, note) => {
    const row = (id: string, amount: string): string => `acme,m1,${id},refund,${id},ch_1,${amount},EUR,2026-01-05T10:00:00Z`
    const { notes, records } = await read(row('re_1', first), `${row('re_2', second)}\n`)
    expect(records).toHaveLength(2)
    expect(notes.join()).toMatch(note)
  })

  test.each([
    ['0.500', 'EUR', 50n],
    ['1.0000', 'EUR', 100n],
    ['1000.00', 'JPY', 1_000n],
    ['1.000', 'KWD', 1_000n],
  ])('an amount of %s %s leaves no doubt', async (written, currency, netMinor) => {
    expect((await read(`acme,m1,le_1,charge,pi_1,,${written},${currency},2026-01-05T10:00:00Z`)).records).toMatchObject([{ netMinor }])
  })

  test.each([
    ['other,m1,le_1,charge,pi_1,,1,EUR,2026-01-05T10:00:00Z', { reason: 'unknown-tenant', field: 'tenant' }],
    ['acme,,le_1,charge,pi_1,,1,EUR,2026-01-05T10:00:00Z', { reason: 'missing-id', field: 'merchant' }],
    ['acme,m1,,charge,pi_1,,1,EUR,2026-01-05T10:00:00Z', { reason: 'missing-id', field: 'entry_id' }],
    ['acme,m1,le_1,payout,po_1,,1,EUR,2026-01-05T10:00:00Z', { reason: 'kind', value: 'payout' }],
    ['acme,m1,le_1,charge,pi_1,,1.005,EUR,2026-01-05T10:00:00Z', { reason: 'amount', value: '1.005' }],
    // A thousand of a program that groups, or one with three decimals?
    ['acme,m1,le_1,charge,pi_1,,1.000,EUR,2026-01-05T10:00:00Z', { reason: 'amount', value: '1.000' }],
    ['acme,m1,le_1,charge,pi_1,,-250.000,JPY,2026-01-05T10:00:00Z', { reason: 'amount', value: '-250.000' }],
    ['acme,m1,le_1,charge,pi_1,,1,EURO,2026-01-05T10:00:00Z', { reason: 'currency' }],
    ['acme,m1,le_1,charge,pi_1,,1,EUR,2026-01-05T25:00:00Z', { reason: 'date', value: '2026-01-05T25:00:00Z' }],
  ])('%s is quarantined', async (row, expected) => {
    const { quarantined, records } = await read(row)
    expect(quarantined).toMatchObject([{ line: 2, ...expected }])
    expect(records).toEqual([])
  })
})
