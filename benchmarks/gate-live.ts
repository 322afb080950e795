/**
 * Gates over real runs. `node benchmarks/gate-live.ts calibration [GATES] [PAIRS]`: a system of a known speed against itself, 20 gates of runs of 5 s, up to 10 pairs each;
 * `node benchmarks/gate-live.ts stack [PAIRS]`: the reference stack against itself, and against one whose api takes up each request later.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposable } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { GateResult } from '../harness/gate/gate-result.ts'
import { percent } from '../harness/gate/judge-pairs.ts'
import { writePaymentsHistory } from '../tests/package/payments-history.ts'

const root = join(import.meta.dirname, '..')
const own = (name: string): string => join(root, 'tests', 'gate', `${name}.ts`)

interface Gate {
  readonly name: string
  readonly args: readonly string[]
}

function calibrationGates(count: number, pairs: number): readonly Gate[] {
  const systems = ['--baseline', own('steady'), '--candidate', own('steady'), '--scenario', own('five-seconds')]
  return Array.from({ length: count }, (_, index) => ({
    name: `steady, seed ${index + 1}`,
    args: [...systems, '--seed', `${index + 1}`, '--max-pairs', `${pairs}`],
  }))
}

function stackGates(pairs: number): readonly Gate[] {
  return ['event-driven', own('event-driven-slower')].map((candidate) => ({
    name: candidate === 'event-driven' ? 'stack' : 'stack, slower',
    args: ['--baseline', 'event-driven', '--candidate', candidate, '--set', 'load.duration=5s', '--seed', '1', '--max-pairs', `${pairs}`],
  }))
}

const [kind = '', first, second] = process.argv.slice(2)
const gates = kind === 'stack' ? stackGates(Number(first ?? 20)) : calibrationGates(Number(first ?? 20), Number(second ?? 10))
await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-gates-'))
await writePaymentsHistory(folder.path)
console.log('| gate | answer | pairs (left out) | P99: change, noise a pair | CPU: change, noise a pair | load average |')
console.log('|---|---|---|---|---|---|')
for (const { name, args } of gates) {
  const result = await gate(args)
  const leftOut = result.pairs.filter((pair) => pair.leftOut !== undefined).length
  const told = result.metrics.map(
    ({ change, noise }) => `${change === null ? '–' : percent(change)}, ${noise === null ? '–' : `${(noise * 100).toFixed(0)}%`}`,
  )
  console.log(`| ${[name, result.verdict.title, `${result.pairs.length} (${leftOut})`, ...told, loadavg()[0]?.toFixed(1)].join(' | ')} |`)
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
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return JSON.parse(stdout) as GateResult
}
