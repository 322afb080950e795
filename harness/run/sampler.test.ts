import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import type { SeriesSample } from '../model/series.ts'
import { files } from '../record/layout.ts'
import { RecordWriter } from '../record/record-writer.ts'
import { monotonicUs } from '../system/clock.ts'
import type { SystemUnderTest } from '../system/port.ts'
import { startSampler } from './sampler.ts'

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

test('sums are sampled before the load begins, so that nothing of the load is missing in them', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'tenfold-sampler-'))
  try {
    const folder = await sampledOnce(outDir)
    const lines = (await readFile(join(folder, files.series), 'utf8')).trim().split('\n')
    const samples = lines.map((line) => JSON.parse(line) as SeriesSample)
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

/** Started a minute before its load, and ended at once. */
async function sampledOnce(outDir: string): Promise<string> {
  await using writer = await RecordWriter.create(outDir, 'run')
  await using _sampler = startSampler({
    writer,
    sample: async () => [{ process: 'matcher-0', cpuMs: 500, memoryBytes: 1 }],
    system,
    originUs: monotonicUs() + 60_000_000,
    onSamples: () => undefined,
    signal: AbortSignal.timeout(60_000),
  })
  return writer.folder
}
