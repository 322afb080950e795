/** What recording a latency costs: nanoseconds of CPU a sample, beside an addition to a plain array in the same run. Goal: at most 40. */

import { LatencyHistogram } from '../harness/metrics/histogram.ts'

export interface RecordingFigures {
  readonly nanosecondsASample: number
  /** The least that could be done with a sample: to write it down. */
  readonly nanosecondsAWrite: number
}

const samples = 4_000_000
/** Odd, for a median. */
const rounds = 5

/** Latencies as a load has them: most near 5 ms, some to 2 s, spread over many buckets. */
export function benchRecording(): RecordingFigures {
  const values = Float64Array.from({ length: samples }, (_, index) => spread(index))
  const recorded = median(rounds, () => {
    const histogram = new LatencyHistogram()
    return timed(() => {
      for (let index = 0; index < samples; index++) histogram.record(values[index] as number)
    })
  })
  const written = median(rounds, () => {
    const copy = new Float64Array(samples)
    return timed(() => {
      for (let index = 0; index < samples; index++) copy[index] = values[index] as number
    })
  })
  return { nanosecondsASample: recorded / samples, nanosecondsAWrite: written / samples }
}

/** Deterministic, without chance: low discrepancy on a logarithmic scale from 0.5 ms to 2 s. */
function spread(index: number): number {
  const place = (index * 0.618_033_988_75) % 1
  return 500 * 4_000 ** (place ** 3)
}

/** Nanoseconds of CPU: a busy machine takes time, and costs nothing more. */
function timed(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) * 1_000
}

function median(count: number, measure: () => number): number {
  return Array.from({ length: count }, measure).toSorted((a, b) => a - b)[Math.floor(count / 2)] ?? Number.NaN
}

if (import.meta.main) {
  const { nanosecondsASample, nanosecondsAWrite } = benchRecording()
  console.log(`recording a latency: ${nanosecondsASample.toFixed(1)} ns (${(nanosecondsASample / 40).toFixed(2)} of the goal's 40 ns)`)
  console.log(`writing it into an array: ${nanosecondsAWrite.toFixed(1)} ns`)
}
