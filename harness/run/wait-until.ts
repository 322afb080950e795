/** A bounded wait for a condition of the world. The only sleep of a run's steps. */

import { setTimeout as sleep } from 'node:timers/promises'

export interface WaitOptions {
  readonly everyMs: number
  readonly timeoutMs: number
  readonly nowUs: () => number
  readonly signal: AbortSignal
}

/** True once `condition` holds, false when the time was up first. Throws the signal's reason when aborted. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  { everyMs, timeoutMs, nowUs, signal }: WaitOptions,
): Promise<boolean> {
  const deadlineUs = nowUs() + timeoutMs * 1_000
  for (;;) {
    signal.throwIfAborted()
    if (await condition()) return true
    if (nowUs() >= deadlineUs) return false
    // Without its own reason: whoever waits is told at the top of the loop why it was ended.
    await sleep(everyMs, undefined, { signal }).catch(() => undefined)
  }
}
