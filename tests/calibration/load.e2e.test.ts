import { expect, test } from 'vitest'

import { startLoad } from '../../harness/load/run-load.ts'
import { LatencyHistogram } from '../../harness/metrics/histogram.ts'
import { outcomeCodes } from '../../harness/model/outcome.ts'
import type { LoadOptions } from '../../harness/model/scenario.ts'
import { watchPauses } from '../../harness/system/pause-watch.ts'
import { ingestOf, loadOf, planOf } from '../support/small-load.ts'
import { startTimedServer } from '../support/timed-server.ts'

/** When a server answers, µs from the load's start, for an arrival that it got at once; calls come in the order of arrival. */
type Service = (number: number, arrivedUs: number) => number

interface Calibration {
  readonly name: string
  readonly load: LoadOptions
  /** A fresh server for each attempt. */
  readonly server: () => Service
}

const constant = (): Service => (_, arrivedUs) => arrivedUs + 50_000
const freeze = (): Service => (_, arrivedUs) => (arrivedUs >= 1_500_000 && arrivedUs < 2_500_000 ? 2_500_000 : arrivedUs)
const oneInAHundred = (): Service => (number, arrivedUs) => arrivedUs + (number % 100 === 50 ? 1_000_000 : 0)

/** One counter, 10 ms a customer. */
function counter(): Service {
  let freeUs = 0
  return (_, arrivedUs) => {
    freeUs = Math.max(freeUs, arrivedUs) + 10_000
    return freeUs
  }
}

function stage(durationMs: number, targetPerSecond: number): Pick<LoadOptions, 'stages'> {
  return { stages: [{ name: 'steady', durationMs, targetPerSecond }] }
}

const calibrations: readonly Calibration[] = [
  { name: 'a constant 50 ms', load: loadOf(stage(2_000, 100)), server: constant },
  { name: 'a freeze of 1 s in 4 s', load: loadOf({ ...stage(4_000, 100), inFlightMax: 512 }), server: freeze },
  // What waits for a slot was due all the same: the same latencies, or the omission would be coordinated with the server.
  { name: 'a freeze of 1 s in 4 s, with 8 slots', load: loadOf({ ...stage(4_000, 100), inFlightMax: 8 }), server: freeze },
  { name: '1% of the answers at 1 s', load: loadOf(stage(2_500, 200)), server: oneInAHundred },
  { name: '120% load on one counter', load: loadOf({ ...stage(2_000, 120), inFlightMax: 512 }), server: counter },
  {
    name: '120% load on one counter, Poisson, two threads',
    load: loadOf({ ...stage(2_000, 120), inFlightMax: 512, arrivals: 'poisson', workers: 2 }),
    server: counter,
  },
]

const percents = [50, 90, 99, 100] as const
/**
 * A run in which the machine held a thread back says nothing of the ruler, and is repeated, at most so often; the last one counts whatever was
 * seen. Witnesses besides the ruler: how late the server's own answers were, a beat in this thread and in the generator's.
 * An answer that lay unread is a reason to repeat as well, but never an excuse: a ruler that always reads late fails every time.
 */
const attemptsMax = 5
const heldBackMsMax = 2

test.each(calibrations)('$name: p50, p90, p99 and max within max(2%, 5 ms) of the analytic answer', async ({ load, server }) => {
  const expectedMs = analytic(load, server())
  for (let attempt = 1; ; attempt++) {
    const { measuredMs, heldBackMs, unreadMs } = await measure(load, server())
    if (
      attempt < attemptsMax &&
      Math.max(heldBackMs, unreadMs) > heldBackMsMax &&
      percents.some((_, index) => errorMs(index) > toleranceMs(index))
    ) {
      continue
    }
    for (const [index, percent] of percents.entries()) {
      // On a machine that was never quiet what held the threads back is the error that may be left.
      const leftMs = heldBackMs > heldBackMsMax ? 2 * heldBackMs + 20 : 0
      expect(errorMs(index), `p${percent}: ${measuredMs[index]} ms for ${expectedMs[index]} ms`).toBeLessThanOrEqual(
        toleranceMs(index) + leftMs,
      )
    }
    return

    function errorMs(index: number): number {
      return Math.abs((measuredMs[index] ?? Number.NaN) - (expectedMs[index] ?? Number.NaN))
    }
  }

  function toleranceMs(index: number): number {
    return Math.max((expectedMs[index] ?? Number.NaN) * 0.02, 5)
  }
})

async function measure(load: LoadOptions, service: Service): Promise<{ measuredMs: number[]; heldBackMs: number; unreadMs: number }> {
  let originUs = 0
  await using server = await startTimedServer((number, arrivedUs) => originUs + service(number, arrivedUs - originUs))
  const watch = watchPauses(1)
  const plan = planOf(load)
  const running = await startLoad({ plan, ingest: ingestOf(server.port), options: load, signal: AbortSignal.timeout(30_000) })
  originUs = running.originUs
  const { operations, generator } = await running.done
  watch.stop()
  expect(operations.outcome.every((outcome) => outcome === outcomeCodes.accepted)).toBe(true)
  const latencies = new LatencyHistogram()
  const heldBackMs = [generator.pauseMsMax, watch.pauseMsMax()]
  let unreadMs = 0
  for (const [operation, answeredUs] of operations.answeredUs.entries()) {
    latencies.record(answeredUs - (operations.dueUs[operation] ?? Number.NaN))
    const answer = server.answers.get(plan.records[operation]?.recordId ?? '')
    if (answer === undefined) throw new Error(`the server answered no request of operation ${operation}`)
    heldBackMs.push(answer.lateUs / 1_000)
    unreadMs = Math.max(unreadMs, (answeredUs + originUs - answer.answeredUs) / 1_000)
  }
  return { measuredMs: percents.map((percent) => latencies.percentile(percent).valueMs), heldBackMs: Math.max(...heldBackMs), unreadMs }
}

/** What a perfect ruler reads: each arrival reaches the server when it is due. */
function analytic(load: LoadOptions, service: Service): number[] {
  const latencies = new LatencyHistogram()
  for (const [number, dueUs] of planOf(load).dueUs.entries()) latencies.record(service(number, dueUs) - dueUs)
  return percents.map((percent) => latencies.percentile(percent).valueMs)
}
