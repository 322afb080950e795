import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Kafka, logLevel } from 'kafkajs'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import type { EnvironmentFile } from '../../harness/environment/environment-file.ts'
import { readEnvironmentFiles } from '../../harness/environment/environment-file.ts'
import { isRunning } from '../../harness/environment/process-identity.ts'
import { startLocal } from '../../harness/environment/local/start-local.ts'
import { walFilesMax } from '../../harness/environment/local/postgres/write-ahead-log.ts'
import { readSurroundings } from '../../harness/environment/surroundings.ts'
import { sweepOrphans } from '../../harness/environment/local/sweep.ts'
import { ProcessSampler } from '../../harness/environment/sample-processes.ts'
import { bareServices } from '../support/bare-services.ts'

const { cacheFolder } = readSurroundings()
const never = new AbortController().signal

function logFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'environment-e2e-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function options(signal: AbortSignal, progress: (text: string) => void = () => undefined) {
  return { matchers: 1, switches: [], underTest: false, logDir: logFolder(), progress, signal }
}

/** What a harness with this pid has on file now. */
function onFile(pid: number): EnvironmentFile[] {
  return readEnvironmentFiles(cacheFolder).filter(({ harness }) => harness.pid === pid)
}

function expectGone(files: readonly EnvironmentFile[]): void {
  expect(files).toHaveLength(1)
  expect(files.flatMap(({ children }) => children).filter(isRunning)).toEqual([])
  expect(files.flatMap(({ folders }) => folders).filter((folder) => existsSync(folder))).toEqual([])
  expect(onFile(files[0]?.harness.pid ?? 0)).toEqual([])
}

test('services start, answer, are sampled, and leave nothing', async () => {
  const environment = await startLocal(bareServices, options(never))
  const files = onFile(process.pid)
  try {
    const { databaseUrl, kafkaBrokers } = environment.endpoints
    const client = new Client({ connectionString: databaseUrl })
    await client.connect()
    const { rows } = await client.query("select current_setting('wal_level') as wal, current_setting('synchronous_commit') as sync")
    expect(rows).toEqual([{ wal: 'minimal', sync: 'on' }])
    // Names of the log's files ascend: those above the current one wait to be used.
    const ready = await client.query<{ count: string }>(
      'select count(*) from pg_ls_waldir() where name > pg_walfile_name(pg_current_wal_lsn())',
    )
    await client.end()
    const { bavail, bsize } = statfsSync(tmpdir())
    expect(Number(ready.rows[0]?.count)).toBeGreaterThanOrEqual(bavail * bsize > 8 * 2 ** 30 ? walFilesMax - 1 : 1)
    const admin = new Kafka({ brokers: [...kafkaBrokers], logLevel: logLevel.NOTHING }).admin()
    await admin.connect()
    expect((await admin.describeCluster()).brokers).toHaveLength(1)
    await admin.disconnect()
    const names = environment.processes.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['postgres', 'kafka']))
    const samples = new ProcessSampler().sample(environment.processes)
    expect(samples.map(({ process }) => process)).toEqual(process.platform === 'linux' ? names : [])
    expect(samples.filter(({ cpuMs, memoryBytes }) => !(cpuMs >= 0 && memoryBytes > 0))).toEqual([])
  } finally {
    await environment[Symbol.asyncDispose]()
  }
  expectGone(files)
})

test('an abort in the middle of the start throws its reason and leaves nothing', async () => {
  const stop = new AbortController()
  const seen: EnvironmentFile[][] = []
  const start = startLocal(
    bareServices,
    options(stop.signal, (text) => {
      if (text !== 'starting Kafka') return
      seen.push(onFile(process.pid))
      stop.abort(new Error('Ctrl-C'))
    }),
  )
  await expect(start).rejects.toThrow('Ctrl-C')
  expectGone(seen[0] ?? [])
})

test('a service that dies is told with its status and its last lines', async () => {
  const starting = options(never)
  await using environment = await startLocal(bareServices, starting)
  // What the tests before have started has left an empty data folder to copy, and a formatted one.
  expect(readdirSync(starting.logDir).filter((name) => ['initdb.log', 'kafka-format.log'].includes(name))).toEqual([])
  const kafka = environment.processes.find(({ name }) => name === 'kafka')
  process.kill(kafka?.pid ?? Number.NaN, 'SIGKILL')
  const death = await environment.died
  expect(death).toMatchObject({ process: 'kafka', status: 'signal SIGKILL' })
  expect(death.lastLines.join('\n')).toContain('Kafka Server started')
})

interface Holder {
  readonly child: ChildProcess
  readonly pid: number
  readonly lines: string[]
}

/** Starts a harness as a process of its own; resolves when it holds an environment or has failed to. */
async function hold(env: NodeJS.ProcessEnv = {}): Promise<Holder> {
  const script = join(import.meta.dirname, '..', 'support', 'hold-environment.ts')
  const child = spawn(process.execPath, [script, logFolder()], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const holder = { child, pid: child.pid ?? Number.NaN, lines: [] as string[] }
  const output = createInterface({ input: child.stdout })
  const told = Promise.withResolvers<void>()
  output.on('line', (line) => {
    holder.lines.push(line)
    if (/^(held|failed|aborted)/.test(line)) told.resolve()
  })
  output.once('close', () => told.resolve())
  await told.promise
  return holder
}

test('what a harness killed by SIGKILL has left is gone after a sweep', async () => {
  const holder = await hold()
  const files = onFile(holder.pid)
  expect(files.flatMap(({ children }) => children).filter(isRunning).length).toBeGreaterThanOrEqual(2)
  holder.child.kill('SIGKILL')
  await once(holder.child, 'exit')
  await sweepOrphans()
  expectGone(files)
})

test('Ctrl-C reaches the harness alone, which leaves nothing', async () => {
  const holder = await hold()
  const files = onFile(holder.pid)
  holder.child.kill('SIGINT')
  await once(holder.child, 'exit')
  expect(holder.lines.at(-1)).toBe('left')
  expectGone(files)
})

test('no Java is told with what to type, and leaves nothing', async () => {
  const holder = await hold({ JAVA_HOME: '/no/java' })
  expect(holder.lines.join('\n')).toMatch(/failed MISSING_PREREQUISITE Kafka needs Java 17.*install Java 17/)
  if (holder.child.exitCode === null) await once(holder.child, 'exit')
  expect(onFile(holder.pid)).toEqual([])
})
