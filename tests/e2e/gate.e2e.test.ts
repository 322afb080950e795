import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtempDisposable, readFile, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import type { ComparedFigure } from '../../harness/gate/compare-latencies.ts'
import type { Comparison } from '../../harness/gate/compare-runs.ts'
import type { GateResult } from '../../harness/gate/gate-result.ts'
import type { Trend } from '../../harness/gate/trend.ts'
import { writePaymentsHistory } from '../package/payments-history.ts'
import { readRecord } from '../support/workplace.ts'

const root = join(import.meta.dirname, '..', '..')
const own = (name: string): string => join(root, 'tests', 'gate', `${name}.ts`)

function startTenfold(folder: string, args: readonly string[]) {
  const options = ['--disable-warning=TimeoutNegativeWarning', join(root, 'harness', 'cli.ts'), ...args]
  const child = spawn(process.execPath, options, { cwd: folder })
  const ended = Promise.all([text(child.stdout), once(child, 'exit')]).then(([stdout, [status]]) => ({
    stdout,
    status: status as number | null,
  }))
  return { child, ended }
}

/** As many records as in the five seconds of the scenario, which a P99 needs; what is told apart here is so far apart that two seconds show it. */
const quick = ['--set', 'load.rate=700', '--set', 'load.duration=2s']

function gateArgs(candidate: string, ...more: readonly string[]): readonly string[] {
  const systems = ['--baseline', own('steady'), '--candidate', own(candidate)]
  return ['gate', ...systems, '--scenario', own('five-seconds'), ...quick, '--runtime', 'local', '--seed', '5', '--out', 'gates', ...more]
}

/** The one gate that stands in `gates`. */
async function kept(folder: string): Promise<{ readonly result: GateResult; readonly runs: readonly string[] }> {
  const [gate = ''] = await readdir(join(folder, 'gates'))
  const names = await readdir(join(folder, 'gates', gate))
  const result = JSON.parse(await readFile(join(folder, 'gates', gate, 'gate.json'), 'utf8')) as GateResult
  return { result, runs: names.filter((name) => name !== 'gate.json').map((name) => join(folder, 'gates', gate, name)) }
}

/** Of the one gate that stands in `gates`, in the order in which its runs began. */
async function runFolders(folder: string): Promise<readonly string[]> {
  const gates = join(folder, 'gates')
  const [gate = ''] = await readdir(gates)
  const names = await readdir(join(gates, gate), { withFileTypes: true })
  return names.flatMap((entry) => (entry.isDirectory() ? [join(gates, gate, entry.name)] : [])).toSorted()
}

test('a system that is three times as slow fails after some pairs; every run is kept, and two of them can be compared', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-gate-'))
  await writePaymentsHistory(folder.path)
  const { stdout, status } = await startTenfold(folder.path, gateArgs('much-slower', '--max-pairs', '16', '--json')).ended
  const { folder: told, ...result } = JSON.parse(stdout) as GateResult & { readonly folder: string }
  expect([status, result.verdict.kind]).toEqual([99, 'fail-thresholds'])
  expect(existsSync(told)).toBe(true)
  const { result: written, runs } = await kept(folder.path)
  expect(written).toEqual(result)
  expect(runs).toHaveLength(2 * result.pairs.length)

  const [pair] = result.pairs
  const compared = await startTenfold(folder.path, ['compare', pair?.baseline.folder ?? '', pair?.candidate.folder ?? '', '--json']).ended
  const { figures, differences } = JSON.parse(compared.stdout) as {
    readonly figures: readonly Pick<ComparedFigure, 'metric' | 'figure' | 'change' | 'lower' | 'tooShort'>[]
    readonly differences: readonly string[]
  }
  expect([compared.status, differences]).toEqual([0, []])
  const median = figures.find(({ metric, figure }) => metric === 'decision_latency' && figure === 'p50')
  expect(median?.change).toBeGreaterThan(0)
  // Two seconds are no measure of what chance does.
  expect(median).toMatchObject({ lower: null, tooShort: true })
}, 900_000)

test('a system that is twice as fast, because it refuses half of its load, fails for that', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-gate-'))
  await writePaymentsHistory(folder.path)
  const { stdout, status } = await startTenfold(folder.path, gateArgs('half-refused', '--max-pairs', '16', '--json')).ended
  const { verdict, pairs, metrics } = JSON.parse(stdout) as GateResult
  expect([status, verdict.kind]).toEqual([99, 'fail-thresholds'])
  // What a refusal costs is told with it: whichever is known first ends the gate.
  expect(verdict.sentence).toMatch(/^(?:Records offered for each accepted|CPU a record) got worse: \+/)
  expect(metrics.find(({ metric }) => metric === 'offered-per-accepted')?.change).toBeCloseTo(1, 1)
  // None for what it refuses; a machine that stood still is another matter.
  expect(pairs.flatMap(({ leftOut }) => (leftOut === undefined || leftOut.includes(' INVALID: ') ? [] : [leftOut]))).toEqual([])

  // Whoever sets two of these runs side by side is told so before any figure.
  const [pair] = pairs
  const compared = await startTenfold(folder.path, ['compare', pair?.baseline.folder ?? '', pair?.candidate.folder ?? '', '--json']).ended
  const { work, counts } = JSON.parse(compared.stdout) as Comparison
  expect(work.sentence).toMatch(/^Not the same work: .* The candidate left (?:49|50)\.\d% of its load undelivered, the base none/)
  expect(counts.find(({ name }) => name === 'refused')).toMatchObject({
    base: 0,
    candidate: work.candidate.offered - work.candidate.accepted,
  })
  // All runs of the gate in the order of their time, each once.
  const drift = await startTenfold(folder.path, ['compare', 'gates', 'gates', '--json']).ended
  const { rows } = JSON.parse(drift.stdout) as Trend
  expect(new Set(rows.map(({ runId }) => runId)).size).toBe(2 * pairs.length)
  expect(rows).toHaveLength(2 * pairs.length)
}, 900_000)

test('Ctrl-C ends the gate and keeps the pairs that are done', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-gate-'))
  await writePaymentsHistory(folder.path)
  const { child, ended } = startTenfold(folder.path, gateArgs('steady'))
  let seen = ''
  child.stderr.on('data', (chunk: Buffer) => {
    const before = seen.includes('pair 1 ')
    seen += chunk.toString()
    // Once: a second signal would stop without waiting.
    if (!before && seen.includes('pair 1 ')) child.kill('SIGINT')
  })
  const { stdout, status } = await ended
  expect(status).toBe(130)
  expect(stdout).toContain('INTERRUPTED')
  const { result } = await kept(folder.path)
  expect([result.verdict.kind, result.pairs.length]).toEqual(['interrupted', 1])
}, 900_000)

test('Ctrl-C while the last run is judged ends the gate with 130 as well, and keeps its pair', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-gate-'))
  await writePaymentsHistory(folder.path)
  const { child, ended } = startTenfold(folder.path, gateArgs('steady', '--max-pairs', '1'))
  await vi.waitFor(
    async () => {
      const { 1: last = '' } = await runFolders(folder.path)
      // From here on nothing of the run itself can be stopped.
      expect(readRecord(last).ending).toEqual({ kind: 'complete' })
    },
    { timeout: 300_000, interval: 1 },
  )
  child.kill('SIGINT')
  const { stdout, status } = await ended
  expect(status).toBe(130)
  expect(stdout).toContain('INTERRUPTED')
  const { result, runs } = await kept(folder.path)
  expect([result.verdict.kind, result.pairs.length, runs.length]).toEqual(['interrupted', 1, 2])
}, 900_000)
