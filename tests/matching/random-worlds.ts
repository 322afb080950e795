/** Small random worlds in which everything collides: 2 refs, 2 amounts, 2 tenants, 2 merchants, 2 currencies, all kinds and sides. */

import * as fc from 'fast-check'
import type { MatchProfile } from '../../harness/model/match-result.ts'
import type { CanonicalRecord, Kind, Side } from '../../harness/model/record.ts'

export interface RandomWorld {
  readonly deliveries: readonly CanonicalRecord[]
  readonly profile: MatchProfile
  readonly closeDate: string | undefined
}

const refs = ['r1', 'r2'] as const

const common = {
  // Mostly one partition: eight records spread evenly over four would hardly ever meet.
  tenant: fc.oneof({ weight: 6, arbitrary: fc.constant('t1') }, { weight: 1, arbitrary: fc.constant('t2') }),
  merchant: fc.oneof({ weight: 6, arbitrary: fc.constant('m1') }, { weight: 1, arbitrary: fc.constant('m2') }),
  recordId: fc.integer({ min: 1, max: 9 }).map((id) => `id${id}`),
  currency: fc.oneof({ weight: 4, arbitrary: fc.constant('USD') }, { weight: 1, arbitrary: fc.constant('EUR') }),
  amountMinor: fc.constantFrom(100n, 101n),
  negative: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  feeMinor: fc.oneof({ weight: 4, arbitrary: fc.constant(0n) }, { weight: 1, arbitrary: fc.constant(1n) }),
  businessDate: fc.constantFrom('2026-01-05', '2026-01-06'),
  ref: fc.option(fc.constantFrom(...refs), { nil: undefined, freq: 8 }),
  other: fc.option(fc.constantFrom(...refs), { nil: undefined, freq: 2 }),
  manual: fc.integer({ min: 0, max: 7 }).map((roll) => roll === 0),
}

type Draw = { readonly [Name in keyof typeof common]: (typeof common)[Name] extends fc.Arbitrary<infer Value> ? Value : never }

const shapes: readonly { readonly weight: number; readonly kinds: readonly Kind[]; readonly sides: readonly Side[] }[] = [
  { weight: 6, kinds: ['charge'], sides: ['ledger', 'processor'] },
  { weight: 2, kinds: ['refund', 'dispute', 'dispute_reversal'], sides: ['ledger', 'processor'] },
  { weight: 1, kinds: ['fee', 'adjustment', 'fx', 'other'], sides: ['ledger', 'processor', 'bank'] },
  { weight: 1, kinds: ['payout_return'], sides: ['processor'] },
  { weight: 4, kinds: ['payout'], sides: ['processor'] },
  { weight: 4, kinds: ['bank_line'], sides: ['bank'] },
]

const record: fc.Arbitrary<CanonicalRecord> = fc.oneof(
  ...shapes.map(({ weight, kinds, sides }) => ({
    weight,
    arbitrary: fc
      .tuple(fc.record(common), fc.constantFrom(...kinds), fc.constantFrom(...sides))
      .map(([draw, kind, side]) => recordOf(draw, kind, side)),
  })),
)

function recordOf(draw: Draw, kind: Kind, side: Side): CanonicalRecord {
  const towards = draw.negative !== (kind === 'payout')
  const netMinor = towards ? -draw.amountMinor : draw.amountMinor
  const leg1 = side !== 'bank' && kind !== 'payout'
  return {
    tenant: draw.tenant,
    merchant: draw.merchant,
    side,
    source: side,
    account: 'a',
    recordId: draw.recordId,
    kind,
    ...(draw.ref === undefined || kind === 'bank_line' ? {} : { ref: draw.ref }),
    ...(side === 'processor' && draw.other !== undefined ? { payoutRef: draw.other } : {}),
    ...(kind === 'payout' && draw.other !== undefined ? { traceRef: draw.other } : {}),
    ...(kind === 'bank_line' ? references([draw.ref, draw.other]) : {}),
    ...(kind === 'payout' && draw.manual ? { automatic: false } : {}),
    // Members are compared by net, pairs by gross: a fee sets the two apart.
    grossMinor: netMinor + (leg1 ? draw.feeMinor : 0n),
    feeMinor: leg1 ? draw.feeMinor : 0n,
    netMinor,
    currency: draw.currency,
    occurredAt: `${draw.businessDate}T10:00:00.000Z`,
    businessDate: draw.businessDate,
  }
}

function references(names: readonly (string | undefined)[]): { references?: readonly string[] } {
  const known = names.filter((name) => name !== undefined)
  return known.length === 0 ? {} : { references: known }
}

/** Up to 8 records, some of them delivered again, with or without a close that decides one day or both. */
export const randomWorld: fc.Arbitrary<RandomWorld> = fc
  .record({
    records: fc.array(record, { minLength: 1, maxLength: 8, size: 'max' }),
    again: fc.array(fc.nat({ max: 7 }), { maxLength: 2 }),
    closeDate: fc.constantFrom(undefined, '2026-01-10', '2026-01-11', '2026-01-12', '2026-01-12'),
    abs: fc.constantFrom(0n, 0n, 1n),
    bps: fc.constantFrom(0n, 0n, 100n),
  })
  .map(({ records, again, closeDate, abs, bps }) => ({
    deliveries: [...records, ...again.flatMap((at) => records.slice(at, at + 1))],
    profile: { level: 'L1', carryDays: 5, tolerance: { abs, bps } },
    closeDate,
  }))
