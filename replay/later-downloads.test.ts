import { describe, expect, test } from 'vitest'
import type { CanonicalRecord } from '../harness/model/record.ts'
import { recordOf } from '../tests/support/sample-record.ts'
import { fillFromOtherFiles } from './later-downloads.ts'

const row = (change: Partial<CanonicalRecord> = {}): CanonicalRecord =>
  recordOf({ side: 'processor', source: 'stripe', kind: 'charge', recordId: 'txn_1', ...change })
const paid = row({ payoutRef: 'po_1' })

describe('a transaction in two downloads of one report', () => {
  test('is one: what either knows, both say', () => {
    expect(fillFromOtherFiles([[row()], [paid]])).toEqual([[paid], [paid]])
    const [traced, both] = [row({ traceRef: 'TR1' }), row({ traceRef: 'TR1', payoutRef: 'po_1' })]
    expect(fillFromOtherFiles([[traced], [row()], [paid, row({ recordId: 'txn_2' })]])).toEqual([
      [both],
      [both],
      [both, row({ recordId: 'txn_2' })],
    ])
  })

  test.each([
    ['they contradict each other', [paid], [row({ payoutRef: 'po_2' })]],
    ['they differ in what no download leaves out', [paid], [row({ grossMinor: 1n })]],
    ['one file has it twice, and differs', [row(), paid], [row()]],
    ['they are of two accounts', [row({ account: 'other' })], [paid]],
    ['they are of two kinds', [row({ kind: 'fee' })], [paid]],
    ['it is in one file alone', [row(), paid], []],
  ])('stays as it is where %s', (_what, first, second) => {
    expect(fillFromOtherFiles([first, second])).toEqual([first, second])
  })

  test('another status is no contradiction, and stays', () => {
    const [pending, available] = [row({ status: 'pending' }), row({ status: 'available', payoutRef: 'po_1' })]
    expect(fillFromOtherFiles([[pending], [available]])).toEqual([[{ ...pending, payoutRef: 'po_1' }], [available]])
  })
})

test('lines of banks and ledgers are left alone', () => {
  const files = [
    [recordOf({ side: 'ledger', kind: 'charge', recordId: 'a' })],
    [recordOf({ side: 'ledger', kind: 'charge', recordId: 'a', ref: 'other' })],
  ]
  expect(fillFromOtherFiles(files)).toEqual(files)
})
