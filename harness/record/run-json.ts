/** `run.json` as text and back: the tolerance's amounts are whole numbers without limit, which JSON has only as text. */

import type { RunRecord } from '../model/run-record.ts'
import { encodeDigested, isDigestHeld, withoutDigest } from './digested-json.ts'

/** With a digest of itself, once it holds those of other files. */
export function encodeRunRecord(record: RunRecord): string {
  const text = JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)
  if (record.digests === undefined) return `${text}\n`
  return encodeDigested(JSON.parse(text) as object)
}

/** Whether what `encodeRunRecord` wrote still says the same; of a record without a digest nothing is known. */
export function isAsWritten(parsed: object): boolean {
  return isDigestHeld(parsed, 'digests' in parsed)
}

/** What `encodeRunRecord` wrote, already parsed as JSON. */
export function decodeRunRecord(parsed: unknown): RunRecord {
  const record = withoutDigest(parsed as RunRecord)
  // Typed as what it is in the text: the record's own type says bigint already.
  const { abs, bps } = record.scenario.profile.tolerance as unknown as { readonly abs: string; readonly bps: string }
  return {
    ...record,
    scenario: {
      ...record.scenario,
      profile: { ...record.scenario.profile, tolerance: { abs: BigInt(abs), bps: BigInt(bps) } },
    },
  }
}
