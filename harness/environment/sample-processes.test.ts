import { describe, expect, test } from 'vitest'
import { canSampleProcesses, sampleProcesses } from './sample-processes.ts'

describe.runIf(canSampleProcesses)('on Linux', () => {
  test('this very process has memory, and CPU time that never falls', () => {
    const self = { name: 'self', pid: process.pid }
    const [before] = sampleProcesses([self])
    const [after] = sampleProcesses([self])
    expect(before?.process).toBe('self')
    expect(before?.memoryBytes).toBeGreaterThan(10 * 2 ** 20)
    expect(after?.cpuMs).toBeGreaterThanOrEqual(before?.cpuMs ?? Number.NaN)
  })

  test('a process that is gone gives no sample', () => {
    // Linux's largest pid is 2^22.
    expect(sampleProcesses([{ name: 'gone', pid: 2 ** 22 + 1 }])).toEqual([])
  })
})
