/** Samples resources, the log and the database on the run's time axis, twice a second, into the run folder. */

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'

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
  readonly signal: AbortSignal
}

/** Before the load's start is known. */
export interface ReadySampler {
  /**
   * Takes the first samples: what a sum has grown by counts from them. To be awaited before anything is sent; whoever does not answer in that time (a few
   * seconds) is left out.
   */
  look(timeoutMs?: number): Promise<void>
  /** `onSamples` is told of each round of samples as it is written, the first ones too. */
  begin(load: { readonly originUs: number; readonly onSamples: (samples: readonly SeriesSample[]) => void }): Sampler
}

export interface Sampler extends AsyncDisposable {
  /** Records in the log that no matcher has committed, when last asked. */
  readonly lagRecords: number
  /** A failed write to the run folder: the run must end with it. */
  readonly failed: Promise<never>
}

const everyMs = 500
const askTimeoutMs = 2_000
/** The load waits no longer for the first samples. */
const lookTimeoutMs = 5_000
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

/** A value with the moment in which it was asked for, on the monotonic clock. */
type AskedValue = SeriesValue & { readonly askedUs: number }

export function readySampler({ writer, sample: sampleStack, system, signal }: SamplerOptions): ReadySampler {
  let lagRecords = 0
  let first: readonly AskedValue[] = []
  let firstPartitions: LagSample['partitions']
  const loopDelay = monitorEventLoopDelay({ resolution: loopResolutionMs })
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

  const answered = new Set<string>()
  async function seriesOfSystem(): Promise<readonly SeriesValue[]> {
    const values = (await system.sampleSeries?.(limited()).catch(() => [])) ?? []
    // A first answer tells the longest delay since the process began, the load's or not.
    const own = values.filter(({ metric, subject }) => metric !== 'event_loop_delay' || answered.has(subject))
    for (const { metric, subject } of values) if (metric === 'event_loop_delay') answered.add(subject)
    return own
  }

  async function asked(sample: () => Promise<readonly SeriesValue[]>): Promise<readonly AskedValue[]> {
    const askedUs = monotonicUs()
    return (await sample()).map((value) => ({ ...value, askedUs }))
  }

  async function look(timeoutMs = lookTimeoutMs): Promise<void> {
    // What comes later may hold some of the load already.
    const inTime = (values: Promise<readonly AskedValue[]>): Promise<readonly AskedValue[]> =>
      Promise.race([values, pause(timeoutMs, [], { ref: false })])
    first = (await Promise.all([asked(resourcesAndLag), asked(seriesOfSystem)].map(inTime))).flat()
  }

  function begin({ originUs, onSamples }: Parameters<ReadySampler['begin']>[0]): Sampler {
    const failure = Promise.withResolvers<never>()
    failure.promise.catch(() => undefined)
    const take = async (values: readonly AskedValue[]): Promise<void> => {
      const samples = values.map(({ askedUs, ...value }) => ({ us: askedUs - originUs, ...value }))
      onSamples(samples)
      if (samples.length > 0) await writer.appendSeries(samples)
    }
    const told = take(first).catch((error: unknown) => failure.reject(error))
    loopDelay.enable()
    // Apart from each other: a database that stands still keeps nobody from sampling the rest.
    const rounds = [resourcesAndLag, seriesOfSystem].map((sample) =>
      startRounds(
        async () => take(await asked(sample)),
        (error) => failure.reject(error),
      ),
    )
    return {
      get lagRecords() {
        return lagRecords
      },
      failed: failure.promise,
      async [Symbol.asyncDispose]() {
        await Promise.all([told, ...rounds.map((each) => each[Symbol.asyncDispose]())])
        loopDelay.disable()
      },
    }
  }

  return { look, begin }
}

/** Until it is disposed of, which waits for the round that runs. */
function startRounds(round: () => Promise<void>, onError: (error: unknown) => void): AsyncDisposable {
  let running: Promise<void> = Promise.resolve()
  let idle = true
  const timer = setInterval(() => {
    // A round that takes longer than the interval is not followed by a queue of them.
    if (!idle) return
    idle = false
    running = round().then(() => void (idle = true), onError)
  }, everyMs)
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await running
    },
  }
}
