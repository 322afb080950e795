import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

const pairs = (blind: boolean) =>
  defineSystem({
    name: 'pairs',
    description: 'Pairs by reference, in one process.',
    local: {
      processes: () => [
        {
          name: 'server',
          script: join(import.meta.dirname, 'consumer', 'server.ts'),
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
