/** Which rules a record is for, as a few bits: a rule then looks only at its own records, of millions. Knows no rule's answer. */

import { leg1Kinds, kinds } from '../model/record.ts'
import type { CanonicalRecord, Kind } from '../model/record.ts'

/** LEG1, either end of LEG2, what has no counterpart by its nature, and what a payout may be made of. */
export const roles = { leg1: 1, payout: 2, bankLine: 4, standalone: 8, payoutMember: 16 } as const

/** R8's kinds. A payout return has a counterpart only from L2 on. */
const standaloneKinds: ReadonlySet<Kind> = new Set(['fee', 'adjustment', 'fx', 'other', 'payout_return'])

const roleOf: ReadonlyMap<Kind, number> = new Map(kinds.map((kind) => [kind, roleOfKind(kind)]))

/** The roles of each record, one or two. */
export function rolesOf(records: readonly CanonicalRecord[]): Uint8Array {
  const all = new Uint8Array(records.length)
  for (let index = 0; index < records.length; index++) {
    const { side, kind, payoutRef } = records[index] as CanonicalRecord
    const isMember = payoutRef !== undefined && side === 'processor' && kind !== 'payout'
    all[index] = (roleOf.get(kind) ?? 0) | (isMember ? roles.payoutMember : 0)
  }
  return all
}

function roleOfKind(kind: Kind): number {
  if (kind === 'payout') return roles.payout
  if (kind === 'bank_line') return roles.bankLine
  if (leg1Kinds.has(kind)) return roles.leg1
  return standaloneKinds.has(kind) ? roles.standalone : 0
}
