import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentOf, identityOf, identityText } from '../../harness/model/record-key.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { sampleRecord } from '../../tests/support/sample-record.ts'
import { resolveSynthetic } from '../generate/options.ts'
import { synthesize } from '../generate/synthesize.ts'
import { inOrderOfTime } from '../history.ts'
import { amplify, amplifyInTurns, type Amplified } from './amplify.ts'
import type { TimedRecord } from './copies.ts'

function history(seed: number, targetRecords: number): readonly CanonicalRecord[] {
  const options = { seed, tenants: 2, merchants: 3, targetRecords, days: 2, discrepancies: 'typical', startDate: '2026-03-02' } as const
  return inOrderOfTime(synthesize(resolveSynthetic(options)).records)
}

function timed(records: readonly CanonicalRecord[]): TimedRecord[] {
  return records.map((record) => ({ record, atMs: Date.parse(record.occurredAt) }))
}

function recordsOf(amplified: Amplified): CanonicalRecord[] {
  return Array.from(amplified.timed(), ({ record }) => record)
}

/** A charge of the ledger and the processor, its payout and the bank line, 10:00 to 10:03. */
function smallWorld(grossMinor: bigint, id = '0001'): CanonicalRecord[] {
  const at = (minute: number): string => `2026-01-05T10:0${minute}:00.000Z`
  const charge = { ...sampleRecord, kind: 'charge', ref: `pi_${id}`, currency: 'USD', businessDate: '2026-01-05' } as const
  const { ref: _ref, ...plain } = charge
  const amounts = (gross: bigint, fee: bigint) => ({ grossMinor: gross, feeMinor: fee, netMinor: gross - fee })
  return [
    { ...charge, side: 'ledger', source: 'ledger', account: 'books', recordId: `le_${id}`, ...amounts(grossMinor, 0n), occurredAt: at(0) },
    {
      ...charge,
      side: 'processor',
      source: 'stripe',
      account: 'acct_1',
      recordId: `txn_${id}`,
      payoutRef: `po_${id}`,
      ...amounts(grossMinor, 100n),
      occurredAt: at(1),
    },
    {
      ...plain,
      kind: 'payout',
      side: 'processor',
      source: 'stripe',
      account: 'acct_1',
      recordId: `txn_9${id.slice(1)}`,
      ref: `po_${id}`,
      ...amounts(100n - grossMinor, 0n),
      occurredAt: at(2),
    },
    {
      ...plain,
      kind: 'bank_line',
      side: 'bank',
      source: 'bank',
      account: 'bank-1',
      recordId: `BANK${id}`,
      references: [`po_${id}`, 'STRIPE 7'],
      ...amounts(grossMinor - 100n, 0n),
      occurredAt: at(3),
    },
  ]
}

