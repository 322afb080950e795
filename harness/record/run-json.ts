/** `run.json` as text and back: the tolerance's amounts are whole numbers without limit, which JSON has only as text. */

import type { RunRecord } from '../model/run-record.ts'

export function encodeRunRecord(record: RunRecord): string {
  return `${JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)}\n`
}

/** What `encodeRunRecord` wrote, already parsed as JSON. */
export function decodeRunRecord(parsed: unknown): RunRecord {
  const record = parsed as RunRecord
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
