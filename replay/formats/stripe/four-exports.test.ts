import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadHistory, type History } from '../../history.ts'
import type { HistoryProfile } from '../../profile.ts'
import { smallFiles } from '../traps/processor-files.ts'

/** The four exports of one account, as far as they hold the shared scenario. The payout reconciliation leads. */
const exports = {
  // Neither its trace nor what a refund is of stands in the one that leads.
  'a-reconciliation.csv': smallFiles['stripe-itemized'].map((line) => line.replace(',TR091', ',').replace('re_1,ch_1,', 're_1,,')),
  'b-change.csv': smallFiles['stripe-balance-change'],
  'c-payouts.csv': [`${smallFiles['stripe-payouts'][0]},trace_id`, ...smallFiles['stripe-payouts'].slice(1).map((line) => `${line},TR091`)],
  'd-pages.json': [
    JSON.stringify({
      object: 'list',
      data: [
        ['txn_1', 10_000, 320, 'charge', 'ch_1'],
        ['txn_6', -5_995, 0, 'payout', 'po_1'],
        ['txn_9', 700, 0, 'charge', 'ch_9'],
      ].map(([id, amount, fee, category, source]) => ({
        id,
        object: 'balance_transaction',
        amount,
        fee,
        net: Number(amount) - Number(fee),
        currency: 'usd',
        created: 1_767_607_200,
        reporting_category: category,
        source,
        status: 'available',
      })),
    }),
  ],
}

const profileLedBy = (leads: string): HistoryProfile => ({
  version: 1,
  files: (
    [
      ['a-reconciliation.csv', 'stripe-itemized'],
      ['b-change.csv', 'stripe-balance-change'],
      ['c-payouts.csv', 'stripe-payouts'],
      ['d-pages.json', 'stripe-api'],
    ] as const
  ).map(([file, format]) => ({
    file,
    format,
    account: 'acct_1',
    zone: 'UTC',
    tenant: 'acme',
    merchant: 'm1',
    ...(file === leads ? {} : { fills: true as const }),
  })),
})
const profile = profileLedBy('a-reconciliation.csv')

async function load(files: Readonly<Record<string, readonly string[]>>, by = profile): Promise<History> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-exports-'))
  for (const [name, lines] of Object.entries(files)) await writeFile(join(folder.path, name), `${lines.join('\n')}\n`)
  return await loadHistory(folder.path, by)
}

test('four exports of one account are one history: each transaction once, with what any of them knows of it', async () => {
  const { records, quarantined, files, controls } = await load(exports)
  expect(records.map(({ recordId }) => recordId).toSorted()).toEqual([
    'txn_1',
    'txn_2',
    'txn_3',
    'txn_4',
    'txn_5',
    'txn_6',
    'txn_7',
    'txn_9',
  ])
  const byId = new Map(records.map((record) => [record.recordId, record]))
  expect(byId.get('txn_1')).toMatchObject({ ref: 'pi_1', parentRef: 'ch_1', status: 'available' })
  expect(byId.get('txn_3')).toMatchObject({ ref: 're_1', parentRef: 'ch_1' })
  expect(byId.get('txn_6')).toMatchObject({ ref: 'po_1', traceRef: 'TR091' })
  expect(quarantined.rows).toEqual([])
  expect(controls.filter(({ failed }) => failed > 0)).toEqual([])
  expect(files.map(({ physicalRows, records: count, quarantined: bad, notBooked }) => [physicalRows, count, bad, notBooked])).toEqual([
    [6, 6, 0, 0],
    [5, 0, 0, 5],
    [2, 1, 0, 1],
    [3, 1, 0, 2],
  ])
})

test('an export that contradicts the one that leads is quarantined in the rows that do', async () => {
  const contradicting = exports['b-change.csv'].map((line) => line.replace('50.00,1.75,48.25', '50.00,1.74,48.26'))
  const { records, quarantined } = await load({ ...exports, 'b-change.csv': contradicting })
  expect(quarantined.rows).toMatchObject([{ file: 'b-change.csv', line: 3, reason: 'contradiction', field: 'feeMinor' }])
  expect(records.find(({ recordId }) => recordId === 'txn_2')).toMatchObject({ feeMinor: 175n })
})

