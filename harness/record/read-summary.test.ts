import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { samples } from '../../tests/support/sample-summary.ts'
import { files } from './layout.ts'
import { decodeLatency, readLatency } from './read-latency.ts'
import { readSummary } from './read-summary.ts'

const summaries = Object.entries(samples).map(([name, sample]) => [name, sample().summary] as const)
const [[, summary]] = summaries as [(typeof summaries)[number]]

test.each(summaries)('a summary is read as it was written: %s', async (_, written) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-summary-'))
  const text = JSON.stringify(written)
  await writeFile(join(folder.path, files.summary), text)
  expect(JSON.stringify(await readSummary(folder.path))).toBe(text)
})

test.each<[string, object, string]>([
  ['no counts', { counts: undefined }, 'counts: expected an object, got nothing'],
  ['a count that is none', { counts: { ...summary.counts, lost: null } }, 'counts.lost: expected a number, got null'],
  ['a trend that is none', { trends: [null] }, 'trends[0]: expected an object, got null'],
  ['a stream without a name', { streams: [{ kind: 'read' }] }, 'streams[0].name: expected a text, got nothing'],
  [
    'a long text for a number',
    { cpuMicrosPerRecord: [{ process: 'api-0', micros: 'much'.repeat(20) }] },
    `cpuMicrosPerRecord[0].micros: expected a number, got "${'much'.repeat(9)}muc…`,
  ],
])('a summary that was made by hand is refused with its file and place: %s', async (_, change, problem) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-summary-'))
  await writeFile(join(folder.path, files.summary), JSON.stringify({ ...summary, ...change }))
  const message = `${files.summary} of ${folder.path} does not hold what is made of a run: ${problem}`
  await expect(readSummary(folder.path)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', message })
})

test.each([
  ['[null]', 'histograms[0]: expected an object, got null'],
  ['{}', 'histograms: expected a list, got {}'],
])('latencies that were made by hand likewise: %s', async (histograms, problem) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-summary-'))
  await writeFile(join(folder.path, files.latency), `{"schemaVersion":1,"histograms":${histograms}}`)
  await expect(readLatency(folder.path)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', message: expect.stringContaining(problem) })
})

test('a histogram that is none is told by its metric and second', () => {
  const entry = { metric: 'ack_latency', second: 7, samples: 3, all: 'AAAA' }
  expect(() => decodeLatency('a-folder', entry)).toThrow('holds what is no histogram: ack_latency, second 7')
})
