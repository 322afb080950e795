import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadHistory, loadHistoryProfile } from '../history.ts'
import { sampleOptions, samplesFolder } from './samples.ts'
import { syntheticFiles } from './write-history.ts'

test('the shipped samples are what the generator makes, byte for byte', async () => {
  const { files } = syntheticFiles(sampleOptions)
  const shipped = (await readdir(samplesFolder)).filter((name) => name !== 'README.md')
  expect(shipped.toSorted()).toEqual([...files.keys()].toSorted())
  for (const [name, text] of files) expect([name, await readFile(join(samplesFolder, name), 'utf8')]).toEqual([name, text])
})

test('the shipped samples are a history of 3,000 records', async () => {
  const { records, quarantined } = await loadHistory(samplesFolder, await loadHistoryProfile(join(samplesFolder, 'profile.json')))
  expect(records).toHaveLength(3_000)
  expect(quarantined).toEqual([])
})
