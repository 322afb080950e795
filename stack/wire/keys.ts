/** The 16-byte keys under which a record is stored and matched: hashes of what the rules of matching call equal. */

import { hash } from 'node:crypto'
import { contentJson, leg1Kinds } from './record.ts'
import type { StackRecord } from './record.ts'

export interface RecordKeys {
  readonly merchantKey: Buffer
  readonly identity: Buffer
  readonly content: Buffer
  readonly leg1Key: Buffer | undefined
  readonly payoutKey: Buffer | undefined
  readonly referenceKeys: readonly Buffer[] | undefined
}

/** What a key leaves out; all false but in tests that seed a bug. */
export interface KeyFaults {
  readonly tenantLeftOut: boolean
  readonly kindLeftOut: boolean
}

export const noKeyFaults: KeyFaults = { tenantLeftOut: false, kindLeftOut: false }

/** First 16 bytes of SHA-256. */
export function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, 16)
}

const digests = new Map<string, Buffer>()
const digestsMax = 50_000

/** For merchants and payouts, whose keys come again with every record of theirs. */
function remembered(text: string): Buffer {
  let found = digests.get(text)
  if (found === undefined) {
    if (digests.size >= digestsMax) digests.clear()
    digests.set(text, (found = digest(text)))
  }
  return found
}

/** All keys of a record in normal form. */
export function keysOf(record: StackRecord, faults: KeyFaults = noKeyFaults): RecordKeys {
  const { merchant, kind, currency, ref } = record
  const tenant = faults.tenantLeftOut ? '' : record.tenant
  return {
    merchantKey: remembered(JSON.stringify([tenant, merchant])),
    identity: digest(JSON.stringify([record.tenant, merchant, record.source, record.account, record.recordId, kind])),
    content: digest(contentJson(record)),
    leg1Key:
      ref !== undefined && leg1Kinds.has(kind)
        ? digest(JSON.stringify([tenant, merchant, faults.kindLeftOut ? '' : kind, ref]))
        : undefined,
    payoutKey: payoutKey(),
    referenceKeys: referenceKeys(),
  }

  function payoutKey(): Buffer | undefined {
    if (record.side !== 'processor') return undefined
    // A manual payout has no members; a payout is never a member.
    const payoutRef = kind !== 'payout' ? record.payoutRef : record.automatic === false ? undefined : ref
    return payoutRef === undefined ? undefined : remembered(JSON.stringify([tenant, merchant, currency, payoutRef]))
  }

  function referenceKeys(): Buffer[] | undefined {
    const names =
      kind === 'bank_line' ? (record.references ?? []) : kind === 'payout' ? [record.traceRef, ref].filter((one) => one !== undefined) : []
    if (names.length === 0) return undefined
    return [...new Set(names)].map((name) => digest(JSON.stringify([tenant, merchant, currency, name])))
  }
}
