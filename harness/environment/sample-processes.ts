/** CPU time and memory of processes and of what they started, from Linux's /proc. Sets no timer: whoever wants a series calls it. */

import { readFileSync } from 'node:fs'
import { descendantsOf, statFields } from './process-identity.ts'
import type { StartedProcess } from './port.ts'
import type { ProcessSample } from './process-sample.ts'

/** USER_HZ: proc(5) counts times in it, and it is 100 wherever Linux runs. */
const msPerTick = 10
const bytesPerKibibyte = 1024

/** Whether this platform has what `sampleProcesses` reads. Where not, a run says that resources were not sampled. */
export const canSampleProcesses = process.platform === 'linux'

/** One sample for each process that runs; none for one that is gone, and none at all on other systems than Linux. */
export function sampleProcesses(processes: readonly Pick<StartedProcess, 'name' | 'pid'>[]): ProcessSample[] {
  if (!canSampleProcesses) return []
  return processes.flatMap(({ name, pid }) => {
    const family = [pid, ...descendantsOf(pid)].flatMap((member) => readMember(member) ?? [])
    if (family.length === 0) return []
    return {
      process: name,
      cpuMs: family.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      // PostgreSQL's backends all map the same buffers: the largest view of them stands for all.
      memoryBytes: family.reduce((sum, { ownBytes }) => sum + ownBytes, 0) + Math.max(...family.map(({ sharedBytes }) => sharedBytes)),
    }
  })
}

interface Member {
  readonly cpuMs: number
  readonly ownBytes: number
  readonly sharedBytes: number
}

function readMember(pid: number): Member | undefined {
  const stat = read(`/proc/${pid}/stat`)
  const status = read(`/proc/${pid}/status`)
  if (stat === undefined || status === undefined) return undefined
  // proc(5), fields 14 to 17: utime, stime, and those of children that were waited for.
  const ticks = statFields(stat).slice(11, 15).map(Number)
  const kibibytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0)
  return {
    cpuMs: ticks.reduce((sum, tick) => sum + tick, 0) * msPerTick,
    ownBytes: kibibytes('RssAnon') * bytesPerKibibyte,
    sharedBytes: (kibibytes('RssFile') + kibibytes('RssShmem')) * bytesPerKibibyte,
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
