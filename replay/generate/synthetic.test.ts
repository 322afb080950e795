import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contentOf, encodeRecord } from '../../harness/model/record-key.ts'
import { recordProblems, type CanonicalRecord, type Kind } from '../../harness/model/record.ts'
import { loadHistory, loadHistoryProfile, type History } from '../history.ts'
import { decodeKey, paymentPlants, payoutPlants } from './key.ts'
import { resolveSynthetic, type SyntheticOptions } from './options.ts'
import { synthesize } from './synthesize.ts'
import { syntheticFiles, writeSyntheticHistory } from './write-history.ts'

const typical: SyntheticOptions = {
  seed: 11,
  tenants: 3,
  merchants: 12,
  targetRecords: 6_000,
  days: 4,
  discrepancies: 'typical',
  // Summer time begins on the 29th in the default zone.
  startDate: '2026-03-27',
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-synthetic-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function writtenAndRead(options: SyntheticOptions): Promise<History> {
  await writeSyntheticHistory(folder, options)
  return loadHistory(folder, await loadHistoryProfile(join(folder, 'profile.json')))
}

describe('a synthetic history', () => {
  test('is the same bytes for the same seed, and others for another', () => {
    const bytes = (options: SyntheticOptions): string => JSON.stringify([...syntheticFiles(options).files])
    expect(bytes(typical)).toBe(bytes({ ...typical }))
    expect(bytes(typical)).not.toBe(bytes({ ...typical, seed: 12 }))
  })

  test('written as files and read back is the records that it was made of, in the order of time', async () => {
    const history = await writtenAndRead(typical)
    const made = synthesize(resolveSynthetic(typical)).records
    expect(history.records.map(encodeRecord).toSorted()).toEqual(made.map(encodeRecord).toSorted())
    const times = history.records.map(({ occurredAt }) => occurredAt)
    expect(times).toEqual(times.toSorted())
    expect(history.records.flatMap(recordProblems)).toEqual([])
    expect(history.quarantined.rows).toEqual([])
    expect(history.files.reduce((sum, { physicalRows }) => sum + physicalRows, 0)).toBe(typical.targetRecords)
  })

  test('without discrepancies proves every control of its files', async () => {
    const { controls } = await writtenAndRead({ ...typical, discrepancies: 'none' })
    expect(controls.reduce((sum, { failed }) => sum + failed, 0)).toBe(0)
    expect(new Set(controls.map(({ name }) => name))).toEqual(
      new Set(['row-equation', 'payout-members', 'statement-balance', 'statement-summary']),
    )
  })

  test('with discrepancies fails only the controls of payouts that the key names', async () => {
    const { controls } = await writtenAndRead(typical)
    const failed = controls.filter((control) => control.failed > 0)
    expect(new Set(failed.map(({ name }) => name))).toEqual(new Set(['payout-members']))
    const key = syntheticFiles(typical).key.filter(({ plant }) => plant === 'payout-imbalance' || plant === 'identity-conflict-processor')
    const sum = failed.reduce((total, control) => total + control.failed, 0)
    // Two conflicts may fall into one payout.
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeLessThanOrEqual(key.length)
  })

  test('names every planted record and its state in the key', () => {
    const { files, key } = syntheticFiles(typical)
    expect(decodeKey(files.get('key.ndjson') ?? '')).toEqual(key)
    expect(new Set(key.map(({ plant }) => plant))).toEqual(new Set([...paymentPlants, ...payoutPlants]))
    const { records } = synthesize(resolveSynthetic(typical))
    const deliveries = Map.groupBy(records, contentOf)
    for (const { plant, records: planted, redelivered } of key) {
      const delivered = planted.reduce((sum, { content }) => sum + (deliveries.get(content)?.length ?? 0), 0)
      expect([plant, delivered]).toEqual([plant, planted.length + redelivered])
    }
    const redelivered = key.reduce((sum, plant) => sum + plant.redelivered, 0)
    expect(deliveries.size).toBe(records.length - redelivered)
  })

  test.each(['none', 'typical'] as const)(
    'of any size and shape (%s) has exactly its records, and pays out what it collected',
    (discrepancies) => {
      const options = fc.record({
        seed: fc.nat(1_000_000),
        tenants: fc.integer({ min: 1, max: 3 }),
        merchants: fc.integer({ min: 3, max: 40 }),
        targetRecords: fc.integer({ min: 1, max: 1_500 }),
        days: fc.integer({ min: 1, max: 5 }),
        zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
        pairGapRecords: fc.constantFrom(undefined, 50),
      })
      fc.assert(
        fc.property(options, ({ pairGapRecords, ...rest }) => {
          const made = synthesize(
            resolveSynthetic({
              ...rest,
              ...(pairGapRecords === undefined ? {} : { pairGapRecords }),
              discrepancies,
              startDate: '2026-10-24',
            }),
          )
          expect(made.records).toHaveLength(rest.targetRecords)
          const excused = new Set(
            made.key.flatMap(({ plant, records }) => (plant === 'payout-imbalance' ? records : [])).map(({ content }) => content),
          )
          expect(unbalancedPayouts(made.records).filter((payout) => !excused.has(contentOf(payout)))).toEqual([])
          expect(discrepancies === 'none' ? made.key : []).toEqual([])
        }),
        { numRuns: 60 },
      )
    },
  )

  test('has refunds, disputes, reversals and fees in their proportions, a payout and a line for each merchant and day, and a long tail', () => {
    const { records } = synthesize(resolveSynthetic({ ...typical, discrepancies: 'none', targetRecords: 20_000 }))
    const count = (kind: Kind, side: CanonicalRecord['side']): number =>
      records.filter((record) => record.kind === kind && record.side === side).length
    const charges = count('charge', 'processor')
    expect(count('refund', 'processor') / charges).toBeGreaterThanOrEqual(0.03)
    expect(count('dispute', 'ledger') / charges).toBeGreaterThanOrEqual(0.003)
    expect(count('dispute_reversal', 'ledger')).toBeGreaterThan(0)
    expect(count('fee', 'processor')).toBeGreaterThan(0)
    expect(records.some(({ automatic }) => automatic === false)).toBe(true)
    const active = new Set(
      records
        .filter(({ side, kind }) => side === 'processor' && kind !== 'payout')
        .map(({ tenant, merchant, businessDate }) => `${tenant} ${merchant} ${businessDate}`),
    )
    expect(count('payout', 'processor')).toBe(active.size)
    expect(count('bank_line', 'bank')).toBe(active.size)
    const shares = [...Map.groupBy(records, ({ tenant, merchant }) => `${tenant} ${merchant}`).values()]
      .map((own) => own.length)
      .toSorted((a, b) => b - a)
    expect(shares[0]).toBeGreaterThan((shares[1] ?? 0) * 1.5)
  })

  test('has both sides of a payment, and a payout and its line, within 2 s, in either order', () => {
    const { records } = synthesize(resolveSynthetic({ ...typical, discrepancies: 'none' }))
    const gaps = gapsMs(records)
    expect(gaps.length).toBeGreaterThan(2_000)
    expect(Math.max(...gaps.map(Math.abs))).toBeLessThanOrEqual(2_000)
    expect(gaps.some((gap) => gap < 0) && gaps.some((gap) => gap > 0)).toBe(true)
  })

  test('gives the largest merchant its share of each phase', async () => {
    const phases = [
      { name: 'normal', records: 4_000 },
      { name: 'surge', records: 12_000, surgeMerchantShare: 0.8 },
      { name: 'recovery', records: 4_000 },
    ]
    const { records } = await writtenAndRead({ ...typical, merchants: 60, targetRecords: 20_000, days: 3, phases })
    const share = (from: number, to: number): number => {
      const stretch = records.slice(from, to)
      return stretch.filter(({ tenant, merchant }) => tenant === 'tenant-1' && merchant === 'm-001').length / stretch.length
    }
    expect(share(0, 4_000)).toBeLessThan(0.4)
    expect(share(4_000, 16_000)).toBeGreaterThan(0.79)
    expect(share(4_000, 16_000)).toBeLessThan(0.81)
    expect(share(16_000, 20_000)).toBeLessThan(0.4)
  })
})

describe('options', () => {
  test('are refused with every problem and the value seen', () => {
    const bad = {
      ...typical,
      tenants: 0,
      days: 1.5,
      startDate: '2026-02-30',
      targetRecords: 10,
      phases: [{ name: 'a', records: 9, surgeMerchantShare: 2 }],
    }
    expect(() => resolveSynthetic(bad)).toThrow(
      expect.objectContaining({
        code: 'BAD_CONFIGURATION',
        problems: [
          'tenants must be a whole number from 1 to 1000, got 0',
          'days must be a whole number from 1 to 366, got 1.5',
          'startDate must be a day such as 2026-01-05, got 2026-02-30',
          'surgeMerchantShare of a must be from 0 to 1, got 2',
          'records of the phases must add up to targetRecords 10, got 9',
        ],
      }),
    )
  })

  test('a folder that cannot be written is told', async () => {
    await expect(writeSyntheticHistory(join('/dev/null', 'x'), typical)).rejects.toMatchObject({ code: 'OUTPUT_NOT_WRITABLE' })
  })
})

/** Payouts whose members, conflicts left out and redeliveries counted once, do not add up to them. */
function unbalancedPayouts(records: readonly CanonicalRecord[]): CanonicalRecord[] {
  const distinct = [...new Map(records.map((record) => [contentOf(record), record])).values()]
  const name = ({ tenant, merchant, side, recordId, kind }: CanonicalRecord): string => [tenant, merchant, side, recordId, kind].join(' ')
  const alone = [...Map.groupBy(distinct, name).values()].flatMap((versions) => (versions.length === 1 ? versions : []))
  return alone.filter((payout) => {
    if (payout.kind !== 'payout' || payout.automatic === false) return false
    const members = alone.filter(
      ({ tenant, merchant, payoutRef }) => tenant === payout.tenant && merchant === payout.merchant && payoutRef === payout.ref,
    )
    return members.reduce((sum, { netMinor }) => sum + netMinor, payout.netMinor) !== 0n
  })
}

/** Processor − ledger of each payment, bank − payout of each payout. */
function gapsMs(records: readonly CanonicalRecord[]): number[] {
  const ms = ({ occurredAt }: CanonicalRecord): number => Date.parse(occurredAt)
  const pairs = Map.groupBy(records, ({ tenant, merchant, kind, ref, side, businessDate }) =>
    side === 'bank' || kind === 'payout' ? `${tenant} ${merchant} ${businessDate} settlement` : `${tenant} ${merchant} ${kind} ${ref}`,
  )
  return [...pairs.values()].flatMap((pair) => {
    const early = pair.find(({ side, kind }) => side === 'ledger' || kind === 'payout')
    const late = pair.find(({ side, kind }) => side !== 'ledger' && kind !== 'payout' && kind !== 'fee')
    return early === undefined || late === undefined ? [] : [ms(late) - ms(early)]
  })
}
