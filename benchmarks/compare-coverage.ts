/**
 * How often the 95% intervals of `tenfold compare` hold that two runs of one system do not differ: simulated runs, from one seed.
 * `node benchmarks/compare-coverage.ts [ROUNDS] [SECONDS,…]` prints the table of docs/gate.md.
 */

import { uniformFrom } from '../harness/load/prng.ts'
import { coverage, simulatedFigures } from './compare-worlds.ts'

const rounds = Number(process.argv[2] ?? 400)
const samplesPerSecond = 60
const seconds = (process.argv[3] ?? '5,20,30,120').split(',').map(Number)
const worlds = [
  { name: 'independent', levelSpread: 0.2, autocorrelation: 0 },
  { name: 'autocorrelated, 0.5', levelSpread: 0.2, autocorrelation: 0.5 },
  { name: 'autocorrelated, 0.8', levelSpread: 0.2, autocorrelation: 0.8 },
]

process.stdout.write(`${rounds} pairs of runs a row, ${samplesPerSecond} records a second\n\n`)
process.stdout.write(`| run | seconds are | ${simulatedFigures.join(' | ')} |\n|---|---|${simulatedFigures.map(() => '---|').join('')}\n`)
for (const length of seconds) {
  for (const { name, ...world } of worlds) {
    const shares = coverage({ seconds: length, samplesPerSecond, ...world }, rounds, uniformFrom(2026))
    const cells = shares.map(({ holds, told }) => (told === 0 ? 'none' : `${(100 * holds).toFixed(0)}%`))
    process.stdout.write(`| ${length} s | ${name} | ${cells.join(' | ')} |\n`)
  }
}
