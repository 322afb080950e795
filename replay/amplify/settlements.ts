/** Which payouts take what with them when amounts move: members to payouts (R3), payouts to bank lines (R4). Decides no match. */

import type { CanonicalRecord } from '../../harness/model/record.ts'

export interface Settlements {
  /** Records whose movement a payout repeats with the opposite sign, by the payout's index; absent: it moves by itself. */
  readonly membersOf: ReadonlyMap<number, readonly number[]>
  /** Payouts that a bank line names, by the line's index. */
  readonly payoutsOf: ReadonlyMap<number, readonly number[]>
}

export function settlementsOf(records: readonly CanonicalRecord[], counted: readonly boolean[]): Settlements {
  const members = new Map<string, number[]>()
  for (const [index, { side, kind, payoutRef, ...record }] of records.entries()) {
    if (payoutRef === undefined || side !== 'processor' || kind === 'payout' || counted[index] !== true) continue
    listAt(members, nameKey(record, payoutRef)).push(index)
  }
  const membersOf = new Map<number, readonly number[]>()
  const payouts = new Map<string, number[]>()
  for (const [index, record] of records.entries()) {
    if (record.kind !== 'payout') continue
    if (record.automatic !== false)
      membersOf.set(index, (record.ref === undefined ? undefined : members.get(nameKey(record, record.ref))) ?? [])
    // Of a payout that was delivered twice its first delivery is named, which moves as the others do.
    if (counted[index] === true) for (const name of namesOf(record)) listAt(payouts, nameKey(record, name)).push(index)
  }
  const payoutsOf = new Map<number, readonly number[]>()
  for (const [index, record] of records.entries()) {
    if (record.kind !== 'bank_line') continue
    payoutsOf.set(index, [...new Set((record.references ?? []).flatMap((name) => payouts.get(nameKey(record, name)) ?? []))])
  }
  return { membersOf, payoutsOf }
}

function namesOf({ ref, traceRef }: CanonicalRecord): readonly string[] {
  return [...new Set([ref, traceRef].filter((name) => name !== undefined))]
}

function nameKey({ tenant, merchant, currency }: Pick<CanonicalRecord, 'tenant' | 'merchant' | 'currency'>, name: string): string {
  return JSON.stringify([tenant, merchant, currency, name])
}

function listAt(lists: Map<string, number[]>, key: string): number[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}
