/** Measures until the machine lets it: what is off is measured again where the machine stood still, a bounded number of times. */

import { isTrue } from './result.ts'
import type { Attempt, CalibrationResult } from './result.ts'

/**
 * A measurement in which the machine held a thread back says nothing of the ruler. It is taken again, at most so often; the last one counts
 * whatever was seen. An answer that lay unread is a reason to measure again as well, but no excuse: a ruler that always reads late is off.
 */
const attemptsMax = 5
const heldBackMsMax = 2

export async function measureUntilQuiet(name: string, measure: () => Promise<Attempt>): Promise<CalibrationResult> {
  for (let attempts = 1; ; attempts++) {
    const { figures, heldBackMs, unreadMs } = await measure()
    const told = { name, attempts, figures, heldBackMs }
    if (figures.every(isTrue)) return { ...told, state: 'true' }
    if (attempts < attemptsMax && Math.max(heldBackMs, unreadMs) > heldBackMsMax) continue
    return { ...told, state: heldBackMs > heldBackMsMax ? 'unquiet' : 'off' }
  }
}
