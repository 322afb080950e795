/** What a sample is about, as thresholds select it: phase and stream, leg, kind and tenant of its record. Knows no metric's values. */

import type { Selector } from '../metrics/threshold-selector.ts'
import { tagsMatch } from '../metrics/threshold-selector.ts'
import type { Leg, Tags } from '../metrics/metric-table.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { leg1Kinds } from '../model/record.ts'
import { plainTenant } from '../model/run-tenants.ts'
import type { TenantNaming } from '../model/run-tenants.ts'

/** The leg that the record's state is of (matching.md §3). */
export function legOf({ kind }: CanonicalRecord): Leg {
  if (leg1Kinds.has(kind)) return 'leg1'
  return kind === 'payout' || kind === 'bank_line' ? 'leg2b' : 'standalone'
}

/** A record, and the stream that sent or read it. */
export interface Subject {
  readonly record: CanonicalRecord
  readonly stream: string
}

export function tagsOf({ record, stream }: Subject, phase: string | undefined, naming: TenantNaming): Tags {
  return {
    stream,
    leg: legOf(record),
    kind: record.kind,
    tenant: plainTenant(record.tenant, naming),
    ...(phase === undefined ? {} : { phase }),
  }
}

/** Whether a sample of this subject in this phase is selected. The phase alone, the usual case, is decided without building tags. */
export function selects(selector: Selector, subject: Subject, phase: string | undefined, naming: TenantNaming): boolean {
  const { phase: wanted, ...others } = selector.tags
  if (wanted !== undefined && wanted !== phase) return false
  return Object.keys(others).length === 0 || tagsMatch(others, tagsOf(subject, phase, naming))
}
