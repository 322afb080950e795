/** Random worlds for a real system: each a merchant of its own, delivered in two phases with a close behind each. Knows no system. */

import * as fc from 'fast-check'
import type { MatchProfile } from '../../harness/model/match-result.ts'
import { leg1Kinds } from '../../harness/model/record.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { randomWorld } from './random-worlds.ts'

export interface PhasedWorld {
  /** The prefix of its merchants. */
  readonly name: string
  readonly first: readonly CanonicalRecord[]
  readonly second: readonly CanonicalRecord[]
}

/** Worlds of one profile and one pair of close dates. They share tenants, because profile and closes belong to a tenant. */
export interface WorldGroup {
  readonly tenants: readonly string[]
  readonly profile: MatchProfile
  /** Behind the first phase; without a last close there is none either, since what it decided would stand. */
  readonly firstClose: string | undefined
  /** Behind everything. */
  readonly lastClose: string | undefined
  readonly worlds: readonly PhasedWorld[]
}

/** Dates that decide nothing, the older of the two days, or both; the first may decide more than the last. */
const closeDate = fc.constantFrom(undefined, '2026-01-10', '2026-01-11', '2026-01-12', '2026-01-12')

/**
 * What follows a record of the world: its identity with another content, or its partner at another amount. Drawn alone, such records hardly
 * ever meet what was decided before.
 */
const sequels: readonly ((record: CanonicalRecord) => CanonicalRecord | readonly CanonicalRecord[])[] = [
  (record) => ({ ...record, grossMinor: record.grossMinor + 2n, netMinor: record.netMinor + 2n }),
  (record) => (record.payoutRef === undefined ? record : { ...record, payoutRef: record.payoutRef === 'r1' ? 'r2' : 'r1' }),
  (record) => (record.ref === undefined ? record : { ...record, ref: record.ref === 'r1' ? 'r2' : 'r1' }),
  (record) => (record.references === undefined ? record : { ...record, references: ['r1', 'r2'] }),
  (record) => (leg1Kinds.has(record.kind) ? partnerOf(record) : record),
  movedAfterSettlement,
]

/** A payout that is exactly this member, its bank line, and then the member again as another payout's. */
function movedAfterSettlement(member: CanonicalRecord): readonly CanonicalRecord[] {
  if (member.side !== 'processor' || member.kind === 'payout') return [member]
  const { payoutRef: _payoutRef, ref: _ref, traceRef: _traceRef, ...shared } = member
  const none = { feeMinor: 0n, account: 'settled' }
  const payout = { ...shared, ...none, kind: 'payout' as const, ref: 'r3', grossMinor: -member.netMinor, netMinor: -member.netMinor }
  const bank = { side: 'bank', source: 'bank', kind: 'bank_line' } as const
  const line = { ...shared, ...none, ...bank, references: ['r3'], grossMinor: member.netMinor, netMinor: member.netMinor }
  const settled = { ...member, account: 'settled', payoutRef: 'r3' }
  return [settled, payout, line, { ...settled, payoutRef: 'r1' }]
}

function partnerOf(record: CanonicalRecord): CanonicalRecord {
  const side = record.side === 'ledger' ? 'processor' : 'ledger'
  return { ...record, side, source: side, grossMinor: record.grossMinor - 2n, netMinor: record.netMinor - 2n }
}

const sequel = fc.record({ of: fc.nat({ max: 7 }), make: fc.constantFrom(...sequels) })

const phased = fc
  .record({ world: randomWorld, cut: fc.integer({ min: 1, max: 8 }), firstClose: closeDate, more: fc.array(sequel, { maxLength: 2 }) })
  .map(({ world, more, ...rest }) => {
    const { deliveries } = world
    const followed = more.flatMap(({ of, make }) => deliveries.slice(of, of + 1).flatMap(make))
    return { ...rest, world: { ...world, deliveries: [...deliveries, ...followed] } }
  })

/** `count` worlds of randomWorld's distribution, with up to two sequels each, from one seed, by what they have in common. */
export function phasedWorlds(seed: number, count: number): WorldGroup[] {
  const drawn = fc.sample(phased, { seed, numRuns: count }).map((draw, index) => ({ ...draw, name: `w${index}` }))
  const groups = Map.groupBy(drawn, ({ world, firstClose }) =>
    JSON.stringify([
      `${world.profile.tolerance.abs}`,
      `${world.profile.tolerance.bps}`,
      world.closeDate === undefined ? undefined : firstClose,
      world.closeDate,
    ]),
  )
  return [...groups.values()].map((members, index) => groupOf(`g${index}`, members))
}

interface NamedDraw {
  readonly name: string
  readonly world: {
    readonly deliveries: readonly CanonicalRecord[]
    readonly profile: MatchProfile
    readonly closeDate: string | undefined
  }
  readonly cut: number
  readonly firstClose: string | undefined
}

function groupOf(name: string, members: readonly NamedDraw[]): WorldGroup {
  const [sample] = members
  if (sample === undefined) throw new Error('a group without worlds')
  const worlds = members.map(({ name: world, world: { deliveries }, cut }) => {
    // Two tenants and two merchants of one name each stay apart: the new names are as different as the old ones were.
    const renamed = deliveries.map((record) => ({
      ...record,
      tenant: `${name}-${record.tenant}`,
      merchant: `${world}-${record.merchant}`,
    }))
    return { name: world, first: renamed.slice(0, cut), second: renamed.slice(cut) }
  })
  return {
    tenants: [...new Set(worlds.flatMap(({ first, second }) => [...first, ...second].map(({ tenant }) => tenant)))],
    profile: sample.world.profile,
    firstClose: sample.world.closeDate === undefined ? undefined : sample.firstClose,
    lastClose: sample.world.closeDate,
    worlds,
  }
}
