/** Runs k6 on a script, and reads what it says at the end. Bounded: k6 that does not end with its profile is ended. */

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { HarnessError } from '../model/errors.ts'
import { k6Install, k6Version } from './find-k6.ts'
import type { RequestFiles } from './write-requests.ts'

export interface K6Run {
  readonly program: string
  readonly script: string
  readonly files: RequestFiles
  /** For its summary as JSON, and for all that it prints. */
  readonly summaryFile: string
  readonly logFile: string
  /** Of the profile with its graceful stop; k6 is given as long again for its start and its end. */
  readonly timeoutMs: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

/** k6's own for a threshold that was crossed; everything else above 0 is a run that did not take place as it was meant. */
export const k6ThresholdStatus = 99
const majorMin = 1
const versionTimeoutMs = 10_000
/** Of what a program says that is no k6. */
const shownLetters = 80
const startMs = 30_000
const killAfterMs = 5_000
const lastLines = 8

/**
 * The first line of `k6 version`, such as `k6 v1.8.1 (go1.25.1, linux/amd64)`. HarnessError BAD_CONFIGURATION, with what was seen, for a program that
 * gives no such line within 10 s, and for a k6 before 1.0.
 */
export async function versionOfK6(program: string): Promise<string> {
  const { told, cause } = await firstLineOf(program, ['version'])
  // Its own words (`k6 version`, cmd/version.go): the name of its file, and a semantic version.
  const major = /^k6(?:\.exe)? v(\d+)\.\d+/.exec(told)?.[1]
  if (major !== undefined && Number(major) >= majorMin) return told
  const seen = told === '' ? 'nothing' : JSON.stringify(told.slice(0, shownLetters))
  const asked = `\`${program} version\``
  const problem =
    major === undefined
      ? `${asked} gave ${seen}, expected a line such as "k6 ${k6Version}"`
      : `${asked} gave ${seen}, expected 1.0 or later`
  throw new HarnessError('BAD_CONFIGURATION', major === undefined ? `${program} is no k6` : `${program} is a k6 before 1.0`, {
    problems: [problem],
    hint: `${k6Install}, or set K6 to its path`,
    cause,
  })
}

/** Empty where it says nothing, cannot be started, fails or does not end in time; `cause` is then what the system says. */
async function firstLineOf(program: string, args: readonly string[]): Promise<{ readonly told: string; readonly cause?: unknown }> {
  try {
    // A program that has its own idea of SIGTERM is not waited for.
    const { stdout } = await promisify(execFile)(program, args, { timeout: versionTimeoutMs, killSignal: 'SIGKILL' })
    return { told: stdout.split('\n')[0]?.trim() ?? '' }
  } catch (cause) {
    return { told: '', cause }
  }
}

/** Its exit status, 0 or 99. HarnessError BAD_CONFIGURATION with its last lines for any other; the signal's reason when it was aborted. */
export async function runK6({ program, script, files, summaryFile, logFile, timeoutMs, env, signal }: K6Run): Promise<number> {
  await using log = await open(logFile, 'w')
  // From here to the listener nothing is waited for: a stop is either seen now, or heard.
  signal.throwIfAborted()
  // Its control server would take a fixed port; nothing of the run is told to anybody.
  const args = ['run', '--address', '127.0.0.1:0', '--no-usage-report', '--no-color', '--quiet', '--summary-export', summaryFile, script]
  const child = spawn(program, args, { cwd: dirname(script), env: plainEnv(env, files), stdio: ['ignore', log.fd, log.fd] })
  let timedOut = false
  let killer: NodeJS.Timeout | undefined
  const end = (): void => {
    child.kill('SIGINT')
    killer ??= setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  }
  const timer = setTimeout(
    () => {
      timedOut = true
      end()
    },
    timeoutMs * 2 + startMs,
  )
  signal.addEventListener('abort', end, { once: true })
  try {
    const [status] = (await once(child, 'exit')) as [number | null]
    signal.throwIfAborted()
    if (!timedOut && (status === 0 || status === k6ThresholdStatus)) return status
    const text = await readFile(logFile, 'utf8')
    const how = timedOut ? `did not end within ${(timeoutMs * 2 + startMs) / 1_000} s` : `ended with status ${status}`
    throw new HarnessError('BAD_CONFIGURATION', `k6 ${how}`, {
      problems: text.trimEnd().split('\n').slice(-lastLines),
      hint: `all that it printed is in ${logFile}`,
    })
  } finally {
    clearTimeout(timer)
    clearTimeout(killer)
    signal.removeEventListener('abort', end)
  }
}

/** Without K6_ variables of the user's: they would change the profile that both are to have. */
function plainEnv(env: K6Run['env'], { targets, requests }: RequestFiles): Record<string, string> {
  const kept = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && !/^K6(?:_|$)/.test(entry[0]))
  return {
    ...Object.fromEntries(kept),
    K6_NO_USAGE_REPORT: 'true',
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
    TENFOLD_K6_TARGETS: targets,
    TENFOLD_K6_REQUESTS: requests,
  }
}
