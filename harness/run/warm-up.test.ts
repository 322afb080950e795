import { expect, test } from 'vitest'

import { recordOf } from '../../tests/support/sample-record.ts'
import { defaultProfile } from '../model/match-result.ts'
import { outcomeCodes } from '../model/outcome.ts'
import type { OutcomeKind } from '../model/outcome.ts'
import { match } from '../oracle/match.ts'
import { loadWithDefaults } from '../scenario/load.ts'
import { warmUpNotes, warmUpPlan } from './warm-up.ts'

test.each<{ name: string; kinds: OutcomeKind[]; isDrained: boolean; notes: string[] }>([
  { name: 'went well', kinds: ['accepted', 'accepted'], isDrained: true, notes: [] },
  { name: 'was empty', kinds: [], isDrained: true, notes: [] },
  {
    name: 'was half refused',
    kinds: ['accepted', 'refused', 'unknown'],
    isDrained: true,
    notes: ['warm-up: 1 of 3 records were accepted'],
  },
  {
    name: 'was not worked through',
    kinds: ['accepted'],
    isDrained: false,
    notes: ['warm-up: not worked through within 30 s, the load began all the same'],
  },
])('a warm-up that $name', ({ kinds, isDrained, notes }) => {
  expect(warmUpNotes({ outcome: Uint8Array.from(kinds, (kind) => outcomeCodes[kind]) }, isDrained, 30_000)).toEqual(notes)
})

const payment = [
  recordOf({ recordId: 'le_1', kind: 'charge', side: 'ledger', ref: 'pi_1', grossMinor: 10_000n }),
  recordOf({ recordId: 'txn_1', kind: 'charge', side: 'processor', ref: 'pi_1', payoutRef: 'po_1', grossMinor: 10_000n }),
  recordOf({ recordId: 'po_1', kind: 'payout', side: 'processor', ref: 'po_1', traceRef: 'T1', grossMinor: -10_000n }),
  recordOf({ recordId: 'b_1', kind: 'bank_line', side: 'bank', references: ['T1'], grossMinor: 10_000n }),
]
const { load } = loadWithDefaults({ executor: 'constant-arrival-rate', rate: 1, duration: '1s' })
const others = recordOf({ recordId: 'x_1', kind: 'charge', side: 'ledger', tenant: 'other' })

test.each([
  { durationMs: 1_000, perSecond: 3, recordIds: ['le_1', 'txn_1', 'po_1'] },
  { durationMs: 2_000, perSecond: 3, recordIds: ['le_1', 'txn_1', 'po_1', 'b_1', 'le_1-lap1', 'txn_1-lap1'] },
  { durationMs: 0, perSecond: 3, recordIds: [] },
])('a warm-up of $durationMs ms at $perSecond/s sends $recordIds', ({ durationMs, perSecond, recordIds }) => {
  const { records, dueUs } = warmUpPlan([...payment, others], 'warmup', { ...load, warmUp: { durationMs, perSecond } })
  expect(records.map(({ recordId }) => recordId)).toEqual(recordIds)
  expect([...dueUs]).toEqual(recordIds.map((_, index) => Math.round((index * 1e6) / perSecond)))
  expect(new Set(records.map(({ tenant }) => tenant))).toEqual(new Set(recordIds.length === 0 ? [] : ['warmup']))
})

test('each lap of a warm-up is matched as the first is', () => {
  const { records } = warmUpPlan(payment, 'warmup', { ...load, warmUp: { durationMs: 3_000, perSecond: 4 } })
  const states = match(records, defaultProfile, '2026-01-20').results.map(({ state }) => state)
  expect(states).toEqual(Array.from({ length: 12 }, () => 'MATCHED'))
})

test('a history without a record has nothing to warm up with', () => {
  expect(warmUpPlan([], 'warmup', { ...load, warmUp: { durationMs: 1_000, perSecond: 9 } }).records).toEqual([])
})
