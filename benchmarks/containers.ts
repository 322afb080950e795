/**
 * What containers cost: the same mix at the same rates, as local processes and as containers in turn. Decision P99 at the lowest rate, the
 * highest rate that each holds, and CPU a record; the ratio is what to read. Needs an engine and the images (docs/containers.md).
 */

import type { RateStep, StackRuntime } from './stack-rate.ts'
import { tryRate } from './stack-rate.ts'

const runtimes: readonly StackRuntime[] = ['local', 'containers']

const [roundsText = '3', ...rateTexts] = process.argv.slice(2)
const rounds = Number(roundsText)
const rates = rateTexts.length > 0 ? rateTexts.map(Number) : [500, 2_000, 4_000, 6_000]
if (!Number.isInteger(rounds) || rounds < 1 || rates.some((rate) => !(rate > 0))) {
  throw new Error('usage: node benchmarks/containers.ts [ROUNDS [RECORDS_A_SECOND…]], for example 3 500 2000 4000')
}

const highest: Record<StackRuntime, number[]> = { local: [], containers: [] }
for (const perSecond of rates) {
  const steps: Record<StackRuntime, RateStep[]> = { local: [], containers: [] }
  for (let round = 0; round < rounds; round++) {
    // Turn about, so that a slow spell of the machine does not always meet the same one.
    for (const runtime of round % 2 === 0 ? runtimes : runtimes.toReversed()) {
      const step = await tryRate(1, perSecond, runtime)
      steps[runtime].push(step)
      if (step.held) highest[runtime].push(perSecond)
      console.log(
        `${perSecond}/s ${runtime.padEnd(10)} ${step.held ? 'held    ' : 'not held'} P99 ${step.decisionP99Ms.toFixed(0)} ms  ${step.sentence}`,
      )
    }
  }
  const [local, containers] = runtimes.map((runtime) => steps[runtime])
  console.log(
    `${perSecond}/s containers / local, medians of ${rounds}: decision P99 ${ratio(containers, local, ({ decisionP99Ms }) => decisionP99Ms)}, ` +
      `CPU a record ${ratio(containers, local, totalMicros)}`,
  )
}
for (const runtime of runtimes) console.log(`${runtime}: ${Math.max(0, ...highest[runtime])} records/s held at least once in ${rounds}`)

/** Of the stack and of the harness's threads, which are processes of the host in both. */
function totalMicros({ cpuMicrosPerRecord }: RateStep): number {
  return cpuMicrosPerRecord.reduce((sum, { micros }) => sum + micros, 0)
}

function ratio(over: readonly RateStep[] = [], under: readonly RateStep[] = [], value: (step: RateStep) => number): string {
  const [above, below] = [median(over.map(value)), median(under.map(value))]
  return `${above.toFixed(0)} / ${below.toFixed(0)} = ${(above / below).toFixed(2)}`
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
