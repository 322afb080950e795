/** The operations of a load under way, as thresholds look at them meanwhile. Pure. */

import type { LiveOperations } from '../judge/live-samples.ts'
import type { RunningStreams } from '../load/run-streams.ts'
import type { Operations } from '../model/outcome.ts'
import type { RunPlan } from '../model/plan.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { StreamOptions } from '../model/scenario.ts'

/** What is sent, and what each stream reads. */
export function liveOperations(
  plan: RunPlan,
  streams: readonly StreamOptions[],
  load: Pick<RunningStreams, 'operations' | 'reads'>,
): LiveOperations[] {
  const part = (operations: Operations, recordIndex: Uint32Array, streamOf: (operation: number) => StreamOptions): LiveOperations => ({
    operations,
    subjectOf: (operation) => ({
      record: plan.records[recordIndex[operation] as number] as CanonicalRecord,
      stream: streamOf(operation).name,
    }),
    requestTimeoutMsOf: (operation) => streamOf(operation).requestTimeoutMs,
  })
  const streamAt = (place: number | undefined): StreamOptions => streams[place ?? 0] as StreamOptions
  return [
    part(load.operations, plan.recordIndex, (operation) => streamAt(plan.stream[operation])),
    ...plan.reads.map(({ recordIndex, stream }, at) => part(load.reads[at] as Operations, recordIndex, () => streamAt(stream))),
  ]
}
