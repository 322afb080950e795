/** Waits until the system has nothing left to do: lag 0 and no decision for a second (stack.md, Drained). */

import type { RunningObserver } from '../system/observer-port.ts'
import type { SystemUnderTest } from '../system/port.ts'
import { waitUntil } from './wait-until.ts'

export interface DrainOptions {
  readonly timeoutMs: number
  readonly nowUs: () => number
  readonly signal: AbortSignal
  readonly onLag: (lagRecords: number) => void
}

/** No decision for this long, with lag 0, is quiescence. */
const quietUs = 1_000_000

/** When the system was drained, µs of the monotonic clock, or undefined when the deadline came first. All requests are over before. */
export async function drain(
  system: SystemUnderTest,
  observer: RunningObserver,
  { timeoutMs, nowUs, signal, onLag }: DrainOptions,
): Promise<number | undefined> {
  const startUs = nowUs()
  const drained = await waitUntil(
    async () => {
      const { totalRecords } = await system.sampleLag(signal)
      onLag(totalRecords)
      const { lastEventUs } = observer.progress()
      const quietSinceUs = Number.isNaN(lastEventUs) ? startUs : Math.max(startUs, lastEventUs)
      return totalRecords === 0 && nowUs() - quietSinceUs >= quietUs
    },
    { everyMs: 100, timeoutMs, nowUs, signal },
  )
  return drained ? nowUs() : undefined
}

/** Of a run's drains, each before a close: when nothing was left for the first close; null where one of them did not end in time. */
export function drainedBeforeCloses(endsUs: readonly (number | null)[]): number | null {
  const [first = null] = endsUs
  return endsUs.includes(null) ? null : first
}
