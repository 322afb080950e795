/** How unevenly the records of a load are spread over partitions. */

import type { LagSample } from '../system/port.ts'
import type { SeriesValue } from '../model/series.ts'

type Partitions = NonNullable<LagSample['partitions']>

/** Below so many records a partition, on average, unevenness is chance. */
const recordsMin = 10

/** Of each partition: the records written to it since `first`, over the mean of all; nothing while there are too few to tell. */
export function partitionSkew(first: Partitions, now: Partitions): SeriesValue[] {
  const before = new Map(first.map(({ partition, end }) => [partition, end]))
  const written = now.map(({ partition, end }) => ({ partition, records: end - (before.get(partition) ?? 0) }))
  const mean = written.reduce((sum, { records }) => sum + records, 0) / written.length
  if (!(mean >= recordsMin)) return []
  return written.map(({ partition, records }) => ({ metric: 'partition_skew', subject: `${partition}`, value: records / mean }))
}
