/** Splits records by (tenant, merchant), inside which everything else happens (matching.md §2). Knows no rule. */

import type { CanonicalRecord } from '../model/record.ts'
import { Int32List } from './int32-list.ts'

/** Indices of the records of one (tenant, merchant), ascending. */
export type Partition = Int32Array

export function partitionsOf(records: readonly CanonicalRecord[]): Partition[] {
  const partitions: Int32List[] = []
  const byTenant = new Map<string, Map<string, Int32List>>()
  records.forEach(({ tenant, merchant }, index) => {
    let byMerchant = byTenant.get(tenant)
    if (byMerchant === undefined) byTenant.set(tenant, (byMerchant = new Map()))
    let partition = byMerchant.get(merchant)
    if (partition === undefined) {
      partition = new Int32List()
      byMerchant.set(merchant, partition)
      partitions.push(partition)
    }
    partition.push(index)
  })
  return partitions.map((partition) => partition.take())
}
