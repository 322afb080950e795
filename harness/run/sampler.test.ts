import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'

import { expect, test } from 'vitest'

import type { SeriesSample } from '../model/series.ts'
import { files } from '../record/layout.ts'
import { RecordWriter } from '../record/record-writer.ts'
import { monotonicUs } from '../system/clock.ts'
import type { LagSample, SystemUnderTest } from '../system/port.ts'
import { readySampler } from './sampler.ts'
import type { ReadySampler } from './sampler.ts'

const notAsked = (): never => {
  throw new Error('a sampler does not ask for this')
}

/** Its sums stand where a warm-up has left them. */
const system: SystemUnderTest = {
  name: 'small',
  hosts: [],
  decisions: { kind: 'http-poll', url: '' },
  prepareTenants: notAsked,
  close: notAsked,
  readFinalState: notAsked,
  describe: notAsked,
  sampleLag: async () => ({ totalRecords: 0, partitionRecordsMax: 0, partitions: [{ partition: 0, lagRecords: 0, end: 70 }] }),
  sampleSeries: async () => [{ metric: 'database_deadlocks', subject: '', value: 3 }],
  async [Symbol.asyncDispose]() {},
}

test('sums are sampled before the load has its start, so that nothing of it is missing in them and they hold nothing of it', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'tenfold-sampler-'))
  try {
    const samples = await sampledBefore(outDir)
    expect(samples.every(({ us }) => us < 0)).toBe(true)
    expect(samples.map(({ metric, subject, value }) => [metric, subject, value])).toEqual(
      expect.arrayContaining([
        ['cpu', 'matcher-0', 500],
        ['consumer_lag', '', 0],
        ['database_deadlocks', '', 3],
      ]),
    )
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
})

test('a slow answer is waited for: a sum that is read while the load runs is no sum of before', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'tenfold-sampler-'))
  try {
    await using writer = await RecordWriter.create(outDir, 'run')
    const answer = Promise.withResolvers<LagSample>()
    let hasLooked = false
    const looking = readyFor(writer, { ...system, sampleLag: () => answer.promise })
      .look()
      .then(() => (hasLooked = true))
    await setImmediate()
    expect(hasLooked).toBe(false)
    answer.resolve({ totalRecords: 0, partitionRecordsMax: 0 })
    expect(await looking).toBe(true)
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
})

test('a database that never answers keeps nobody from being sampled', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'tenfold-sampler-'))
  try {
    const samples = await sampledBefore(outDir, { ...system, sampleSeries: () => new Promise(() => undefined) }, 50)
    const metrics = new Set(samples.map(({ metric }) => metric))
    expect([metrics.has('cpu'), metrics.has('consumer_lag'), metrics.has('database_deadlocks')]).toEqual([true, true, false])
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
})

/** All that was sampled of a load that ended as soon as it had its start. */
async function sampledBefore(outDir: string, sampled = system, lookTimeoutMs?: number): Promise<readonly SeriesSample[]> {
  await using writer = await RecordWriter.create(outDir, 'run')
  const ready = readyFor(writer, sampled)
  await ready.look(lookTimeoutMs)
  await ready.begin({ originUs: monotonicUs() + 1, onSamples: () => undefined })[Symbol.asyncDispose]()
  const lines = (await readFile(join(writer.folder, files.series), 'utf8')).trim().split('\n')
  return lines.map((line) => JSON.parse(line) as SeriesSample)
}

function readyFor(writer: RecordWriter, sampled: SystemUnderTest): ReadySampler {
  return readySampler({
    writer,
    sample: async () => [{ process: 'matcher-0', cpuMs: 500, memoryBytes: 1 }],
    system: sampled,
    signal: AbortSignal.timeout(60_000),
  })
}
