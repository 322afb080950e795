/**
 * What a gate would read from recorded runs, as the data file of the simulation. For each pair a folder that holds the runs of one side:
 * `node benchmarks/gate-noise.ts "how they were made" BASELINES CANDIDATES > benchmarks/gate-noise.json`, runs of a pair from the same seed.
 */

import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { knownValue, readMetrics } from '../harness/gate/gate-metrics.ts'
import { readRunFile } from '../harness/record/read-run.ts'
import { readSummary } from '../harness/record/read-summary.ts'

interface RecordedNumbers {
  readonly seed: number
  readonly startedAt: string
  readonly verdict: string
  readonly p99Ms: number | null
  readonly cpuMicros: number | null
}

const [made = '', ...folders] = process.argv.slice(2)

const sides = await Promise.all(folders.map(readSide))
const [first = [], second = []] = sides
const pairs = first.flatMap((run) => {
  const other = second.find(({ seed }) => seed === run.seed)
  return other === undefined ? [] : [[run, other]]
})
console.log(JSON.stringify({ made, scenario: 'smoke --set load.duration=5s', pairs }, undefined, 2))

async function readSide(folder: string): Promise<readonly RecordedNumbers[]> {
  const names = (await readdir(folder)).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const run = resolve(folder, name)
      const [{ seed, startedAt }, summary] = await Promise.all([readRunFile(run), readSummary(run)])
      const readings = readMetrics(summary)
      return {
        seed,
        startedAt,
        verdict: summary.verdict.kind,
        p99Ms: knownValue(readings['decision-p99']) ?? null,
        cpuMicros: knownValue(readings['cpu-per-record']) ?? null,
      }
    }),
  )
}
