/**
 * Gates over real runs. `node benchmarks/gate-live.ts calibration [GATES] [PAIRS]`: a system of a known speed against itself, 20 gates of runs of 5 s, up to 10 pairs each;
 * `node benchmarks/gate-live.ts stack [PAIRS]`: the reference stack against itself, and then against one whose api takes up each request later, by a tenth of the decision
 * P99 that the runs of the first gate had.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { GateResult } from '../harness/gate/gate-result.ts'
import { percent } from '../harness/gate/judge-pairs.ts'
import { writePaymentsHistory } from '../tests/package/payments-history.ts'

const signals = ['SIGINT', 'SIGTERM'] as const
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

function stackGate(name: string, candidate: string, pairs: number): Gate {
  const systems = ['--baseline', 'event-driven', '--candidate', candidate]
  return { name, args: [...systems, '--set', 'load.duration=5s', '--seed', '1', '--max-pairs', `${pairs}`] }
}

const [kind = '', first, second] = process.argv.slice(2)
await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-gates-'))
await writePaymentsHistory(folder.path)
console.log('| gate | answer | pairs (left out) | P99: change, noise a pair | CPU: change, noise a pair | load average |')
console.log('|---|---|---|---|---|---|')
if (kind === 'stack') {
  const pairs = Number(first ?? 20)
  const p99Ms = medianP99Ms(await tellGate(stackGate('stack', 'event-driven', pairs)))
  const delayMs = Math.max(1, Math.round(p99Ms / 10))
  await tellGate(stackGate(`stack, ${delayMs} ms slower than a P99 of ${p99Ms.toFixed(1)} ms`, await slowerSystem(delayMs), pairs))
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

/** Of all runs of both sides: they are of one system. */
function medianP99Ms({ pairs }: GateResult): number {
  const seen = pairs
    .filter(({ leftOut }) => leftOut === undefined)
    .flatMap(({ baseline, candidate }) => [baseline, candidate])
    .flatMap(({ readings: { 'decision-p99': p99 } }) => (p99.kind === 'value' ? [p99.value] : []))
    .toSorted((a, b) => a - b)
  const middle = seen[Math.floor(seen.length / 2)]
  if (middle === undefined) throw new Error('no run gave a P99 from which a tenth could be taken')
  return middle
}

/** A system file of its own: a command takes no number for a system. */
async function slowerSystem(delayMs: number): Promise<string> {
  const file = join(folder.path, 'event-driven-slower.ts')
  const lines = [
    `import { slowerBy } from ${JSON.stringify(own('slower-system'))}`,
    `import eventDriven from ${JSON.stringify(join(root, 'systems', 'event-driven.ts'))}`,
    `export default slowerBy(eventDriven, 'api', ${delayMs})`,
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
