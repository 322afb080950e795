import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesInput } from '../bytes-input.ts'
import type { FileReading } from '../reading.ts'
import { collected } from '../record-stream.ts'
import { streamStripeReport, type ProcessorAccount } from './report-csv.ts'

const account: ProcessorAccount = {
  tenant: 'acme',
  merchant: 'm1',
  account: 'acct_1',
  zone: 'America/Los_Angeles',
  cutOff: '24:00',
  decimalSeparator: '.',
}

/** The shared scenario of the format notes: USD 59.95 = 96.80 + 48.25 - 20.00 - 65.00 - 0.10. */
const header =
  'balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,payment_intent_id,automatic_payout_id,automatic_payout_effective_at_utc,trace_id'
const rows = [
  'txn_1,2026-01-05 10:00:00,2026-01-07 00:00:00,usd,100.00,3.20,96.80,charge,ch_1,ch_1,pi_1,po_1,2026-01-08 00:00:00,TR091',
  'txn_2,2026-01-05 23:59:59,2026-01-07 00:00:00,usd,50.00,1.75,48.25,charge,ch_2,ch_2,pi_2,po_1,2026-01-08 00:00:00,TR091',
  'txn_3,2026-01-06 09:00:00,2026-01-06 00:00:00,usd,-20.00,0.00,-20.00,refund,re_1,ch_1,pi_1,po_1,2026-01-08 00:00:00,TR091',
  'txn_4,2026-01-06 12:00:00,2026-01-06 00:00:00,usd,-50.00,15.00,-65.00,dispute,dp_1,ch_2,pi_2,po_1,2026-01-08 00:00:00,TR091',
  'txn_5,2026-01-06 12:30:00,2026-01-06 00:00:00,usd,-0.10,0.00,-0.10,fee,,,,po_1,2026-01-08 00:00:00,TR091',
  'txn_6,2026-01-08 00:00:00,2026-01-08 00:00:00,usd,-59.95,0.00,-59.95,payout,po_1,,,po_1,2026-01-08 00:00:00,TR091',
]

const read = (text: string, options: Partial<ProcessorAccount> = {}): Promise<FileReading> =>
  collected(streamStripeReport(bytesInput('stripe.csv', text), 'stripe-itemized', { ...account, ...options }))
const readRows = (changed: readonly string[], options: Partial<ProcessorAccount> = {}): Promise<FileReading> =>
  read([header, ...changed].join('\n'), options)

