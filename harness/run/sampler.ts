/** Samples resources, the log and the database on the run's time axis, twice a second, into the run folder. */

import { monitorEventLoopDelay } from 'node:perf_hooks'

import type { ProcessSample } from '../environment/process-sample.ts'
import type { SeriesSample, SeriesValue } from '../model/series.ts'
import type { RecordWriter } from '../record/record-writer.ts'
import { monotonicUs } from '../system/clock.ts'
import type { LagSample, SystemUnderTest } from '../system/port.ts'
import { partitionSkew } from './partition-skew.ts'

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
const askTimeoutMs = 2_000
/** The delay of an idle event loop reads as this. */
const loopResolutionMs = 10

/** The harness itself, all its threads; not what it started, which has samples of its own. */
function ownSample(): ProcessSample {
  const { user, system } = process.cpuUsage()
  return { process: 'tenfold', cpuMs: (user + system) / 1_000, memoryBytes: process.memoryUsage.rss() }
}

function resourcesOf({ process: subject, cpuMs, memoryBytes, throttledMs }: ProcessSample): SeriesValue[] {
  return [
    { metric: 'cpu', subject, value: cpuMs },
    { metric: 'memory', subject, value: memoryBytes },
    ...(throttledMs === undefined ? [] : [{ metric: 'throttled', subject, value: throttledMs } as const]),
  ]
}

/** The first samples are taken at once, while the load's threads still wait for its start: what a sum has grown by counts from them. */
export function startSampler({ writer, sample: sampleStack, system, originUs, onSamples, signal }: SamplerOptions): Sampler {
  let lagRecords = 0
  let firstPartitions: LagSample['partitions']
  const failure = Promise.withResolvers<never>()
  failure.promise.catch(() => undefined)
  const loopDelay = monitorEventLoopDelay({ resolution: loopResolutionMs })
  loopDelay.enable()
  const limited = (): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(askTimeoutMs)])

  async function resourcesAndLag(): Promise<readonly SeriesValue[]> {
    const delayMs = Math.max(0, loopDelay.max / 1_000_000 - loopResolutionMs)
    loopDelay.reset()
    const values = [...(await sampleStack()), ownSample()].flatMap(resourcesOf)
    values.push({ metric: 'event_loop_delay', subject: 'tenfold', value: delayMs })
    const lag = await system.sampleLag(limited()).catch(() => undefined)
    if (lag === undefined) return values
    lagRecords = lag.totalRecords
    const { partitions = [] } = lag
    firstPartitions ??= partitions
    return [
      ...values,
      { metric: 'consumer_lag', subject: '', value: lag.totalRecords },
      ...partitions.map(({ partition, lagRecords: value }): SeriesValue => ({ metric: 'partition_lag', subject: `${partition}`, value })),
      ...partitionSkew(firstPartitions, partitions),
    ]
  }

  let asked = false
  async function seriesOfSystem(): Promise<readonly SeriesValue[]> {
    const values = (await system.sampleSeries?.(limited()).catch(() => [])) ?? []
    // The first answer tells the longest delay since the process began, the load's or not.
    const own = asked ? values : values.filter(({ metric }) => metric !== 'event_loop_delay')
    asked ||= values.length > 0
    return own
  }

  // Apart from each other: a database that stands still keeps nobody from sampling the rest.
  const rounds = [startRounds(resourcesAndLag), startRounds(seriesOfSystem)]

  function startRounds(sample: () => Promise<readonly SeriesValue[]>): AsyncDisposable {
    let running: Promise<void> = Promise.resolve()
    let idle = true
    const round = async (): Promise<void> => {
      const us = monotonicUs() - originUs
      const samples = (await sample()).map((value) => ({ us, ...value }))
      onSamples(samples)
      if (samples.length > 0) await writer.appendSeries(samples)
    }
    const next = (): void => {
      // A round that takes longer than the interval is not followed by a queue of them.
      if (!idle) return
      idle = false
      running = round().then(
        () => void (idle = true),
        (error: unknown) => failure.reject(error),
      )
    }
    next()
    const timer = setInterval(next, everyMs)
    return {
      async [Symbol.asyncDispose]() {
        clearInterval(timer)
        await running
      },
    }
  }

  return {
    get lagRecords() {
      return lagRecords
    },
    failed: failure.promise,
    async [Symbol.asyncDispose]() {
      await Promise.all(rounds.map((each) => each[Symbol.asyncDispose]()))
      loopDelay.disable()
    },
  }
}
