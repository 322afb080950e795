import { describe, expect, test } from 'vitest'
import { bytesInput } from '../bytes-input.ts'
import { streamLedgerFile, type LedgerFormat } from '../ledger-formats.ts'
import type { FileReading } from '../reading.ts'
import { collected } from '../record-stream.ts'

const account = { account: 'shop-1', tenants: ['acme'], zone: 'Europe/Amsterdam', cutOff: '24:00', decimalSeparator: '.' } as const
const owner = { tenant: 'acme', merchant: 'm1' }
const read = (format: LedgerFormat, ...lines: readonly string[]): Promise<FileReading> =>
  collected(streamLedgerFile(bytesInput('export.csv', `${lines.join('\n')}\n`), format, account, { owner }))

const ordersHeader =
  'Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Payment Reference,Refunded Amount,Id'

describe('an orders export of Shopify', () => {
  test('is a charge an order; the rows of further items are counted and move no money', async () => {
    const { records, notBooked, physicalRows, quarantined } = await read(
      'shopify-orders',
      ordersHeader,
      '#1050,jane@example.com,paid,2026-05-01 10:00:00 +0200,EUR,92.57,100.90,2026-05-01 09:59:00 +0200,1,"Tea, 100 g",c77.1,0.00,555',
      '#1050,jane@example.com,,,,,,,1,Cup,,,',
      '#1051,jane@example.com,pending,,EUR,5.00,5.00,2026-05-01 23:59:00 +0200,1,Cup,,0.00,556',
      '#1052,jane@example.com,refunded,2026-05-02 23:30:00 UTC,EUR,5.00,5.00,2026-05-01 23:59:00 +0200,1,Cup,,5.00,557',
    )
    expect(records).toEqual([
      {
        tenant: 'acme',
        merchant: 'm1',
        side: 'ledger',
        source: 'ledger',
        account: 'shop-1',
        recordId: '555',
        kind: 'charge',
        ref: 'c77.1',
        parentRef: '#1050',
        grossMinor: 10_090n,
        feeMinor: 0n,
        netMinor: 10_090n,
        currency: 'EUR',
        occurredAt: '2026-05-01T08:00:00.000Z',
        businessDate: '2026-05-01',
      },
      expect.objectContaining({ recordId: '557', ref: '#1052', occurredAt: '2026-05-02T23:30:00.000Z', businessDate: '2026-05-03' }),
    ])
    expect({ notBooked, physicalRows, quarantined }).toEqual({ notBooked: 2, physicalRows: 4, quarantined: [] })
  })

  test.each([
    ['#1,x,partially_paid,,EUR,5,5,2026-05-01 09:59:00 +0200,1,Cup,,,1', { reason: 'field', value: 'partially_paid' }],
    ['#1,x,paid,,EUR,5,"5,00",2026-05-01 09:59:00 +0200,1,Cup,,,1', { reason: 'amount', field: 'Total', value: '5,00' }],
    ['#1,x,paid,,EUR,5,5,yesterday,1,Cup,,,1', { reason: 'date', field: 'Created at' }],
  ])('%s is quarantined', async (row, expected) => {
    expect((await read('shopify-orders', ordersHeader, row)).quarantined).toMatchObject([{ line: 2, ...expected }])
  })
})

const transactionsHeader = 'Order,Name,Kind,Gateway,Created At,Status,Amount,Currency,Card Type'

describe('a transactions export of Shopify', () => {
  test('is what succeeded: refunds leave, whatever their sign, and equal rows stay two', async () => {
    const { records, notBooked } = await read(
      'shopify-transactions',
      transactionsHeader,
      '555,#1050,authorization,stripe,2026-05-01 10:00:00 +0200,success,100.90,EUR,visa',
      '555,#1050,emv_authorization,shopify_payments,2026-05-01 10:00:00 +0200,success,100.90,EUR,visa',
      '555,#1050,capture,stripe,2026-05-01 10:00:05 +0200,success,100.90,EUR,visa',
      '555,#1050,refund,stripe,2026-05-02 10:00:00 +0200,success,20.00,EUR,visa',
      '555,#1050,refund,stripe,2026-05-02 11:00:00 +0200,success,-20.00,EUR,visa',
      '556,#1051,sale,stripe,2026-05-02 10:00:00 +0200,failure,5.00,EUR,visa',
      '555,#1050,suggested_refund,stripe,2026-05-02 11:00:00 +0200,success,20.00,EUR,visa',
    )
    expect(records.map(({ kind, ref, parentRef, grossMinor }) => [kind, ref, parentRef, grossMinor])).toEqual([
      ['charge', '#1050', '555', 10_090n],
      ['refund', '#1050', '555', -2_000n],
      ['refund', '#1050', '555', -2_000n],
    ])
    expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(3)
    expect(notBooked).toBe(4)
  })

  test.each([
    ['1,#1,change,cash,2026-05-01 10:00:00 +0200,success,1,EUR,', { reason: 'kind', value: 'change' }],
    ['1,#1,sale,cash,2026-05-01 10:00:00 +0200,success,-1,EUR,', { reason: 'amount', field: 'Amount' }],
    ['1,#1,sale,cash,2026-05-01 10:00:00 +0200,soon,1,EUR,', { reason: 'field', field: 'Status' }],
  ])('%s is quarantined', async (row, expected) => {
    expect((await read('shopify-transactions', transactionsHeader, row)).quarantined).toMatchObject([{ line: 2, ...expected }])
  })
})
