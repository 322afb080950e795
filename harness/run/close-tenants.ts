/** Closes each tenant of a run and waits until every partition has applied it. */

import type { CloseRecord } from '../model/run-record.ts'
import type { RunningObserver } from '../system/observer-port.ts'
import type { SystemUnderTest } from '../system/port.ts'
import { waitUntil } from './wait-until.ts'

export interface CloseOptions {
  readonly tenants: readonly string[]
  /** `YYYY-MM-DD`. */
  readonly date: string
  readonly timeoutMs: number
  /** Times of the records count from here. */
  readonly originUs: number
  readonly nowUs: () => number
  readonly signal: AbortSignal
}

/** One record a tenant; `settledUs` is null where a partition's close event did not come in time. */
export async function closeTenants(system: SystemUnderTest, observer: RunningObserver, options: CloseOptions): Promise<CloseRecord[]> {
  const { tenants, date, timeoutMs, originUs, nowUs, signal } = options
  const asked: CloseRecord[] = []
  for (const tenant of tenants) {
    const requestedUs = nowUs() - originUs
    const { closeId, partitions } = await system.close(tenant, date, signal)
    asked.push({ closeId, tenant, date, requestedUs, partitions, settledUs: null, missingPartitions: [] })
  }
  const settledUs = new Map<string, number>()
  await waitUntil(
    () => {
      for (const { closeId, partitions } of asked) {
        if (!settledUs.has(closeId) && observer.closedPartitions(closeId).size >= partitions) settledUs.set(closeId, nowUs() - originUs)
      }
      return settledUs.size === asked.length
    },
    { everyMs: 20, timeoutMs, nowUs, signal },
  )
  return asked.map((close) => {
    const seen = observer.closedPartitions(close.closeId)
    const all = Array.from({ length: close.partitions }, (_, partition) => partition)
    return { ...close, settledUs: settledUs.get(close.closeId) ?? null, missingPartitions: all.filter((partition) => !seen.has(partition)) }
  })
}