test('which export leads is the profile’s to say, whatever the names of the files', async () => {
  const { 'a-reconciliation.csv': leading, ...others } = exports
  const renamed: HistoryProfile = {
    ...profile,
    files: profile.files.map((entry) => (entry.file.startsWith('a-') ? { ...entry, file: 'z.csv' } : entry)),
  }
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-exports-'))
  for (const [name, lines] of Object.entries({ ...others, 'z.csv': leading }))
    await writeFile(join(folder.path, name), `${lines.join('\n')}\n`)
  const { records, files } = await loadHistory(folder.path, renamed)
  expect([files[0]?.file, records.length]).toEqual(['z.csv', 8])
})

/** As a dashboard exports the report with few of its columns. */
const withoutMovements = [
  'payout_id,effective_at_utc,currency,gross,fee,net,reporting_category,trace_id',
  'po_1,2026-01-08 00:00:00,usd,-59.95,0.00,-59.95,payout,TR091',
  'po_2,2026-01-09 00:00:00,usd,-10.00,0.00,-10.00,payout,',
  'po_2,2026-01-10 00:00:00,usd,10.00,0.00,10.00,payout_reversal,',
]

test.each(['a-reconciliation.csv', 'c-payouts.csv'])(
  'a payouts report without ids of movements tells the same payouts as the reconciliation, also where they came back (%s leads)',
  async (leads) => {
    const [rows, payouts] = [exports['a-reconciliation.csv'], withoutMovements]
    const returned = [
      'txn_8,2026-01-09 00:00:00,usd,-10.00,0.00,-10.00,payout,po_2,,,,',
      'txn_9,2026-01-10 00:00:00,usd,10.00,0.00,10.00,payout_reversal,po_2,,,,',
    ]
    const { records, quarantined } = await load(
      { 'a-reconciliation.csv': [...rows, ...returned], 'c-payouts.csv': payouts },
      profileLedBy(leads),
    )
    expect(quarantined.rows).toEqual([])
    const ofPayouts = records.filter(({ kind }) => kind === 'payout' || kind === 'payout_return')
    expect(ofPayouts.map(({ kind, ref, netMinor }) => [kind, ref, netMinor])).toEqual([
      ['payout', 'po_1', -5_995n],
      ['payout', 'po_2', -1_000n],
      ['payout_return', 'po_2', 1_000n],
    ])
    expect(ofPayouts[0]).toMatchObject({ traceRef: 'TR091' })
    expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(records.length)
  },
)

test('what two exports that fill both have, and the one that leads has not, is one transaction', async () => {
  const { records, quarantined, files } = await load({
    'a-reconciliation.csv': exports['a-reconciliation.csv'].filter((line) => !line.includes(',payout,')),
    'c-payouts.csv': exports['c-payouts.csv'],
    'd-pages.json': exports['d-pages.json'],
  })
  expect(records.filter(({ ref }) => ref === 'po_1')).toMatchObject([{ recordId: 'txn_6', traceRef: 'TR091' }])
  expect(quarantined.rows).toEqual([])
  expect(files.map(({ records: count, notBooked }) => [count, notBooked])).toEqual([
    [5, 0],
    [2, 0],
    [1, 2],
  ])
})

test('of payouts beside the balance change those are automatic that it names, others are not', async () => {
  const manual = (smallFiles['stripe-payouts'][1] ?? '').replaceAll('po_1', 'po_2').replace('txn_6', 'txn_7')
  const files = { 'b-change.csv': exports['b-change.csv'], 'c-payouts.csv': [...smallFiles['stripe-payouts'], manual] }
  const entries = profile.files
    .filter(({ file }) => file in files)
    .map((entry) => ({ ...entry, fills: entry.file === 'c-payouts.csv' || undefined }))
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-payouts-'))
  for (const [name, lines] of Object.entries(files)) await writeFile(join(folder.path, name), `${lines.join('\n')}\n`)
  const { records } = await loadHistory(folder.path, { version: 1, files: entries } as HistoryProfile)
  const payouts = records.filter(({ kind }) => kind === 'payout')
  expect(payouts.map(({ ref, automatic }) => [ref, automatic])).toEqual([
    ['po_1', undefined],
    ['po_2', false],
  ])
})
