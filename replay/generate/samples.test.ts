import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { historyFormats } from '../formats/reading.ts'
import { loadHistory, loadHistoryProfile } from '../history.ts'
import { writtenFormatNames } from '../write/format-names.ts'
import { sampleFormats, samplesFolder, writeSamples } from './samples.ts'

test('the shipped samples are what the generator makes, byte for byte', async () => {
  await using made = await mkdtempDisposable(join(tmpdir(), 'tenfold-samples-'))
  await writeSamples(made.path)
  const shipped = (await readdir(samplesFolder)).filter((name) => name !== 'README.md')
  const names = await readdir(made.path)
  expect(shipped.toSorted()).toEqual(names.toSorted())
  for (const name of names) {
    expect([name, await readFile(join(samplesFolder, name), 'utf8')]).toEqual([name, await readFile(join(made.path, name), 'utf8')])
  }
})

test('the shipped samples are a history of about 3,000 records in every format, with nothing left out', async () => {
  const { records, quarantined, files, controls } = await loadHistory(
    samplesFolder,
    await loadHistoryProfile(join(samplesFolder, 'profile.json')),
  )
  expect(records.length).toBeGreaterThan(2_500)
  expect(records.length).toBeLessThan(3_500)
  expect(quarantined.rows).toEqual([])
  expect(new Set(sampleFormats.flat())).toEqual(new Set(writtenFormatNames))
  expect(new Set(files.map(({ format }) => format))).toEqual(new Set(historyFormats))
  // Payouts that do not add up are planted; nothing else fails.
  const failed = controls.filter((control) => control.failed > 0).map(({ name }) => name)
  expect(new Set(failed)).toEqual(new Set(['payout-members', 'batch-balance']))
})
