/** CPU time and memory of processes and of what they started, from Linux's /proc. Sets no timer: whoever wants a series calls it. */

import { readFileSync } from 'node:fs'
import { descendantsOf, statFields } from './process-identity.ts'
import type { StartedProcess } from './port.ts'
import type { ProcessSample } from './process-sample.ts'

/** USER_HZ: proc(5) counts times in it, and it is 100 wherever Linux runs. */
const msPerTick = 10
const bytesPerKibibyte = 1024

/** Whether this platform has what is read here. Where not, a run says that resources were not sampled. */
export const canSampleProcesses = process.platform === 'linux'

/** A family is read so often before it is left out of a sample. */
const readsMax = 3

/** Samples the same processes again and again; one for each run, since it keeps in mind what each process had used. */
export class ProcessSampler {
  /** By pid: the CPU time of its family as last read, and that of members that have left it. */
  readonly #lives = new Map<number, { readonly readMs: number; readonly leftMs: number }>()

  /**
   * One sample for each process that runs; none for one that is gone, or whose children came and went while it was read, and none at all on other
   * systems than Linux.
   */
  sample(processes: readonly Pick<StartedProcess, 'name' | 'pid'>[]): ProcessSample[] {
    if (!canSampleProcesses) return []
    return processes.flatMap(({ name, pid }) => {
      const family = readFamily(pid)
      if (family.length === 0) return []
      return {
        process: name,
        cpuMs: this.#neverFalling(
          pid,
          family.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
        ),
        // PostgreSQL's backends all map the same buffers: the largest view of them stands for all.
        memoryBytes: family.reduce((sum, { ownBytes }) => sum + ownBytes, 0) + Math.max(...family.map(({ sharedBytes }) => sharedBytes)),
      }
    })
  }

  /** A child whose parent ended before it belongs to another family from then on, and takes its time along. */
  #neverFalling(pid: number, readMs: number): number {
    const before = this.#lives.get(pid) ?? { readMs: 0, leftMs: 0 }
    const leftMs = before.leftMs + Math.max(0, before.readMs - readMs)
    this.#lives.set(pid, { readMs, leftMs })
    return readMs + leftMs
  }
}

/** A process and all that it started; empty where it is gone. The time of one that ends meanwhile stands neither with it nor with its parent: all are read anew. */
function readFamily(pid: number): Member[] {
  for (let reads = 0; reads < readsMax; reads++) {
    const pids = [pid, ...descendantsOf(pid)]
    const members = pids.flatMap((member) => readMember(member) ?? [])
    if (members.length === pids.length) return members
  }
  return []
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
