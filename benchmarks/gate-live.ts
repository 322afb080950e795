/**
 * Gates over real runs. `node benchmarks/gate-live.ts calibration [GATES] [PAIRS]`: a system of a known speed against itself, 20 gates of runs of 5 s, up to 10 pairs each;
 * `node benchmarks/gate-live.ts stack [MINUTES]`: the reference stack against itself, then against one whose api does work of a tenth more processor time for each request, then
 * against one whose api takes up each request a tenth of the decision P99 later; tenths of what the runs of the first gate had. Up to MINUTES each.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { knownValue } from '../harness/gate/gate-metrics.ts'
import type { GateResult } from '../harness/gate/gate-result.ts'
import { percent } from '../harness/gate/judge-pairs.ts'
import type { Slowdown } from '../tests/gate/slower-system.ts'
import { roundsIn } from '../tests/gate/work.ts'
import { writePaymentsHistory } from '../tests/package/payments-history.ts'

const signals = ['SIGINT', 'SIGTERM'] as const
const root = join(import.meta.dirname, '..')
const own = (name: string): string => join(root, 'tests', 'gate', `${name}.ts`)

interface Gate {
  readonly name: string
  readonly args: readonly string[]
}

function calibrationGates(count: number, pairs: number): readonly Gate[] {
  const systems = ['--baseline', own('steady-worker'), '--candidate', own('steady-worker'), '--scenario', own('five-seconds')]
  return Array.from({ length: count }, (_, index) => ({
    name: `steady-worker, seed ${index + 1}`,
    args: [...systems, '--seed', `${index + 1}`, '--max-pairs', `${pairs}`],
  }))
}

function stackGate(name: string, candidate: string, minutes: number): Gate {
  const systems = ['--baseline', 'event-driven', '--candidate', candidate]
  return { name, args: [...systems, '--set', 'load.duration=5s', '--seed', '1', '--max-minutes', `${minutes}`] }
}

const [kind = '', first, second] = process.argv.slice(2)
await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-gates-'))
await writePaymentsHistory(folder.path)
console.log('| gate | answer | pairs (left out) | P99: change, noise a pair | CPU: change, noise a pair | load average |')
console.log('|---|---|---|---|---|---|')
if (kind === 'stack') {
  const minutes = Number(first ?? 15)
  const alike = await tellGate(stackGate('stack', 'event-driven', minutes))
  const workMicros = tenthOf(alike, 'cpu-per-record')
  const delayMs = tenthOf(alike, 'decision-p99')
  const rounds = roundsIn(workMicros)
  await tellGate(stackGate(`${rounds} rounds (${workMicros} µs) more for each request`, await slowerSystem({ rounds }), minutes))
  await tellGate(stackGate(`each request ${delayMs} ms later`, await slowerSystem({ delayMs }), minutes))
} else {
  for (const each of calibrationGates(Number(first ?? 20), Number(second ?? 10))) await tellGate(each)
}

async function tellGate({ name, args }: Gate): Promise<GateResult> {
  const result = await gate(args)
  const leftOut = result.pairs.filter((pair) => pair.leftOut !== undefined).length
  const told = result.metrics.map(
    ({ change, noise }) => `${change === null ? '–' : percent(change)}, ${noise === null ? '–' : `${(noise * 100).toFixed(0)}%`}`,
  )
  console.log(`| ${[name, result.verdict.title, `${result.pairs.length} (${leftOut})`, ...told, loadavg()[0]?.toFixed(1)].join(' | ')} |`)
  return result
}

/** Of the median of all runs of both sides, which are of one system; whole, and at least 1. */
function tenthOf({ pairs }: GateResult, metric: 'cpu-per-record' | 'decision-p99'): number {
  const seen = pairs
    .filter(({ leftOut }) => leftOut === undefined)
    .flatMap(({ baseline, candidate }) => [baseline.readings[metric], candidate.readings[metric]])
    .flatMap((reading) => knownValue(reading) ?? [])
    .toSorted((a, b) => a - b)
  const middle = seen[Math.floor(seen.length / 2)]
  if (middle === undefined) throw new Error(`no run gave ${metric}, of which a tenth could be taken`)
  return Math.max(1, Math.round(middle / 10))
}

/** A system file of its own: a command takes no number for a system. */
async function slowerSystem(slowdown: Slowdown): Promise<string> {
  const file = join(folder.path, `event-driven-slower-${Object.keys(slowdown).join('-')}.ts`)
  const lines = [
    `import { slowerBy } from ${JSON.stringify(own('slower-system'))}`,
    `import eventDriven from ${JSON.stringify(join(root, 'systems', 'event-driven.ts'))}`,
    `export default slowerBy(eventDriven, 'api', ${JSON.stringify(slowdown)})`,
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  return file
}

async function gate(args: readonly string[]): Promise<GateResult> {
  const command = [
    '--disable-warning=TimeoutNegativeWarning',
    join(root, 'harness', 'cli.ts'),
    'gate',
    '--runtime',
    'local',
    '--json',
    '--out',
    folder.path,
  ]
  const child = spawn(process.execPath, [...command, ...args], { cwd: folder.path, stdio: ['ignore', 'pipe', 'inherit'] })
  let ended: NodeJS.Signals | undefined
  const passOn = (signal: NodeJS.Signals): void => {
    ended = signal
    child.kill(signal)
  }
  for (const signal of signals) process.on(signal, passOn)
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')])
  for (const signal of signals) process.off(signal, passOn)
  if (ended !== undefined) throw new Error(`ended by ${ended}; the gates before it are above`)
  return JSON.parse(stdout) as GateResult
}
