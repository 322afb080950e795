import { spawn } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { connectHttpSystem, defineConfig, defineScenario, defineSystem, runScenario } from '../../harness/index.ts'
import { judgeFolder } from '../../harness/judge/judge-folder.ts'
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
    remote: { hosts: ['127.0.0.1'], ratePerSecondMax: 400, tenantPrefix: 'loadtest-' },
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

test('a system that is running already is used as it is, in tenants of the prefix that its file names, and left running', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-foreign-'))
  await writePaymentsHistory(folder.path)
  await using started = await startBefore()
  const thresholds = { ...scenario.thresholds, 'unsent{tenant:acme}': ['count==0'] }
  for (const seed of [1, 2]) {
    const {
      summary,
      record,
      folder: runFolder,
    } = await runScenario({ ...scenario, thresholds }, started.system, { folder: folder.path, seed })
    expect([summary.verdict.kind, summary.verdict.reasons]).toEqual(['pass', []])
    expect(record.runtime.kind).toBe('attach')
    expect(record.tenants).toEqual([`loadtest-acme-${record.tenantSuffix}`])
    expect((await judgeFolder(runFolder)).verdict).toEqual(summary.verdict)
  }
})

test('more than its file allows is refused before anything is sent', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-foreign-'))
  await writePaymentsHistory(folder.path)
  await using started = await startBefore()
  const sent = await socketsOf(async () => {
    const { failure, summary } = await runScenario(scenario, started.system, {
      folder: folder.path,
      set: ['load.rate=401', 'load.duration=1s'],
    })
    expect(failure).toMatchObject({ code: 'BAD_CONFIGURATION', problems: [expect.stringContaining('401 records/s')] })
    expect(summary.verdict.exitStatus).toBe(64)
  })
  expect(sent).toBe(0)
})

/** TCP connections that this process begins meanwhile. */
async function socketsOf(work: () => Promise<void>): Promise<number> {
  let count = 0
  const onSocket = (): void => void count++
  subscribe('net.client.socket', onSocket)
  try {
    await work()
  } finally {
    unsubscribe('net.client.socket', onSocket)
  }
  return count
}

test.each(['records', 'decisions'])('%s on a host that its file does not name are refused before anything is sent', async (what) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-foreign-'))
  await writePaymentsHistory(folder.path)
  const host = '192.0.2.1'
  const elsewhere = defineSystem({
    name: 'elsewhere',
    description: 'On an address for documentation.',
    local: { processes: () => [] },
    connect: () => {
      const system = connectHttpSystem({ name: 'elsewhere', host: what === 'records' ? host : '127.0.0.1', port: 9, adminKey: 'known' })
      return { ...system, decisions: { kind: 'http-poll', url: `http://${what === 'decisions' ? host : '127.0.0.1'}:9/` } }
    },
  })
  const sent = await socketsOf(async () => {
    const { failure, summary } = await runScenario(scenario, elsewhere, { folder: folder.path, seed: 1 })
    expect(failure).toMatchObject({ code: 'BAD_CONFIGURATION', problems: [`${host}: is not loopback`] })
    expect(failure?.hint).toContain(`remote: { hosts: ['${host}'], ratePerSecondMax: 100, tenantPrefix: 'loadtest-' }`)
    expect(summary.verdict.exitStatus).toBe(64)
  })
  expect(sent).toBe(0)
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