describe('an amplified history', () => {
  test.each([0, 1.5, -1, 10_001])('times %s is refused', (factor) => {
    expect(() => amplify([], factor)).toThrow(/amplify must be a whole number from 1 to 10000/)
  })

  test('once is the history', () => {
    const records = history(1, 200)
    expect(recordsOf(amplify(timed(records), 1))).toEqual(records)
  })

  test('is the same when others get a turn while it is made, and ends when they throw', async () => {
    const records = timed(history(3, 1_000))
    let turns = 0
    const amplified = await amplifyInTurns(records, 20, {}, async () => void turns++)
    const whole = amplify(records, 20)
    expect(turns).toBeGreaterThan(0)
    expect([amplified.offsets, amplified.notes, recordsOf(amplified)]).toEqual([whole.offsets, whole.notes, recordsOf(whole)])
    const stop = new Error('interrupted')
    await expect(amplifyInTurns(records, 20, {}, () => Promise.reject(stop))).rejects.toBe(stop)
  })

  test('has ids of the same shape, amounts that moved together, and a payout that still adds up', () => {
    const amplified = amplify(timed(smallWorld(5_000n)), 2)
    expect(amplified.offsets).toEqual([{ copy: 1, currency: 'USD', byMinor: 1n }])
    const copy = recordsOf(amplified).filter(({ recordId }) => !smallWorld(0n).some((record) => record.recordId === recordId))
    expect(
      copy.map(({ recordId, ref, payoutRef, references, grossMinor, feeMinor, netMinor }) => [
        recordId,
        ref ?? references,
        payoutRef,
        grossMinor,
        feeMinor,
        netMinor,
      ]),
    ).toEqual([
      ['le_5001', 'pi_5001', undefined, 5_001n, 0n, 5_001n],
      ['txn_5001', 'pi_5001', 'po_5001', 5_001n, 100n, 4_901n],
      ['txn_4001', 'po_5001', undefined, -4_901n, 0n, -4_901n],
      ['BANK5001', ['po_5001', 'STRIPE 2'], undefined, 4_901n, 0n, 4_901n],
    ])
  })

  test('moves what the shopper saw at the row’s own rate', () => {
    const world = smallWorld(5_000n).map((record) => ({
      ...record,
      presentment: { amountMinor: 750_000n, currency: 'JPY', rate: '0.0066' },
    }))
    const [, charge] = recordsOf(amplify(timed(world.filter(({ side }) => side !== 'bank')), 2)).slice(2)
    // One cent of 0.0066 dollars a yen is 1.5 yen.
    expect(charge?.presentment).toEqual({ amountMinor: 750_002n, currency: 'JPY', rate: '0.0066' })
  })

  test('skips offsets at which amounts of two copies would meet', () => {
    // 50.00 and 50.01: one cent more would make the first the second.
    const [one, other] = [smallWorld(5_000n, '0001'), smallWorld(5_001n, '0002')]
    const { offsets } = amplify(timed(inOrderOfTime([...one, ...other])), 3)
    expect(offsets.map(({ byMinor }) => byMinor)).toEqual([2n, 4n])
  })

  test('takes other merchants where a payout cannot move, and says so', () => {
    // A payout without members: what it lacks is its whole amount, in every copy.
    const world = smallWorld(5_000n).filter(({ recordId }) => recordId !== 'txn_0001')
    const amplified = amplify(timed(world), 3)
    expect(amplified.freshMerchants).toEqual([{ tenant: sampleRecord.tenant, merchant: sampleRecord.merchant, copies: [1, 2] }])
    expect(amplified.notes.join(' ')).toMatch(/is a merchant of its own in 2 copies/)
    const merchants = new Set(recordsOf(amplified).map(({ merchant }) => merchant))
    expect([...merchants]).toEqual(['', '~2', '~3'].map((end) => sampleRecord.merchant + end))
  })

  test('takes other merchants where ids have no room', () => {
    const [charge] = smallWorld(5_000n)
    const worlds = Array.from({ length: 6 }, (_, number) => ({
      ...(charge as CanonicalRecord),
      recordId: `le_${number}`,
      ref: `pi_${number}`,
    }))
    const amplified = amplify(timed(worlds), 2)
    expect(amplified.freshMerchants).toEqual([{ tenant: charge?.tenant, merchant: charge?.merchant, copies: [1], fullId: 'le_0' }])
    expect(amplified.notes.join(' ')).toContain('is a merchant of its own in 1 copies: there are not enough others of the shape of "le_0"')
    const all = recordsOf(amplified)
    expect(new Set(all.map((record) => identityText(identityOf(record)))).size).toBe(12)
  })

  test('takes other merchants where an id is of other letters and digits than ours', () => {
    const texts = ['注文', 'заказ', '١٠٠١', '--']
    for (const text of texts) {
      const world = smallWorld(5_000n).map((record) => ({ ...record, recordId: `${text}${record.side === 'bank' ? ' 1001' : ''}` }))
      const copied = recordsOf(amplify(timed(world), 3))
      const identities = (records: readonly CanonicalRecord[]): number =>
        new Set(records.map((record) => identityText(identityOf(record)))).size
      expect([text, identities(copied)]).toEqual([text, identities(world) * 3])
    }
  })

  test('leaves words of a bank line that name no payout as they are where they have no room', () => {
    const words = Array.from({ length: 10 }, (_, digit) => `${digit}`)
    const world = smallWorld(5_000n).map((record) =>
      record.kind === 'bank_line' ? { ...record, references: ['po_0001', ...words] } : record,
    )
    const amplified = amplify(timed(world), 3)
    expect(amplified.freshMerchants).toEqual([])
    const lines = recordsOf(amplified).filter(({ kind }) => kind === 'bank_line')
    expect(lines.map(({ references }) => references?.slice(1))).toEqual([words, words, words])
    expect(new Set(lines.map(({ references }) => references?.[0])).size).toBe(3)
    // One that does name a payout is another matter.
    const named = world.map((record) => (record.kind === 'payout' ? { ...record, traceRef: '7' } : record))
    expect(amplify(timed(named), 3).freshMerchants).toHaveLength(1)
  })

  test('has fresh identities and contents in each copy, and no amount of one copy in another', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 60, max: 300 }), fc.integer({ min: 2, max: 5 }), (seed, targetRecords, factor) => {
        const records = history(seed, targetRecords)
        const amplified = amplify(timed(records), factor)
        const all = recordsOf(amplified)
        const distinct = (of: (record: CanonicalRecord) => string, among: readonly CanonicalRecord[]): number => new Set(among.map(of)).size
        expect(distinct(contentOf, all)).toBe(distinct(contentOf, records) * factor)
        const identity = (record: CanonicalRecord): string => identityText(identityOf(record))
        expect(distinct(identity, all)).toBe(distinct(identity, records) * factor)
        const seen = new Map<string, number>()
        for (const [copy, own] of copiesOf(records, all, factor).entries()) {
          for (const { tenant, merchant, currency, side, kind, grossMinor, netMinor, parentRef } of own) {
            if (grossMinor === 0n || (kind === 'adjustment' && parentRef !== undefined)) continue
            const settles = kind === 'payout' || side === 'bank'
            const amount = settles ? `settled ${netMinor < 0n ? -netMinor : netMinor}` : `gross ${grossMinor}`
            const key = JSON.stringify([tenant, merchant, currency, amount])
            expect([key, seen.get(key) ?? copy]).toEqual([key, copy])
            seen.set(key, copy)
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  test('is in the order of time, and spread evenly over the original’s', () => {
    const records = history(3, 400)
    const all = recordsOf(amplify(timed(records), 4))
    const times = all.map(({ occurredAt }) => occurredAt)
    expect(times).toEqual(times.toSorted())
    const [first, last] = [records[0]?.occurredAt ?? '', records.at(-1)?.occurredAt ?? '']
    expect(times[0]).toBe(first)
    const gapMs = (Date.parse(last) - Date.parse(first)) / (records.length - 1)
    expect(Date.parse(times.at(-1) ?? '') - Date.parse(last)).toBeLessThan(gapMs)
  })

  test('leaves a record that has only a day at its day', () => {
    const [charge] = smallWorld(5_000n)
    const noon = Date.parse('2026-01-05T12:00:00Z')
    const record = { ...(charge as CanonicalRecord), occurredAt: '2026-01-05T00:00:00.000Z' }
    const other = { ...record, recordId: 'le_0002', ref: 'pi_0002' }
    const copies = [
      ...amplify(
        [
          { record, atMs: noon },
          { record: other, atMs: noon + 60_000 },
        ],
        2,
      ).timed(),
    ]
    expect(copies.map(({ atMs }) => atMs - noon)).toEqual([0, 30_000, 60_000, 90_000])
    expect(new Set(copies.map((copy) => copy.record.occurredAt))).toEqual(new Set([record.occurredAt]))
  })
})

/** By copy: of the records at one place of the original, the n-th in time is the n-th copy. */
function copiesOf(records: readonly CanonicalRecord[], all: readonly CanonicalRecord[], factor: number): CanonicalRecord[][] {
  const span = Date.parse(records.at(-1)?.occurredAt ?? '') - Date.parse(records[0]?.occurredAt ?? '')
  const stepMs = span / (records.length - 1) / factor
  const places = new Map<string, number>()
  for (let copy = 0; copy < factor; copy++) {
    for (const record of records) {
      const shape = shapeText(record, new Date(Date.parse(record.occurredAt) + Math.floor(copy * stepMs)).toISOString())
      places.set(shape, copy)
    }
  }
  const copies = Array.from({ length: factor }, (): CanonicalRecord[] => [])
  for (const record of all) copies[places.get(shapeText(record, record.occurredAt)) ?? -1]?.push(record)
  return copies
}

function shapeText({ tenant, side, kind, account }: CanonicalRecord, occurredAt: string): string {
  return JSON.stringify([tenant, side, kind, account, occurredAt])
}
