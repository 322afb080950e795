/** How closely a generator thread keeps its plan, rate by rate: sends after their due times, against the least that answers. Goal: 5 ms at 99%. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { startLoad } from '../harness/load/run-load.ts'
import { LatencyHistogram } from '../harness/metrics/histogram.ts'
import { outcomeCodes } from '../harness/model/outcome.ts'
import { ingestOf, loadOf, planOf } from '../tests/support/small-load.ts'

export interface ScheduleStep {
  readonly perSecond: number
  /** From due to sent: that all slots are taken is no excuse here, since the server is ours. */
  readonly lagMsP50: number
  readonly lagMsP99: number
  readonly accepted: boolean
}

export interface ScheduleFigures {
  readonly steps: readonly ScheduleStep[]
  /** Up to it every step kept its plan and lost nothing; 0 where not even the first did. */
  readonly highestPerSecond: number
}

const ratesPerSecond = [500, 1_000, 2_000, 4_000, 8_000, 12_000, 16_000, 24_000, 32_000]
const durationMs = 4_000
const allowedMs = 5
const limitMs = 60_000

/** Stops at the first rate that is not kept. */
export async function benchSchedule(onStep: (step: ScheduleStep) => void): Promise<ScheduleFigures> {
  const server = spawn(process.execPath, [fileURLToPath(new URL('generator-server.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [port] = (await once(server.stdout, 'data')) as [Buffer]
    const steps: ScheduleStep[] = []
    let highestPerSecond = 0
    for (const perSecond of ratesPerSecond) {
      const step = await measure(Number(port.toString()), perSecond)
      steps.push(step)
      onStep(step)
      if (step.lagMsP99 > allowedMs || !step.accepted) break
      highestPerSecond = perSecond
    }
    return { steps, highestPerSecond }
  } finally {
    server.kill()
  }
}

async function measure(port: number, perSecond: number): Promise<ScheduleStep> {
  const stages = [{ name: 'steady', durationMs, targetPerSecond: perSecond }]
  const options = { ...loadOf({ stages, inFlightMax: 256 }), arrivals: 'poisson' as const }
  const signal = AbortSignal.timeout(limitMs)
  const running = await startLoad({ plan: planOf(options), ingest: ingestOf(port), options, signal })
  const { operations } = await running.done
  const lag = new LatencyHistogram()
  for (const [index, sentUs] of operations.sentUs.entries()) lag.record(Math.max(0, sentUs - (operations.dueUs[index] as number)))
  return {
    perSecond,
    lagMsP50: lag.percentile(50).valueMs,
    lagMsP99: lag.percentile(99).valueMs,
    accepted: operations.outcome.every((outcome) => outcome === outcomeCodes.accepted),
  }
}

if (import.meta.main) {
  const { highestPerSecond } = await benchSchedule(({ perSecond, lagMsP50, lagMsP99, accepted }) =>
    console.log(`${perSecond}/s: P50 ${lagMsP50.toFixed(2)} ms, P99 ${lagMsP99.toFixed(2)} ms${accepted ? '' : ', not all accepted'}`),
  )
  console.log(`within ${allowedMs} ms at 99% up to ${highestPerSecond} records/s`)
}
