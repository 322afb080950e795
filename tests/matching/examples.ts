/** The worked worlds of matching.md, read from examples.json: records, and what each must be told. */

import { readFileSync } from 'node:fs'
import { decodeRecord } from '../../harness/model/decode-record.ts'
import type { MatchProfile } from '../../harness/model/match-result.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'

export interface ExampleResult {
  /** Index of the record's first delivery. */
  readonly record: number
  readonly state: string
  readonly ruleId?: string
  readonly varianceMinor?: string
  readonly leg1Group?: readonly number[]
  readonly leg2bGroup?: readonly number[]
  /** null: no figures may be stated. */
  readonly payout?: { readonly memberCount?: number; readonly residualMinor?: string } | null
  readonly detail?: string
}

export interface Example {
  readonly name: string
  readonly why: string
  readonly records: readonly CanonicalRecord[]
  readonly profile: MatchProfile
  readonly closeDate: string | undefined
  readonly results: readonly ExampleResult[]
  readonly redelivered: number
}

interface WireProfile {
  readonly carryDays: number
  readonly tolerance: { readonly abs: string; readonly bps: number }
}

interface WireExamples {
  readonly profile: WireProfile
  readonly worlds: readonly {
    readonly name: string
    readonly why: string
    readonly profile?: WireProfile
    readonly records: readonly unknown[]
    readonly closeDate: string | null
    readonly results: readonly ExampleResult[]
    readonly redelivered: number
  }[]
}

/** All worked worlds; throws when one holds a record that cannot be decoded. */
export function readExamples(): Example[] {
  const file = JSON.parse(readFileSync(new URL('examples.json', import.meta.url), 'utf8')) as WireExamples
  return file.worlds.map(({ name, why, profile = file.profile, records, closeDate, results, redelivered }) => ({
    name,
    why,
    records: records.map((wire) => {
      const decoded = decodeRecord(wire)
      if (decoded.kind === 'problems') throw new Error(`${name}: ${JSON.stringify(decoded.problems)}`)
      return decoded.record
    }),
    profile: {
      level: 'L1',
      carryDays: profile.carryDays,
      tolerance: { abs: BigInt(profile.tolerance.abs), bps: BigInt(profile.tolerance.bps) },
    },
    closeDate: closeDate ?? undefined,
    results,
    redelivered,
  }))
}
