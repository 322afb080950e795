/**
 * How often a gate errs, and how many pairs it takes: whole gates over simulated runs, from one seed. The noise is normal, or drawn from recorded runs
 * (gate-noise.json). `node benchmarks/gate-error-rates.ts [GATES] [WORLD]` prints the table of docs/gate.md, or the rows of
 * the noises whose names hold a text.
 */

import { isAbove, isBelow } from '../harness/gate/confidence-sequence.ts'
import { defaultTolerances, gateMetrics } from '../harness/gate/gate-metrics.ts'
import { riseRate } from '../harness/gate/judge-metric.ts'
import { noSums, plus, plusNoise } from '../harness/gate/sequential-t-test.ts'
import { uniformFrom } from '../harness/load/prng.ts'
import { driftingNoise, linkedNoise, normalNoise, recordedNoise, recordedRuns, scaledTo, spreadOfRuns } from './gate-worlds.ts'
import type { Noise } from './gate-worlds.ts'

type Answer = 'worse' | 'within'

interface Ended {
  /** undefined: not known when the pairs were over. */
  readonly answer: Answer | undefined
  readonly pairs: number
}

const pairsMax = 40
const metrics = gateMetrics(defaultTolerances)

/** The rule of the gate, on logarithms alone: bounds that are not printed need not be looked for. `shifts` are the true changes, by metric. */
function simulate(noise: Noise, shifts: readonly number[], uniform: () => number): Ended {
  const sums = metrics.map(() => noSums)
  const within = metrics.map(() => false)
  let before: readonly number[] = []
  for (let pairs = 1; pairs <= pairsMax; pairs++) {
    const [baseline, candidate] = [noise(uniform), noise(uniform)]
    let worse = false
    for (const [index, metric] of metrics.entries()) {
      const [from, to] = [baseline[index] ?? 0, (candidate[index] ?? 0) + (shifts[index] ?? 0)]
      const block = sums[index] ?? noSums
      const own = plus(pairs % 2 === 1 ? block : plusNoise(block, (from + to - (before[index] ?? 0)) / Math.SQRT2), to - from)
      sums[index] = own
      within[index] ||= isBelow(own, Math.log1p(metric.tolerance), metric.errorRates.upper)
      worse ||= !(within[index] ?? false) && isAbove(own, 0, riseRate(own, metric))
    }
    before = metrics.map((_, index) => (baseline[index] ?? 0) + (candidate[index] ?? 0) + (shifts[index] ?? 0))
    if (worse) return { answer: 'worse', pairs }
    if (within.every(Boolean)) return { answer: 'within', pairs }
  }
  return { answer: undefined, pairs: pairsMax }
}

function row(name: string, noise: Noise, change: { readonly p99: number; readonly cpu: number }, gates: number): string {
  const uniform = uniformFrom(2026)
  const ended = Array.from({ length: gates }, () => simulate(noise, [Math.log1p(change.p99), Math.log1p(change.cpu)], uniform))
  const share = (answer: Answer | undefined, until: number): string => {
    const count = ended.filter((each) => (each.pairs <= until ? each.answer : undefined) === answer).length
    return `${((100 * count) / gates).toFixed(count * 100 < gates && count > 0 ? 2 : 1)}%`
  }
  const pairs = ended.map((each) => each.pairs).toSorted((a, b) => a - b)
  const at = (part: number): string => {
    const value = pairs[Math.ceil(part * gates) - 1] ?? pairsMax
    return value >= pairsMax ? `≥ ${pairsMax}` : `${value}`
  }
  const what = change.p99 === 0 && change.cpu === 0 ? 'none' : `${change.p99 > 0 ? 'P99 +10%' : ''}${change.cpu > 0 ? 'CPU +5%' : ''}`
  const cells = [
    share('worse', 10),
    share('within', 10),
    share(undefined, 10),
    share('worse', pairsMax),
    share('within', pairsMax),
    at(0.5),
    at(0.9),
  ]
  return `| ${name} | ${what} | ${cells.join(' | ')} |`
}

const gates = Number(process.argv[2] ?? 2_000)
const wanted = process.argv[3] ?? ''
const runs = recordedRuns()
const [p99Spread, cpuSpread] = spreadOfRuns(runs)
const percentText = (spread: number): string => `${(spread * 100).toFixed(1)}%`
const worlds: readonly (readonly [string, Noise])[] = [
  ['normal, 5% and 2% a run', normalNoise([0.05, 0.02])],
  ['normal, 5% and 2% between two runs', normalNoise([0.05 / Math.SQRT2, 0.02 / Math.SQRT2])],
  [`recorded (${runs.length} runs), ${percentText(p99Spread)} and ${percentText(cpuSpread)} a run`, recordedNoise(runs)],
  ['recorded, scaled to 5% and 2% a run', recordedNoise(scaledTo(runs, [0.05, 0.02]))],
  ['recorded, scaled to 5% and 2% between two runs', recordedNoise(scaledTo(runs, [0.05 / Math.SQRT2, 0.02 / Math.SQRT2]))],
  ['normal, 5% and 2% a run, on a level that drifts by 3% and 1% a run', driftingNoise(normalNoise([0.05, 0.02]), [0.03, 0.01])],
  ['normal, 5% and 2% a run, runs of a pair together (0.5)', linkedNoise([0.05, 0.02], 0.5)],
  ['normal, 5% and 2% a run, runs of a pair against each other (−0.5)', linkedNoise([0.05, 0.02], -0.5)],
]
console.log(`${gates} gates a row`)
console.log(
  '| noise of P99 and CPU | change | FAIL ≤ 10 pairs | PASS ≤ 10 | open at 10 | FAIL ≤ 40 | PASS ≤ 40 | pairs, half | pairs, 90% |',
)
console.log('|---|---|---|---|---|---|---|---|---|')
for (const [name, noise] of worlds.filter(([each]) => each.includes(wanted))) {
  for (const change of [
    { p99: 0, cpu: 0 },
    { p99: 0.1, cpu: 0 },
    { p99: 0, cpu: 0.05 },
  ]) {
    console.log(row(name, noise, change, gates))
  }
}
