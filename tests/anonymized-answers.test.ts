import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addDays } from '../harness/model/day.ts'
import { defaultProfile, type MatchResult } from '../harness/model/match-result.ts'
import { contentOf } from '../harness/model/record-key.ts'
import type { CanonicalRecord } from '../harness/model/record.ts'
import { match } from '../harness/oracle/match.ts'
import { loadHistory, loadHistoryProfile, profileFileName } from '../replay/history.ts'
import { inspectFile, type Inspection } from '../replay/inspect.ts'
import { anonymize } from '../replay/anonymize/anonymize.ts'
import { sensitiveCorners } from '../replay/anonymize/sensitive-corners.ts'
import { sensitiveFiles } from '../replay/anonymize/sensitive-files.ts'

const key = Buffer.from('a key that is made for one run')
const samples = new URL('../replay/samples', import.meta.url).pathname

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-anonymize-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function anonymized(
  name: string,
  bytes: Buffer,
): Promise<{ readonly before: Inspection; readonly after: Inspection; readonly out: Buffer }> {
  const [path, outPath] = [join(folder, name), join(folder, `out-${name}`)]
  await writeFile(path, bytes)
  const [file] = (await anonymize([{ path, name }], key)).files
  if (file === undefined) throw new Error('nothing came out')
  await writeFile(outPath, file.bytes)
  return { before: await inspectFile(path), after: await inspectFile(outPath), out: file.bytes }
}

/** What inspect says, less names of files and places. */
function facts({ format, physicalRows, records, notBooked, quarantined, totals, controls, firstDate, lastDate }: Inspection): unknown {
  const rows = quarantined.rows.map(({ line, reason, field }) => ({ line, reason, field }))
  const proved = controls.map(({ name, checked, failed }) => ({ name, checked, failed }))
  return { format, physicalRows, records, notBooked, rows, totals, proved, firstDate, lastDate }
}

describe.each([...sensitiveFiles, ...sensitiveCorners])('$name', ({ name, text, tokens, encoding = 'utf8' }) => {
  test('comes out with the same rows, totals and controls, and none of the words of its sensitive fields', async () => {
    const { before, after, out } = await anonymized(name, Buffer.from(text, encoding))
    expect(facts(after)).toEqual(facts(before))
    const written = out.toString(encoding)
    for (const token of tokens) {
      expect(text.toLowerCase(), 'the fixture holds it').toContain(token.toLowerCase())
      expect(written.toLowerCase()).not.toContain(token.toLowerCase())
    }
  })
})

test('a history comes out with the same answers: relations and discrepancies stay, in other words', async () => {
  const profile = await loadHistoryProfile(join(samples, profileFileName))
  const original = await loadHistory(samples, profile)
  const inputs = original.files.map(({ file }) => ({ path: join(samples, file), name: file }))
  const done = await anonymize(inputs, key, profile)
  if (done.profile === undefined) throw new Error('no profile came out')
  for (const { file, bytes } of done.files) await writeFile(join(folder, file), bytes)
  const copy = await loadHistory(folder, done.profile)
  expect(copy.records).toHaveLength(original.records.length)
  expect(copy.totals).toEqual(original.totals)
  expect(answers(copy.records)).toEqual(answers(original.records))
  const idsOf = (records: readonly CanonicalRecord[]): Set<string> =>
    new Set(records.map(({ tenant, recordId }) => `${tenant} ${recordId}`))
  expect(idsOf(copy.records).intersection(idsOf(original.records)).size).toBe(0)
})

test('another key gives other names, the same key the same', async () => {
  const path = join(samples, 'ledger-csv-tenant-1-m-001.csv')
  const bytes = await readFile(path)
  const once = async (own: Buffer): Promise<string> => `${(await anonymize([{ path, name: 'l.csv' }], own)).files[0]?.bytes.toString()}`
  expect(await once(key)).toBe(await once(key))
  expect(await once(key)).not.toBe(await once(Buffer.from('another key')))
  expect(await once(key)).not.toBe(bytes.toString())
})

/** By place in the history, groups named by their first member. */
function answers(records: readonly CanonicalRecord[]): unknown[] {
  const last = records.map(({ businessDate }) => businessDate).reduce((a, b) => (a > b ? a : b))
  const { contents, results } = match(records, defaultProfile, addDays(last, defaultProfile.carryDays + 1))
  const byContent = new Map(contents.map((content, index) => [content, results[index] as MatchResult]))
  const names = new Map<string, number>()
  return records.map((record, at) => {
    const { leg1Group, leg2bGroup, ...answer } = byContent.get(contentOf(record)) as MatchResult
    const named = [leg1Group, leg2bGroup].map((group) => {
      if (group !== undefined && !names.has(group)) names.set(group, at)
      return group === undefined ? undefined : names.get(group)
    })
    return { ...answer, named }
  })
}
