/** Stops a part for a while and lets it go on: a long collection, a stalled disk, a suspended machine. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultEffect, FaultTargets } from './targets.ts'

export async function pause(target: string, durationMs: number, targets: FaultTargets, signal: AbortSignal): Promise<FaultEffect> {
  if (target === 'generator' || target === 'observer') {
    if (target === 'generator') targets.pauseGenerator(durationMs)
    else targets.pauseObserver(durationMs)
    await sleep(durationMs, undefined, { signal })
    return { evidence: `${target} told to stand still for ${durationMs} ms; its own pause watch has the length that it saw` }
  }
  await targets.signalProcess(target, 'SIGSTOP')
  try {
    await sleep(durationMs, undefined, { signal })
  } finally {
    await targets.signalProcess(target, 'SIGCONT')
  }
  return { evidence: `SIGSTOP and, after ${durationMs} ms, SIGCONT were delivered to ${target}` }
}
