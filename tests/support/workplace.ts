/** A folder in which the command is run as a user runs it, and in which everything that it starts can be found again. Knows no test. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, chmodSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { EnvironmentFile } from '../../harness/environment/environment-file.ts'
import { readEnvironmentFiles } from '../../harness/environment/environment-file.ts'
import { descendantsOf } from '../../harness/environment/process-identity.ts'
import { findProgram, readSurroundings } from '../../harness/environment/surroundings.ts'
import type { ScenarioInput } from '../../harness/index.ts'
import type { RunRecord } from '../../harness/model/run-record.ts'
import type { Summary } from '../../harness/model/summary.ts'
import { files } from '../../harness/record/layout.ts'

export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningCommand {
  readonly pid: number
  /** Resolves once standard error holds the text; rejects when the process ended before. */
  told(text: string): Promise<void>
  readonly ended: Promise<Ended>
}

const cli = join(import.meta.dirname, '..', '..', 'harness', 'cli.ts')
/** As every start of the harness: kafkajs computes a negative timeout now and then, and Node would warn of it. */
export const cliArguments: readonly string[] = ['--disable-warning=TimeoutNegativeWarning', cli]

export class Workplace implements Disposable {
  readonly folder: string
  /** Folders of a stack are made here, so that their path leads to the processes that use them. */
  readonly temporaryFolder: string
  readonly #env: NodeJS.ProcessEnv
  readonly #cacheFolder = readSurroundings().cacheFolder
  readonly #running = new Set<number>()

  constructor(env: NodeJS.ProcessEnv) {
    // Short: a socket's path has 107 bytes at most.
    this.folder = mkdtempSync(join(tmpdir(), 'work-'))
    this.temporaryFolder = join(this.folder, 't')
    // Tests say so where they want containers.
    this.#env = { TENFOLD_RUNTIME: 'local', ...env, TMPDIR: this.temporaryFolder }
    mkdirSync(this.temporaryFolder)
    // Under root, PostgreSQL is another user.
    for (const path of [this.folder, this.temporaryFolder]) chmodSync(path, 0o711)
  }

  path(...names: readonly string[]): string {
    return join(this.folder, ...names)
  }

  write(name: string, content: string): string {
    mkdirSync(dirname(this.path(name)), { recursive: true })
    writeFileSync(this.path(name), content)
    return this.path(name)
  }

  /** A scenario file `NAME.ts`; returns how it is named on the command line. */
  scenario(scenario: ScenarioInput): string {
    this.write(`${scenario.name}.ts`, `export default ${JSON.stringify(scenario, null, 2)}\n`)
    return `./${scenario.name}.ts`
  }

  /** A search path on which there are these programs of the machine's alone. */
  linkPrograms(name: string, programs: readonly string[]): string {
    mkdirSync(this.path(name))
    for (const program of programs) {
      const found = findProgram(program, readSurroundings())
      if (found !== undefined) symlinkSync(found, this.path(name, program))
    }
    return this.path(name)
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningCommand {
    return this.startProgram(process.execPath, [...cliArguments, ...args], env)
  }

  startProgram(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningCommand {
    const child = spawn(program, args, { cwd: this.folder, env: { ...this.#env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const pid = child.pid ?? Number.NaN
    this.#running.add(pid)
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text))
    const ended = once(child, 'close').then(([status, signal]) => {
      this.#running.delete(pid)
      return { status: status as number | null, signal: signal as NodeJS.Signals | null, stdout, stderr }
    })
    const told = (text: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (stderr.includes(text)) resolve()
        }
        child.stderr.on('data', look)
        child.once('close', () => reject(new Error(`ended before it said ${text}:\n${stderr}`)))
        look()
      })
    return { pid, told, ended }
  }

  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.start(args, env).ended
  }

  /** What harnesses of this folder have on file as running now. */
  environments(): EnvironmentFile[] {
    return readEnvironmentFiles(this.#cacheFolder).filter(({ folders }) => folders.some((path) => path.startsWith(this.folder)))
  }

  /** Pid of a process of the one stack that runs. */
  pidOf(name: string): number {
    const child = this.environments()
      .flatMap(({ children }) => children)
      .find((candidate) => candidate.name === name)
    if (child === undefined) throw new Error(`no process called ${name} is on file`)
    return child.pid
  }

  /** Processes, folders and files of started stacks that are still there; processes only where /proc tells them (Linux). */
  leftovers(): readonly string[] {
    const folders = readdirSync(this.temporaryFolder)
      // Other programs keep caches here; and PostgreSQL's programs are copied for the next start where its user could not reach them.
      .filter((name) => name.startsWith('tenfold-') && !name.startsWith('tenfold-postgres-'))
      .map((name) => `folder ${name}`)
    return [...this.processes(), ...folders, ...this.environments().map(({ id }) => `environment ${id}`)]
  }

  processes(): readonly string[] {
    return pids().flatMap((pid) => {
      const command = procText(pid, 'cmdline').replaceAll('\0', ' ')
      const traces = [command, procText(pid, 'environ'), procCwd(pid)]
      return traces.some((text) => text.includes(this.folder)) ? [`process ${pid} ${command}`] : []
    })
  }

  /** Processes that a process has started; none where /proc does not tell. */
  childrenOf(pid: number): readonly { readonly pid: number; readonly command: string }[] {
    return descendantsOf(pid).map((child) => ({ pid: child, command: procText(child, 'cmdline').replaceAll('\0', ' ') }))
  }

  /** The run folder of a scenario's only run. */
  runFolder(scenario: string, out = 'runs'): string {
    const names = readdirSync(this.path(out)).filter((name) => name.includes(`-${scenario}-`))
    if (names.length !== 1) throw new Error(`expected one run of ${scenario}, found ${names.length}: ${names.join(', ')}`)
    return this.path(out, names[0] ?? '')
  }

  /** Ends what a failed test left, by pid, and removes the folder. */
  [Symbol.dispose](): void {
    const stacks = this.environments().flatMap(({ children }) => children.map(({ pid }) => -pid))
    for (const pid of [...this.#running, ...stacks]) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // Gone already.
      }
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

export function readRecord(folder: string): RunRecord {
  return JSON.parse(readFileSync(join(folder, files.run), 'utf8')) as RunRecord
}

export function readSummaryFile(folder: string): Summary {
  return JSON.parse(readFileSync(join(folder, files.summary), 'utf8')) as Summary
}

/** A small steady load with budgets that a busy machine keeps; tests change what they are about. */
export function smallScenario(name: string, changes: Partial<ScenarioInput> = {}): ScenarioInput {
  return {
    name,
    description: 'A small load.',
    seed: 7,
    history: { kind: 'synthetic', tenants: 2, merchants: 6, days: 1 },
    load: steadyLoad('2s'),
    thresholds: { decision_latency: ['p(95)<60000'], anomalies: ['count==0'] },
    ...changes,
  }
}

export function steadyLoad(duration: string, warmUp = '300ms'): ScenarioInput['load'] {
  return { executor: 'constant-arrival-rate', arrivals: 'even', rate: 200, duration, warmUp: { duration: warmUp, rate: 100 } }
}

function pids(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => Number.isInteger(pid))
  } catch {
    return []
  }
}

function procText(pid: number, file: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

function procCwd(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}
