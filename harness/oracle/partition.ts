/** Splits records by (tenant, merchant), inside which everything else happens (matching.md §2). Knows no rule. */

import type { CanonicalRecord } from '../model/record.ts'
import { Int32List } from './int32-list.ts'

/** Indices of the records of one (tenant, merchant), ascending. */
export type Partition = Int32Array

/** Of the records at these indices, which ascend. */
export function partitionsOf(records: readonly CanonicalRecord[], indices: Iterable<number>): Partition[] {
  const partitions: Int32List[] = []
  const byTenant = new Map<string, Map<string, Int32List>>()
  for (const index of indices) {
    const { tenant, merchant } = records[index] as CanonicalRecord
    let byMerchant = byTenant.get(tenant)
    if (byMerchant === undefined) byTenant.set(tenant, (byMerchant = new Map()))
    let partition = byMerchant.get(merchant)
    if (partition === undefined) {
      partition = new Int32List()
      byMerchant.set(merchant, partition)
      partitions.push(partition)
    }
    partition.push(index)
  }
  return partitions.map((partition) => partition.take())
}
