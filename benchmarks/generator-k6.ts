/**
 * What a CPU-second of the generator buys beside k6's, all clients in turn in one run: goal 10 times. k6 is the one that K6 names, of the path, or in the cache
 * folder (`k6-VERSION/k6`); argv: the number of requests.
 */

import { readFileSync } from 'node:fs'
import { copyFile, mkdtempDisposable, readFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { tellError } from '../harness/cli/tell-error.ts'
import { statFields } from '../harness/environment/process-identity.ts'
import { canSampleProcesses } from '../harness/environment/sample-processes.ts'
import { readSurroundings } from '../harness/environment/surroundings.ts'
import { findK6, k6Version } from '../harness/k6/find-k6.ts'
import { readK6SummaryFile } from '../harness/k6/read-summary.ts'
import { runK6, versionOfK6 } from '../harness/k6/run-k6.ts'
import { writeRequests } from '../harness/k6/write-requests.ts'
import { HarnessError } from '../harness/model/errors.ts'
import { ingestOf, loadOf, planOf } from '../tests/support/small-load.ts'
import { clientLine, measureInTurn, nodeClients, pathOf, requestsDefault } from './generator.ts'
import type { Measure } from './generator.ts'

const goal = 10
/** Of one run of k6, on a machine that is busy with other work. */
const timeoutMs = 600_000
const msPerTick = 10

interface K6Program {
  readonly program: string
  readonly version: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** HarnessError BAD_CONFIGURATION where there is no k6, MISSING_PREREQUISITE where the CPU time of a child cannot be read. */
async function findProgram(): Promise<K6Program> {
  if (!canSampleProcesses) {
    throw new HarnessError('MISSING_PREREQUISITE', `k6's CPU time is read from /proc, which ${process.platform} does not have`, {
      hint: 'run this benchmark on Linux',
    })
  }
  const { everything: env, cacheFolder } = readSurroundings()
  const path = [env['PATH'] ?? '', join(cacheFolder, `k6-${k6Version}`)].join(delimiter)
  const program = findK6({ ...env, PATH: path }, process.cwd())
  return { program, version: await versionOfK6(program), env }
}

/**
 * A run of a quarter of the requests is taken off a run of these and a quarter more: k6's start, its reading of the bodies and its first requests stand in
 * neither figure, as they stand in none of the other clients'.
 */
function k6Client(k6: K6Program): Measure {
  return async (port, requests) => {
    const first = Math.ceil(requests / 4)
    const records = planOf(loadOf({ stages: [{ name: 's', durationMs: 1_000, targetPerSecond: requests }] })).records
    await using files = await writeRequests({ ingest: ingestOf(port), records, timeoutMs })
    const started = await cpuUsOf(k6, files, first)
    return (await cpuUsOf(k6, files, first + requests)) - started
  }
}

async function cpuUsOf({ program, env }: K6Program, files: Awaited<ReturnType<typeof writeRequests>>, requests: number): Promise<number> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-bench-'))
  const at = (name: string): string => join(folder.path, name)
  const [script, summaryFile, logFile] = [at('script.ts'), at('summary.json'), at('k6.log')]
  await copyFile(pathOf('generator-k6-script.ts'), script)
  const before = waitedCpuUs()
  const status = await runK6({
    program,
    script,
    files,
    summaryFile,
    logFile,
    timeoutMs,
    env: { ...env, BENCH_REQUESTS: `${requests}` },
    signal: new AbortController().signal,
  })
  const cpuUs = waitedCpuUs() - before
  const { requests: sent } = await readK6SummaryFile(summaryFile, logFile)
  if (status === 0 && sent === requests) return cpuUs
  throw new Error(`k6 ended with ${status}, and sent ${sent} requests instead of ${requests}\n${await readFile(logFile, 'utf8')}`)
}

/** Of all children that have ended, with all of theirs that they waited for: proc(5), fields 16 and 17. No other child ends while k6 runs. */
function waitedCpuUs(): number {
  const [user = 0, system = 0] = statFields(readFileSync('/proc/self/stat', 'utf8')).slice(13, 15).map(Number)
  return (user + system) * msPerTick * 1_000
}

try {
  const k6 = await findProgram()
  const requests = Number(process.argv[2] ?? requestsDefault)
  const load = (): string => (loadavg()[0] ?? 0).toFixed(1)
  process.stdout.write(`${k6.version}; ${requests.toLocaleString('en')} requests, load average ${load()}`)
  const figures = await measureInTurn({ ...nodeClients, k6: k6Client(k6) }, requests)
  process.stdout.write(` to ${load()}\n`)
  for (const [client, figure] of Object.entries(figures)) process.stdout.write(clientLine(client, figure))
  const ratio = figures.ours / figures.k6
  process.stdout.write(`ours / k6 ${ratio.toFixed(2)} (goal ${goal}: ${ratio >= goal ? 'met' : 'missed'})\n`)
} catch (error) {
  const { text, exitStatus } = tellError(error, 'benchmark')
  process.stderr.write(`${text}\n`)
  process.exitCode = exitStatus
}
