import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadHistory, type History } from './history.ts'
import { parseHistoryProfile } from './profile.ts'

const entry = { account: 'shop', zone: 'Europe/Berlin', tenant: 'acme', merchant: 'm1' }
const orders = { file: 'orders.csv', format: 'shopify-orders', ...entry }
const transactions = { file: 'transactions*.csv', format: 'shopify-transactions', ...entry }

/** Downloads of the transactions, by their rows. */
async function load(...downloads: readonly (readonly string[])[]): Promise<History> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-shop-'))
  const orderRows = ['#1001,partially_refunded,2026-01-05 10:00:05 +0100,EUR,45.00,2026-01-05 10:00:00 +0100,c123.1,450789469']
  const orderHead = 'Name,Financial Status,Paid at,Currency,Total,Created at,Payment Reference,Id'
  await writeFile(join(folder.path, 'orders.csv'), `${[orderHead, ...orderRows].join('\n')}\n`)
  const head = 'Order,Name,Kind,Gateway,Created At,Status,Amount,Currency'
  for (const [n, rows] of downloads.entries())
    await writeFile(join(folder.path, `transactions${n + 1}.csv`), `${[head, ...rows].join('\n')}\n`)
  return await loadHistory(folder.path, parseHistoryProfile({ version: 1, files: [orders, { ...transactions, fills: true }] }, 'p.json'))
}

const row = (kind: string, amount: string, order = '450789469,#1001'): string =>
  `${order},${kind},shopify_payments,2026-01-05 10:00:05 +0100,success,${amount},EUR`
const amounts = ({ records }: History): readonly (readonly [string, bigint])[] =>
  records.map(({ kind, grossMinor }) => [kind, grossMinor] as const).toSorted(([a], [b]) => a.localeCompare(b))

test('the sale that both tell is one, and the refund is taken', async () => {
  const history = await load([row('sale', '45.00'), row('refund', '10.00')])
  expect(amounts(history)).toEqual([
    ['charge', 4_500n],
    ['refund', -1_000n],
  ])
  expect(history.files[1]).toMatchObject({ records: 1, notBooked: 1, quarantined: 0 })
})

test('an order of which the transactions tell less is noted, and taken as it is', async () => {
  const history = await load([row('sale', '44.00')])
  expect(amounts(history)).toEqual([['charge', 4_500n]])
  expect(history.notes).toContain("1 orders have a higher total than their transactions: the order's was taken")
  expect((await load([row('sale', '45.00')])).notes).toEqual([])
})

test('parts of an order are known, more than its total is a contradiction, and another order is a sale of its own', async () => {
  const history = await load([row('capture', '40.00'), row('sale', '5.00'), row('sale', '0.01'), row('sale', '7.00', '2,#1002')])
  expect(amounts(history)).toEqual([
    ['charge', 4_500n],
    ['charge', 700n],
  ])
  expect(history.quarantined.rows).toMatchObject([{ file: 'transactions1.csv', line: 4, reason: 'contradiction', field: 'grossMinor' }])
})

test('transactions of several downloads: one that stands in both is one, and parts of an order that the orders lack are sales of their own', async () => {
  const both = await load(
    [row('sale', '45.00')],
    [row('sale', '45.00'), row('capture', '60.00', '2,#1002')],
    [row('capture', '40.00', '2,#1002')],
  )
  expect(amounts(both).toSorted(([, a], [, b]) => Number(a - b))).toEqual([
    ['charge', 4_000n],
    ['charge', 4_500n],
    ['charge', 6_000n],
  ])
  expect(both.quarantined.count).toBe(0)
})

test('both without one that fills are refused, and so is one that fills another shop', () => {
  const parse = (files: readonly object[]): unknown => parseHistoryProfile({ version: 1, files }, 'p.json')
  expect(() => parse([orders, transactions])).toThrow(/files\[1\]: the transactions of "m1" tell the sales that its orders tell/)
  expect(() => parse([orders, { ...transactions, merchant: 'm2', fills: true }])).toThrow(/no other export of account "shop"/)
  expect(() => parse([orders, { ...transactions, merchant: 'm2' }])).not.toThrow()
  expect(() => parse([{ ...orders, fills: true }])).toThrow(/fills is not known for shopify-orders/)
})
