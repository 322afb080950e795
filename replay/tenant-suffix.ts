/** Tenants of a run's own, so that a seed can be run again on a stack that is kept up. Pure. */

import type { CanonicalRecord } from '../harness/model/record.ts'

/** `<tenant>-<run>` for every tenant; all else stays. */
export function withTenantSuffix(records: readonly CanonicalRecord[], run: string): CanonicalRecord[] {
  return records.map((record) => ({ ...record, tenant: `${record.tenant}-${run}` }))
}

/** The tenant as plans and answers name it: without the run's suffix. */
export function withoutTenantSuffix(tenant: string, run: string): string {
  const suffix = `-${run}`
  return tenant.endsWith(suffix) ? tenant.slice(0, -suffix.length) : tenant
}
