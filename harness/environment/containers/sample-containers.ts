/** CPU, memory and throttling of containers, from the engine. */

import type { ProcessSample } from '../process-sample.ts'
import type { Docker } from './engine.ts'

const nanosPerMs = 1e6

/** One sample for each container that runs; none for one that is gone. */
export async function sampleContainers(
  docker: Docker,
  containers: readonly { readonly name: string; readonly id: string }[],
): Promise<ProcessSample[]> {
  const samples = await Promise.all(containers.map(async ({ name, id }) => sampleOne(docker, name, id)))
  return samples.filter((sample) => sample !== undefined)
}

async function sampleOne(docker: Docker, name: string, id: string): Promise<ProcessSample | undefined> {
  try {
    // One shot: without it the engine waits a second to have something to compare with.
    const { cpu_stats: cpu, memory_stats: memory } = await docker.getContainer(id).stats({ stream: false, 'one-shot': true })
    // An ended container has no processes and so no memory.
    if (memory.usage === undefined) return undefined
    return {
      process: name,
      cpuMs: cpu.cpu_usage.total_usage / nanosPerMs,
      // Pages of files that can be dropped are not what the container needs (as `docker stats` counts).
      memoryBytes: memory.usage - (memory.stats.inactive_file ?? 0),
      throttledMs: cpu.throttling_data.throttled_time / nanosPerMs,
    }
  } catch {
    return undefined
  }
}
