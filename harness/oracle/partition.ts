/** Splits records by (tenant, merchant), inside which everything else happens (matching.md §2). Knows no rule. */

import type { CanonicalRecord } from '../model/record.ts'

/** Indices of the records of one (tenant, merchant). */
export type Partition = number[]

export function partitionsOf(records: readonly CanonicalRecord[]): Partition[] {
  const partitions: Partition[] = []
  const byTenant = new Map<string, Map<string, Partition>>()
  records.forEach(({ tenant, merchant }, index) => {
    let byMerchant = byTenant.get(tenant)
    if (byMerchant === undefined) byTenant.set(tenant, (byMerchant = new Map()))
    let partition = byMerchant.get(merchant)
    if (partition === undefined) {
      partition = []
      byMerchant.set(merchant, partition)
      partitions.push(partition)
    }
    partition.push(index)
  })
  return partitions
}
