/** Local processes that another process (`tenfold up`) holds: used by a run, ended by their holder. */

import { join } from 'node:path'
import { HarnessError } from '../../model/errors.ts'
import type { Endpoints } from '../../system/port.ts'
import { keptLogs, readKept } from '../kept-stack.ts'
import type { StartedEnvironment, StartedProcess } from '../port.ts'
import { ProcessSampler } from '../sample-processes.ts'
import { signalGroup, signalOne } from './child.ts'
import { readEnvironmentFiles } from '../environment-file.ts'
import type { RecordedChild } from '../environment-file.ts'
import { descendantsOf, isRunning } from '../process-identity.ts'
import type { ProcessIdentity } from '../process-identity.ts'
import { lastLines } from '../log-tail.ts'
import { pause } from '../wait.ts'

const lookEveryMs = 200
const shownLines = 20

/** Throws STACK_NOT_READY when the holder, or one of its processes, has ended. */
export function attachLocal(cacheFolder: string, holder: ProcessIdentity, endpoints: Endpoints): StartedEnvironment {
  const file = readEnvironmentFiles(cacheFolder).find(({ harness }) => harness.pid === holder.pid && harness.startTime === holder.startTime)
  const children = file?.children ?? []
  if (!isRunning(holder) || children.length === 0 || !children.every(isRunning)) {
    throw new HarnessError('STACK_NOT_READY', 'the stack that was kept up has ended', { hint: 'type tenfold down, then tenfold up' })
  }
  const logFileOf = (name: string): string => join(keptLogs(cacheFolder), `${name}.log`)
  const processes = children.map(({ name, pid }): StartedProcess => ({ name, pid, logFile: logFileOf(name) }))
  const sampler = new ProcessSampler()
  const stop = new AbortController()
  const named = (name: string): RecordedChild => {
    const child = children.find((candidate) => candidate.name === name)
    if (child !== undefined) return child
    throw new HarnessError('UNKNOWN_NAME', `no process is called ${name}`, {
      hint: `there are ${children.map((candidate) => candidate.name).join(', ')}`,
    })
  }
  return {
    kind: 'attach',
    endpoints,
    processes,
    restartable: [],
    notes: ['the logs of its processes are with tenfold up'],
    versions: {},
    died: firstDeath(children, stop.signal).then(({ name }) => ({
      process: name,
      // Its holder takes the stack off file before it ends the first of its processes.
      status: readKept(cacheFolder) === undefined ? 'its holder was told to end it: tenfold down, or Ctrl-C of tenfold up' : 'ended',
      lastLines: lastLines(logFileOf(name), shownLines),
    })),
    sample: async () => sampler.sample(processes),
    async signalProcess(name, signal) {
      const { pid } = named(name)
      signalGroup(pid, signal)
      for (const descendant of descendantsOf(pid)) signalOne(descendant, signal)
    },
    restartProcess: () => Promise.reject(notOurs()),
    expectDeaths: () => {
      throw notOurs()
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
    },
  }
}

function notOurs(): HarnessError {
  return new HarnessError('BAD_CONFIGURATION', 'a run cannot start processes again that tenfold up holds', {
    hint: 'type tenfold down: the run then starts a stack of its own',
  })
}

/** Never resolves once the signal is aborted. */
async function firstDeath(children: readonly RecordedChild[], signal: AbortSignal): Promise<RecordedChild> {
  while (!signal.aborted) {
    const dead = children.find((child) => !isRunning(child))
    if (dead !== undefined) return dead
    await pause(lookEveryMs, signal).catch(() => undefined)
  }
  return new Promise(() => undefined)
}
