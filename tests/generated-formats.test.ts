import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addDays } from '../harness/model/day.ts'
import { defaultProfile, isException } from '../harness/model/match-result.ts'
import { encodeRecord } from '../harness/model/record-key.ts'
import { match } from '../harness/oracle/match.ts'
import { decodeKey, inspectFiles, loadHistory, loadHistoryProfile, writeCommerceHistory, writtenFormatNames } from '../replay/index.ts'

const options = {
  seed: 5,
  tenants: 2,
  merchants: 8,
  targetRecords: 4_000,
  days: 40,
  // Summer time begins on the 29th.
  startDate: '2026-03-09',
  zone: 'Europe/Berlin',
} as const

const cases = writtenFormatNames.flatMap((name) => (['typical', 'none'] as const).map((discrepancies) => ({ name, discrepancies })))

test.each(cases)(
  'a history in $name ($discrepancies): what is read is what was written, to the cent, and the oracle finds what the key names',
  { timeout: 60_000 },
  async ({ name, discrepancies }) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-formats-'))
    const written = await writeCommerceHistory(folder.path, { ...options, formats: [name], discrepancies })
    expect(written.records).toBe(options.targetRecords)
    const profile = await loadHistoryProfile(join(folder.path, 'profile.json'))
    const { records, quarantined, controls } = await loadHistory(folder.path, profile)
    const lines = (await readFile(join(folder.path, 'records.ndjson'), 'utf8')).trimEnd().split('\n')
    expect(records.map(encodeRecord).toSorted()).toEqual(lines.toSorted())
    expect(quarantined.rows).toEqual([])
    // Discrepancies of payouts are such of their files.
    const failures = discrepancies === 'none' ? controls.flatMap((control) => control.failures) : []
    expect(failures).toEqual([])

    for (const { file, records: count, totals, format } of written.files) {
      for await (const inspected of inspectFiles(join(folder.path, file), { zone: options.zone })) {
        expect(inspected).toMatchObject({ kind: 'inspection', inspection: { format, records: count, totals } })
      }
    }

    const key = decodeKey(await readFile(join(folder.path, 'key.ndjson'), 'utf8'))
    expect(key).toHaveLength(written.planted)
    expect(key.length > 0).toBe(discrepancies === 'typical')
    const lastDay = records.map(({ businessDate }) => businessDate).reduce((a, b) => (a > b ? a : b))
    const { contents, results } = match(records, defaultProfile, addDays(lastDay, defaultProfile.carryDays + 1))
    const stateOf = new Map(contents.map((content, index) => [content, results[index]?.state]))
    const planted = key.flatMap((plant) => plant.records)
    expect(planted.map(({ content }) => stateOf.get(content))).toEqual(planted.map(({ state }) => state))
    const named = new Set(planted.map(({ content }) => content))
    const others = [...stateOf].filter(([content]) => !named.has(content))
    expect(others.filter(([, state]) => state === undefined || state === 'OPEN' || isException(state))).toEqual([])
  },
)
