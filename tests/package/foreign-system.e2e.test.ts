import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { connectHttpSystem, defineConfig, defineScenario, defineSystem, runScenario } from '../../harness/index.ts'
import { writePaymentsHistory } from './payments-history.ts'

const scenario = defineScenario({
  name: 'pairs-alone',
  description: 'Two seconds through a system without Kafka and PostgreSQL.',
  history: { kind: 'files', files: ['history/*.csv'], profile: 'history/profile.json' },
  load: { executor: 'constant-arrival-rate', rate: 350, duration: '2s', warmUp: { duration: '500ms', rate: 50 } },
  thresholds: { anomalies: ['count==0'], unknown: ['count==0'] },
})

const script = join(import.meta.dirname, 'consumer', 'server.ts')

const pairs = (blind: boolean) =>
  defineSystem({
    name: 'pairs',
    description: 'Pairs by reference, in one process.',
    local: {
      processes: () => [
        {
          name: 'server',
          script,
          replicas: 1,
          lifetime: 'service',
          environment: ({ adminKey }) => ({ ADMIN_KEY: adminKey, BLIND_TO_AMOUNTS: blind ? '1' : '' }),
        },
      ],
    },
    connect: ({ ports, adminKey }) => connectHttpSystem({ name: 'pairs', port: ports['server-0'] ?? 0, adminKey }),
  })

const reporters = [
  { name: 'verdict', report: () => ({ 'verdict.txt': 'told' }) },
  {
    name: 'broken',
    report: () => {
      throw new Error('no such channel')
    },
  },
  { name: 'rude', report: () => ({ 'run.json': '{}' }) },
]

test('a system that speaks HTTP alone is judged: right answers pass', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-foreign-'))
  await writePaymentsHistory(folder.path)
  const { summary, failure } = await runScenario(scenario, pairs(false), { folder: folder.path, seed: 7 })
  expect([failure, summary.verdict.reasons]).toEqual([undefined, []])
  expect(summary.verdict.kind).toBe('pass')
})

test('and its wrong ones are found; a reporter that throws fails the run and keeps no other from writing', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-foreign-'))
  await writePaymentsHistory(folder.path)
  const run = await runScenario(scenario, pairs(true), {
    folder: folder.path,
    seed: 7,
    config: defineConfig({ reporters }),
  })
  expect(run.summary.verdict.kind).toBe('fail-correctness')
  expect(await readFile(join(run.folder, 'verdict.txt'), 'utf8')).toBe('told')
  expect(JSON.parse(await readFile(join(run.folder, 'run.json'), 'utf8'))).toMatchObject({ seed: 7 })
  expect(run.failure?.problems).toEqual([
    expect.stringContaining('broken: Error: no such channel'),
    expect.stringContaining('rude: "run.json"'),
  ])
})

/** The same system, started by nobody of ours: it is there already. */
async function startBefore() {
  const child = spawn(process.execPath, [script], { env: { ADMIN_KEY: 'known' }, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { port } = JSON.parse(line) as { readonly port: number }
  const system = defineSystem({
    name: 'pairs-elsewhere',
    description: 'Started before.',
    local: { processes: () => [] },
    connect: () => connectHttpSystem({ name: 'pairs-elsewhere', port, adminKey: 'known' }),
  })
  const ended = once(child, 'exit')
  return {
    system,
    kill: () => child.kill('SIGKILL'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

test('a system that is running already is used as it is, and left running', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-foreign-'))
  await writePaymentsHistory(folder.path)
  await using started = await startBefore()
  for (const seed of [1, 2]) {
    const { summary } = await runScenario(scenario, started.system, { folder: folder.path, seed })
    expect([summary.verdict.kind, summary.verdict.reasons]).toEqual(['pass', []])
  }
})

test('one that goes away under load ends the run as a stack that failed, with what was recorded', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-foreign-'))
  await writePaymentsHistory(folder.path)
  await using started = await startBefore()
  const progress = {
    step: () => undefined,
    note: () => undefined,
    // The load tells how far it is while it runs.
    update: (_text: string, fraction?: number) => void (fraction !== undefined && fraction > 0.3 && started.kill()),
  }
  const { summary, failure, folder: runFolder } = await runScenario(scenario, started.system, { folder: folder.path, seed: 3, progress })
  expect(failure?.code).toBe('TARGET_UNREACHABLE')
  expect(summary.verdict.exitStatus).toBe(69)
  expect((await readFile(join(runFolder, 'decisions.ndjson'), 'utf8')).length).toBeGreaterThan(0)
}, 120_000)
