/** A Redis (or Valkey) server of our own on loopback, without persistence; for machines that have one on the search path. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Child } from './child.ts'
import { waitForLine } from './child.ts'
import { freePorts } from '../free-port.ts'
import type { StartService } from './started-children.ts'
import type { Surroundings } from '../surroundings.ts'
import { findProgram } from '../surroundings.ts'

export interface StartedRedis {
  readonly child: Child
  readonly url: string
}

const readyTimeoutMs = 10_000

export function findRedis(surroundings: Pick<Surroundings, 'searchPath'>): string | undefined {
  return findProgram('valkey-server', surroundings) ?? findProgram('redis-server', surroundings)
}

/** `7.0.15`, or undefined when it does not say. */
export async function redisVersion(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 5_000 })
    return /v=(\S+)/.exec(stdout)?.[1]
  } catch {
    return undefined
  }
}

/** Throws STACK_NOT_READY with its last lines. */
export async function startRedis(
  program: string,
  {
    folder,
    env,
    start,
    signal,
  }: { readonly folder: string; readonly env: NodeJS.ProcessEnv; readonly start: StartService; readonly signal: AbortSignal },
): Promise<StartedRedis> {
  const [port = 0] = await freePorts(1)
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--daemonize', 'no', '--dir', folder]
  const child = await start({ name: 'redis', command: program, args, env, cwd: folder, stopSignal: 'SIGTERM' })
  const isReady = (line: string): true | undefined => (/ready to accept connections/i.test(line) ? true : undefined)
  await waitForLine(child, isReady, { timeoutMs: readyTimeoutMs, signal })
  return { child, url: `redis://127.0.0.1:${port}` }
}