describe('rows become records', () => {
  test('a report of which no column names payments is noted', async () => {
    const without = (line: string): string =>
      line
        .split(',')
        .filter((_, index) => ![8, 9, 10].includes(index))
        .join(',')
    const { records, notes } = await read([header, ...rows, ''].map(without).join('\n'))
    expect(records.every(({ ref }) => ref === undefined)).toBe(true)
    expect(notes).toEqual([expect.stringContaining('no column names payments')])
  })

  test('times without seconds, as a spreadsheet leaves them, are the first of their minute and are noted', async () => {
    const short = rows.map((row) => row.replaceAll(/(\d\d:\d\d):\d\d/g, '$1'))
    const { records, quarantined, notes } = await readRows([...short.slice(1), rows[0] ?? '', ''])
    expect(quarantined).toEqual([])
    expect(records[0]).toMatchObject({ occurredAt: '2026-01-05T23:59:00.000Z', businessDate: '2026-01-05' })
    expect(notes).toEqual([expect.stringContaining('5 rows have their time without seconds')])
    expect((await readRows([(short[0] ?? '').replace('10:00', '25:00')])).quarantined).toMatchObject([{ reason: 'date' }])
    expect((await readRows([...rows, ''])).notes).toEqual([])
  })

  test('the whole of a payout', async () => {
    const { records, controls, quarantined, physicalRows } = await readRows(rows)
    expect(
      records.map(({ kind, ref, parentRef, payoutRef, traceRef, netMinor }) => [kind, ref, parentRef, payoutRef, traceRef, netMinor]),
    ).toEqual([
      ['charge', 'pi_1', 'ch_1', 'po_1', undefined, 9_680n],
      ['charge', 'pi_2', 'ch_2', 'po_1', undefined, 4_825n],
      ['refund', 're_1', 'ch_1', 'po_1', undefined, -2_000n],
      ['dispute', 'dp_1', 'ch_2', 'po_1', undefined, -6_500n],
      ['fee', undefined, undefined, 'po_1', undefined, -10n],
      ['payout', 'po_1', undefined, undefined, 'TR091', -5_995n],
    ])
    expect(records[1]).toMatchObject({
      currency: 'USD',
      occurredAt: '2026-01-05T23:59:59.000Z',
      businessDate: '2026-01-05',
      source: 'stripe',
    })
    expect(records.some(({ automatic }) => automatic !== undefined)).toBe(false)
    expect({ physicalRows, quarantined }).toEqual({ physicalRows: 6, quarantined: [] })
    expect(controls.map(({ name, checked, failed }) => [name, checked, failed])).toEqual([
      ['row-equation', 6, 0],
      ['payout-members', 1, 0],
    ])
  })

  test('a payout without an automatic payout id is manual', async () => {
    const { records, controls } = await readRows(['txn_6,2026-01-08 00:00:00,,usd,-59.95,0,-59.95,payout,po_1,,,,,'])
    expect(records[0]).toMatchObject({ kind: 'payout', ref: 'po_1', automatic: false })
    expect(controls.map(({ name }) => name)).toEqual(['row-equation'])
  })

  test.each([
    ['dispute_reversal', 'dispute_reversal'],
    ['payout_reversal', 'payout_return'],
    ['partial_capture_reversal', 'adjustment'],
    ['a_category_of_next_year', 'other'],
  ])('category %s is kind %s', async (category, kind) => {
    const { records } = await readRows([`txn_1,2026-01-05 10:00:00,,usd,1,0,1,${category},src_1,,,,,`])
    expect(records[0]).toMatchObject({ kind, ref: 'src_1', grossMinor: 100n })
  })

  test.each([
    ['jpy', '15000', 15_000n],
    ['kwd', '1.230', 1_230n],
    ['USD', '25', 2_500n],
  ])('%s %s is in major units', async (currency, gross, grossMinor) => {
    const { records } = await readRows([`txn_1,2026-01-05 10:00:00,,${currency},${gross},0,${gross},charge,ch_1,ch_1,,,,`])
    expect(records[0]).toMatchObject({ grossMinor, currency: currency.toUpperCase(), ref: 'ch_1' })
  })

  test('a comma may separate the decimals, when the profile says so', async () => {
    const row = 'txn_1,2026-01-05 10:00:00,,eur,"1,50","0,20","1,30",charge,ch_1,ch_1,pi_1,,,'
    expect((await readRows([row], { decimalSeparator: ',' })).records[0]).toMatchObject({ grossMinor: 150n, feeMinor: 20n })
    expect((await readRows([row])).quarantined).toMatchObject([{ reason: 'amount', field: 'gross', value: '1,50' }])
  })

  test('created in the account’s zone stands in for created_utc, and the day is the account’s', async () => {
    const text =
      'balance_transaction_id,created,currency,gross,fee,net,reporting_category,source_id\ntxn_1,2026-01-05 23:00:00,usd,1,0,1,charge,ch_1\n'
    const { records } = await read(text)
    expect(records[0]).toMatchObject({ occurredAt: '2026-01-06T07:00:00.000Z', businessDate: '2026-01-05' })
    expect((await read(text, { cutOff: '22:00' })).records[0]).toMatchObject({ businessDate: '2026-01-06' })
  })

  test('times as programs write them again, with an offset of their own, are the same', async () => {
    const iso = rows.map((row) => row.replace(/^(txn_\d,\d{4}-\d\d-\d\d) ([\d:]{8})/, '$1T$2Z'))
    expect((await readRows(iso)).records).toEqual((await readRows(rows)).records)
    const created = (time: string): Promise<FileReading> =>
      read(`${header.replace('created_utc', 'created')}\n${rows[0]?.replace('2026-01-05 10:00:00', time)}`)
    expect((await created('2026-01-05T11:00:00+01:00')).records).toMatchObject([{ occurredAt: '2026-01-05T10:00:00.000Z' }])
    expect((await created('2026-01-05T02:00:00')).records).toMatchObject([{ occurredAt: '2026-01-05T10:00:00.000Z' }])
  })

  test('columns in any order and more of them give the same records', async () => {
    const straight = await readRows(rows)
    const names = header.split(',')
    const orders = fc.shuffledSubarray([...names.keys()], { minLength: names.length })
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const pick = (line: string): string => `x${line.length},${order.map((at) => line.split(',')[at]).join(',')}`
        expect((await read([header, ...rows].map(pick).join('\r\n'))).records).toEqual(straight.records)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a row that cannot be taken is quarantined, and the others are read', () => {
  test.each([
    ['', '2026-01-05 10:00:00', 'usd', '1', '1', { reason: 'missing-id', column: 1 }],
    ['txn_1', '2026-02-30 10:00:00', 'usd', '1', '1', { reason: 'date', column: 2, value: '2026-02-30 10:00:00' }],
    ['txn_1', '2026-01-05', 'usd', '1', '1', { reason: 'date', value: '2026-01-05' }],
    ['txn_1', '2026-01-05 10:00:00', 'xts', '1', '1', { reason: 'currency', column: 4, value: 'xts' }],
    ['txn_1', '2026-01-05 10:00:00', 'usd', '1.005', '1', { reason: 'amount', column: 5, value: '1.005' }],
    ['txn_1', '2026-01-05 10:00:00', 'usd', 'Jane Doe', '1', { reason: 'amount', column: 5 }],
    [
      'txn_1',
      '2026-01-05 10:00:00',
      'usd',
      '4242424242424242',
      '1',
      { reason: 'equation', expected: 'gross - fee = another amount', value: '1.00' },
    ],
    ['txn_1', '2026-01-05 10:00:00', 'usd', '2', '1', { reason: 'equation', field: 'net', value: '1.00' }],
  ])('%s %s %s %s %s', async (id, created, currency, gross, net, expected) => {
    const { quarantined, records, physicalRows } = await readRows([
      ...rows.slice(0, 2),
      `${id},${created},,${currency},${gross},0,${net},charge,ch_1,ch_1,pi_1,,,`,
      ...rows.slice(2),
    ])
    expect(quarantined).toMatchObject([{ ...expected, line: 4, file: 'stripe.csv' }])
    expect(records.length + quarantined.length).toBe(physicalRows)
    expect(JSON.stringify(quarantined)).not.toContain('Jane')
  })

  test('a row of another width, with its place', async () => {
    const { quarantined } = await readRows([rows[0] ?? '', 'txn_2,Jane Doe,4242424242424242', rows[2] ?? ''])
    const byteOffset = header.length + 1 + (rows[0]?.length ?? 0) + 1
    expect(quarantined).toEqual([
      {
        file: 'stripe.csv',
        line: 3,
        column: 1,
        byteOffset,
        byteLength: 31,
        reason: 'column-count',
        field: 'columns',
        expected: '14 columns',
        value: '3',
      },
    ])
  })
})

describe('controls are proved, never repaired', () => {
  test('a payout that is not the sum of its members', async () => {
    const { controls, records } = await readRows(rows.filter((row) => !row.startsWith('txn_5')))
    expect(records).toHaveLength(5)
    expect(controls[1]).toMatchObject({ failed: 1, failures: [{ subject: 'po_1', actual: '0.10 USD' }] })
  })

  test('a redelivered member counts once, and it is said that the totals count it twice', async () => {
    const { controls, records, notes } = await readRows([...rows, rows[0] ?? '', ''])
    expect(controls[1]).toMatchObject({ checked: 1, failed: 0 })
    expect(records).toHaveLength(7)
    expect(notes).toEqual([
      '1 row (line 8), the same as one before in everything: delivered again; the matcher and payout-members count it once, rows and totals here each time',
    ])
    expect((await readRows([...rows, ...rows, ''])).notes).toEqual([
      expect.stringMatching(/^6 rows \(the first in line 8\), the same .* them once/),
    ])
  })

  // matching.md §2: the same id with other content is a conflict; the kind is a part of the identity, available_on of neither.
  test.each([
    ['10:00:00', '10:00:01', 'conflict', 1],
    ['pi_1', 'pi_9', 'conflict', 1],
    ['100.00,3.20', '101.00,4.20', 'conflict', 1],
    [',usd,', ',eur,', 'conflict', 0],
    ['2026-01-07', '2026-01-08', 'redelivery', 0],
    [',charge,', ',payment_of_next_year,', 'neither', 1],
  ])('a row with the id of another and %s as %s is a %s', async (from, to, expected, failed) => {
    const [first = ''] = rows
    const { controls, notes } = await readRows([...rows, first.replace(from, to), ''])
    expect(notes.map((note) => (note.includes('an identity conflict') ? 'conflict' : 'redelivery'))).toEqual(
      expected === 'neither' ? [] : [expected],
    )
    // Nothing is taken out of the file's own total but what is the same event; of another currency it is no part of it.
    expect(controls[1]?.failed).toBe(failed)
  })
})

describe('files that are something else are refused', () => {
  test.each([
    [
      'payout_id,transaction_id,type,amount,fee,net,currency,created',
      /balance_transaction_id.* not found among its 8 columns \(known: payout_id, fee, net, currency, created\)/,
    ],
    ['Jane Doe,4242424242424242', /not found among its 2 columns$/],
    ['currency,currency', /columns 1 and 2 have the same name/],
    ['', /is empty/],
  ])('%s', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message)
    await expect(read(text)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test('a file that breaks off in its last row', async () => {
    await expect(read(`${header}\n${rows[0]}\n${rows[1]?.slice(0, 40)}`)).rejects.toThrow(/is truncated: it ends in line 3/)
  })
})
