/** Which process a number means: pids are reused, so a process is its pid and the time at which it started. */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface ProcessIdentity {
  readonly pid: number
  /** Opaque text, equal for the same process alone. */
  readonly startTime: string
}

/** The start time of a running process; undefined when there is none, or only its unreaped rest. */
export function processStartTime(pid: number): string | undefined {
  return process.platform === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid)
}

export function isRunning({ pid, startTime }: ProcessIdentity): boolean {
  return processStartTime(pid) === startTime
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTime: processStartTime(process.pid) ?? 'unknown' }
}

/** Fields of /proc/PID/stat after the command's name, which may itself hold blanks and brackets. The first is the state. */
export function statFields(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Pids of what a process has started, and of what those have, where /proc tells them (Linux); else none. */
export function descendantsOf(pid: number): number[] {
  let children: string
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  } catch {
    return []
  }
  return children
    .split(' ')
    .filter((text) => text !== '')
    .map(Number)
    .flatMap((child) => [child, ...descendantsOf(child)])
}

function startTimeFromProc(pid: number): string | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  const fields = statFields(stat)
  // proc(5): the state is field 3, the start time (ticks since boot) field 22.
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

function startTimeFromPs(pid: number): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8', timeout: 5_000 }).trim()
    return text === '' ? undefined : text
  } catch {
    return undefined
  }
}
