import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

import { describe, expect, test } from 'vitest'

import { canSampleProcesses, ProcessSampler } from './sample-processes.ts'

describe.runIf(canSampleProcesses)('on Linux', () => {
  test('this very process has memory, and CPU time that never falls', () => {
    const self = { name: 'self', pid: process.pid }
    const sampler = new ProcessSampler()
    const [before] = sampler.sample([self])
    const [after] = sampler.sample([self])
    expect(before?.process).toBe('self')
    expect(before?.memoryBytes).toBeGreaterThan(10 * 2 ** 20)
    expect(after?.cpuMs).toBeGreaterThanOrEqual(before?.cpuMs ?? Number.NaN)
  })

  test('a process that is gone gives no sample', () => {
    // Linux's largest pid is 2^22.
    expect(new ProcessSampler().sample([{ name: 'gone', pid: 2 ** 22 + 1 }])).toEqual([])
  })

  test('CPU time does not fall when a grandchild that used most of it leaves the family', async () => {
    const parent = 'sh -c "$1" child "$2" & wait $!; echo left; sleep 600; :'
    const child = 'sh -c "$1"; :'
    const grandchild = 'i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done; echo $PPID; sleep 600; :'
    const family = spawn('sh', ['-c', parent, 'parent', child, grandchild], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
    const pid = family.pid as number
    try {
      const lines = createInterface({ input: family.stdout })[Symbol.asyncIterator]()
      const childPid = Number((await lines.next()).value)
      const sampler = new ProcessSampler()
      const [before] = sampler.sample([{ name: 'family', pid }])
      expect(before?.cpuMs).toBeGreaterThan(50)
      process.kill(childPid, 'SIGKILL')
      expect((await lines.next()).value).toBe('left')
      const [after] = sampler.sample([{ name: 'family', pid }])
      expect(after?.cpuMs).toBeGreaterThanOrEqual(before?.cpuMs ?? Number.NaN)
    } finally {
      // All of them are in its group.
      process.kill(-pid, 'SIGKILL')
    }
  })
})
