/** Samples CPU, memory and consumer lag on the run's time axis, twice a second, into the run folder. */

import type { ProcessSample } from '../environment/process-sample.ts'
import type { RecordWriter } from '../record/record-writer.ts'
import type { SeriesSample } from '../model/series.ts'
import { monotonicUs } from '../system/clock.ts'
import type { SystemUnderTest } from '../system/port.ts'

export interface SamplerOptions {
  readonly writer: RecordWriter
  /** Of the processes of the stack, now. */
  readonly sample: () => Promise<readonly ProcessSample[]>
  readonly system: SystemUnderTest
  readonly originUs: number
  /** Told of each round of samples as it is written. */
  readonly onSamples: (samples: readonly SeriesSample[]) => void
  readonly signal: AbortSignal
}

export interface Sampler extends AsyncDisposable {
  /** Records in the log that no matcher has committed, when last asked. */
  readonly lagRecords: number
  /** A failed write to the run folder: the run must end with it. */
  readonly failed: Promise<never>
}

const everyMs = 500
const lagTimeoutMs = 2_000

/** The harness itself, all its threads; not what it started, which has samples of its own. */
function ownSample(): ProcessSample {
  const { user, system } = process.cpuUsage()
  return { process: 'tenfold', cpuMs: (user + system) / 1_000, memoryBytes: process.memoryUsage.rss() }
}

function seriesOf(us: number, { process: subject, cpuMs, memoryBytes, throttledMs }: ProcessSample): SeriesSample[] {
  return [
    { us, metric: 'cpu', subject, value: cpuMs },
    { us, metric: 'memory', subject, value: memoryBytes },
    ...(throttledMs === undefined ? [] : [{ us, metric: 'throttled', subject, value: throttledMs } as const]),
  ]
}

export function startSampler({ writer, sample: sampleStack, system, originUs, onSamples, signal }: SamplerOptions): Sampler {
  let lagRecords = 0
  let running: Promise<void> = Promise.resolve()
  let idle = true
  const failure = Promise.withResolvers<never>()
  failure.promise.catch(() => undefined)

  async function sample(): Promise<void> {
    const us = monotonicUs() - originUs
    const samples = [...(await sampleStack()), ownSample()].flatMap((one) => seriesOf(us, one))
    const lag = await system.sampleLag(AbortSignal.any([signal, AbortSignal.timeout(lagTimeoutMs)])).catch(() => undefined)
    if (lag !== undefined) {
      lagRecords = lag.totalRecords
      samples.push({ us, metric: 'consumer_lag', subject: '', value: lag.totalRecords })
    }
    onSamples(samples)
    await writer.appendSeries(samples)
  }

  const timer = setInterval(() => {
    // A sample that takes longer than the interval is not followed by a queue of them.
    if (!idle) return
    idle = false
    running = sample().then(
      () => void (idle = true),
      (error: unknown) => failure.reject(error),
    )
  }, everyMs)

  return {
    get lagRecords() {
      return lagRecords
    },
    failed: failure.promise,
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await running
    },
  }
}
