/** Ids that a bank gives to several entries of one account: numbers that begin again with each statement. Knows no files and no notation. */

import type { CanonicalRecord } from '../harness/model/record.ts'
import { madeIdPrefix, madeIds } from './formats/made-id.ts'

/**
 * Bank lines of one id that differ in day, currency or amount are different entries: one file alone does not tell that its ids are numbers of its own.
 * Each gets an id made of those three and the one that it has, so that the same line of an overlapping file stays the same. Changes `records` in
 * place, and gives back a note for each account.
 */
export function partReusedBankIds(records: CanonicalRecord[]): string[] {
  const accounts = new Map<string, AccountIds>()
  for (const record of records) {
    if (!hasOwnBankId(record)) continue
    const key = accountOf(record)
    let ids = accounts.get(key)
    if (ids === undefined) accounts.set(key, (ids = { account: record.account, first: new Map(), reused: new Set(), parted: new Set() }))
    const first = ids.first.get(record.recordId)
    if (first === undefined) ids.first.set(record.recordId, record)
    else if (!isSameMovement(first, record)) ids.reused.add(record.recordId)
  }
  const parted = [...accounts.values()].filter(({ reused }) => reused.size > 0)
  if (parted.length === 0) return []
  for (const [index, record] of records.entries()) {
    const ids = hasOwnBankId(record) ? accounts.get(accountOf(record)) : undefined
    if (ids === undefined || !ids.reused.has(record.recordId)) continue
    const recordId = partedId(record)
    records[index] = { ...record, recordId }
    ids.parted.add(recordId)
  }
  return parted.map(
    ({ account, reused, parted: lines }) =>
      `account ${account}: ${lines.size} bank lines share ${reused.size} ids with lines of another day, currency or amount, such as numbers that begin again with each statement: each was taken, with another id`,
  )
}

interface AccountIds {
  readonly account: string
  /** The first line of each id. */
  readonly first: Map<string, CanonicalRecord>
  readonly reused: Set<string>
  /** The ids that were given instead: one line that was sent twice is one. */
  readonly parted: Set<string>
}

function accountOf({ tenant, merchant, source, account }: CanonicalRecord): string {
  return JSON.stringify([tenant, merchant, source, account])
}

function hasOwnBankId({ side, recordId }: CanonicalRecord): boolean {
  return side === 'bank' && !recordId.startsWith(madeIdPrefix)
}

function isSameMovement(a: CanonicalRecord, b: CanonicalRecord): boolean {
  return a.businessDate === b.businessDate && a.currency === b.currency && a.netMinor === b.netMinor
}

function partedId({ account, businessDate, currency, netMinor, recordId }: CanonicalRecord): string {
  // Its text is no text of an entry without an id, which are made of theirs.
  return madeIds()({ account, businessDate, currency, netMinor, text: `id\n${recordId}` })
}
