/** Noise of simulated runs: what one run's numbers are off by, as logarithms, P99 first and CPU a record second. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a run of a system draws. */
export type Noise = (uniform: () => number) => readonly number[]

type Run = readonly [logP99: number, logCpu: number]

interface NoiseFile {
  readonly pairs: readonly (readonly { readonly p99Ms: number | null; readonly cpuMicros: number | null }[])[]
}

export function normalNoise(spreads: readonly number[]): Noise {
  return (uniform) => spreads.map((spread) => spread * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()))
}

/** A machine that gets slower and faster: each run's level is that of the run before, moved at random. */
export function driftingNoise(noise: Noise, stepSpreads: readonly number[]): Noise {
  const step = normalNoise(stepSpreads)
  let level = stepSpreads.map(() => 0)
  return (uniform) => {
    const moved = step(uniform)
    level = level.map((value, index) => value + (moved[index] ?? 0))
    return noise(uniform).map((value, index) => value + (level[index] ?? 0))
  }
}

/** Every second run moves with the one before it (correlation above 0), or against it: what the two runs of a pair may do to each other. */
export function linkedNoise(spreads: readonly number[], correlation: number): Noise {
  const noise = normalNoise(spreads)
  let before: readonly number[] | undefined
  return (uniform) => {
    const own = noise(uniform)
    const linked = before?.map((value, index) => correlation * value + Math.sqrt(1 - correlation ** 2) * (own[index] ?? 0))
    before = linked === undefined ? own : undefined
    return linked ?? own
  }
}

/** One recorded run at random: its P99 and its CPU together, which move against each other. */
export function recordedNoise(runs: readonly Run[]): Noise {
  return (uniform) => runs[Math.floor(uniform() * runs.length)] ?? [0, 0]
}

/** The logarithms of all recorded runs, less their means. */
export function recordedRuns(file = join(import.meta.dirname, 'gate-noise.json')): readonly Run[] {
  const { pairs } = JSON.parse(readFileSync(file, 'utf8')) as NoiseFile
  const logs = pairs
    .flat()
    .flatMap(({ p99Ms, cpuMicros }): Run[] => (p99Ms === null || cpuMicros === null ? [] : [[Math.log(p99Ms), Math.log(cpuMicros)]]))
  const mean = (at: 0 | 1): number => logs.reduce((total, run) => total + run[at], 0) / logs.length
  const [p99, cpu] = [mean(0), mean(1)]
  return logs.map((run) => [run[0] - p99, run[1] - cpu])
}

/** The standard deviation of a run's logarithms. */
export function spreadOfRuns(runs: readonly Run[]): readonly [number, number] {
  const spread = (at: 0 | 1): number => Math.sqrt(runs.reduce((total, run) => total + run[at] ** 2, 0) / Math.max(1, runs.length - 1))
  return [spread(0), spread(1)]
}

export function scaledTo(runs: readonly Run[], [p99, cpu]: readonly [number, number]): readonly Run[] {
  const [ownP99, ownCpu] = spreadOfRuns(runs)
  return runs.map((run) => [(run[0] * p99) / ownP99, (run[1] * cpu) / ownCpu])
}
