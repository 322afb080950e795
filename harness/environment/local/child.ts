/** One child process in a group of its own, with its output in a file. Knows nothing of what the process does. */

import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { HarnessError, writeFailure } from '../../model/errors.ts'
import { lastLines, LogTail, sizeOf } from '../log-tail.ts'
import type { ProcessIdentity } from '../process-identity.ts'
import { processStartTime } from '../process-identity.ts'
import { pause, stopwatch, within } from '../wait.ts'

export interface ChildSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly logFile: string
  /** Another user to run as; only root may ask for it. */
  readonly user?: { readonly uid: number; readonly gid: number }
  /** The signal that ends it in order. */
  readonly stopSignal: 'SIGTERM' | 'SIGQUIT'
}

export interface Child extends ProcessIdentity {
  readonly name: string
  readonly logFile: string
  readonly stopSignal: 'SIGTERM' | 'SIGQUIT'
  /** Where its own output begins in the file, which earlier ones of the name may have written too. */
  readonly logFromByte: number
  /** `exit status 1`, `signal SIGKILL`; never rejects. */
  readonly ended: Promise<string>
}

const shownLines = 20
const pollMs = 20
/** Bound on every wait for a process that was sent SIGKILL. */
const killTimeoutMs = 5_000

/** Starts it; throws STACK_NOT_READY when the program cannot be run. */
export async function startChild(spec: ChildSpec): Promise<Child> {
  const { name, logFile, stopSignal } = spec
  const output = openLog(logFile)
  const logFromByte = sizeOf(logFile)
  // Straight to the file: with a pipe, the child would block or die as soon as the harness is gone.
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    // A group of its own: Ctrl-C in the terminal reaches the harness alone, which then ends its children in order.
    detached: true,
    stdio: ['ignore', output, output],
    ...spec.user,
  })
  closeSync(output)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (status, signal) => resolve(signal === null ? `exit status ${status}` : `signal ${signal}`))
  })
  if (child.pid === undefined) {
    throw new HarnessError('STACK_NOT_READY', `${name} cannot be started: ${await ended}`, {
      hint: `check that ${spec.command} can be run by hand`,
    })
  }
  return { name, pid: child.pid, startTime: processStartTime(child.pid) ?? 'ended', logFile, stopSignal, logFromByte, ended }
}

function openLog(file: string): number {
  try {
    mkdirSync(dirname(file), { recursive: true })
    return openSync(file, 'a')
  } catch (error) {
    throw writeFailure(error, file) ?? error
  }
}

/**
 * The first value that `match` makes of a line of the child's output. Throws STACK_NOT_READY (or DISK_FULL) with its last
 * lines when it ends or the time is over first, and the signal's reason when that comes first.
 */
export async function waitForLine<T>(
  child: Child,
  match: (line: string) => T | undefined,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<T> {
  const tail = new LogTail(child.logFile, child.logFromByte)
  const elapsedMs = stopwatch()
  const end: { status?: string } = {}
  void child.ended.then((status) => (end.status = status))
  for (;;) {
    // Read after the end was noticed, not before: its last words may hold what is waited for.
    const { status } = end
    for (const line of tail.newLines()) {
      const found = match(line)
      if (found !== undefined) return found
    }
    if (status !== undefined) throw notReady(child, `ended before it was ready (${status})`)
    if (elapsedMs() > timeoutMs) throw notReady(child, `was not ready after ${timeoutMs} ms`)
    await pause(pollMs, signal)
  }
}

/** Runs until it ends with status 0; `onLine` gets its output. Errors as `waitForLine`. */
export async function waitForEnd(
  child: Child,
  { timeoutMs, signal, onLine }: { readonly timeoutMs: number; readonly signal: AbortSignal; readonly onLine?: (line: string) => void },
): Promise<void> {
  const tail = new LogTail(child.logFile, child.logFromByte)
  const elapsedMs = stopwatch()
  for (;;) {
    const status = await within(child.ended, pollMs)
    for (const line of tail.newLines()) onLine?.(line)
    if (status === 'exit status 0') return
    if (status !== undefined) throw notReady(child, `failed (${status})`)
    if (elapsedMs() > timeoutMs) throw notReady(child, `had not finished after ${timeoutMs} ms`)
    signal.throwIfAborted()
  }
}

/** What a child that failed is told as. Its last lines are the error's problems. */
export function notReady(child: Pick<Child, 'name' | 'logFile'>, what: string): HarnessError {
  const lines = lastLines(child.logFile, shownLines)
  if (lines.some((line) => /no space left on device/i.test(line))) {
    return new HarnessError('DISK_FULL', `${child.name} ${what}: no space left on device`, {
      hint: 'free some space in the temporary folder, or point TMPDIR at a larger disk',
      problems: lines,
    })
  }
  return new HarnessError('STACK_NOT_READY', `${child.name} ${what}`, { hint: `its whole output is in ${child.logFile}`, problems: lines })
}

/** Ends the child and whatever it started: its stop signal, a bounded wait (cut short by the signal), then SIGKILL. Resolves once it is gone. */
export async function stopChild(
  child: Child,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<void> {
  signalGroup(child.pid, child.stopSignal)
  // A stopped process keeps the signal for later until it is continued.
  signalGroup(child.pid, 'SIGCONT')
  await within(child.ended, timeoutMs, signal)
  await killChild(child)
}

/** SIGKILL to the whole group, also when its leader is gone already. */
export async function killChild(child: Child): Promise<void> {
  signalGroup(child.pid, 'SIGKILL')
  await within(child.ended, killTimeoutMs)
}

/** A signal to a process group; nothing when there is none any more. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  signalOne(-pid, signal)
}

/** A signal to one process; nothing when there is none any more. */
export function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // EPERM: on some systems the answer for a group of which only unreaped processes are left.
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')) return
    throw error
  }
}
