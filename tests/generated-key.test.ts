import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addDays } from '../harness/model/day.ts'
import { defaultProfile, isException } from '../harness/model/match-result.ts'
import { match } from '../harness/oracle/match.ts'
import { loadHistory, writeSyntheticHistory } from '../replay/index.ts'

test.each([
  { seed: 1, merchants: 6, targetRecords: 3_000, discrepancies: 'typical' },
  { seed: 2, merchants: 60, targetRecords: 12_000, discrepancies: 'typical' },
  { seed: 3, merchants: 120, targetRecords: 1_500, discrepancies: 'typical' },
  { seed: 4, merchants: 20, targetRecords: 4_000, discrepancies: 'none' },
] as const)(
  'the oracle gives every planted record its state, and no other record an exception (seed $seed, $discrepancies)',
  async (options) => {
    const folder = await mkdtemp(join(tmpdir(), 'tenfold-key-'))
    try {
      const { key, profile } = await writeSyntheticHistory(folder, { ...options, tenants: 2, days: 3, startDate: '2026-03-27' })
      const { records } = await loadHistory(folder, profile)
      const lastDay = records.map(({ businessDate }) => businessDate).reduce((a, b) => (a > b ? a : b))
      const { contents, results } = match(records, defaultProfile, addDays(lastDay, defaultProfile.carryDays + 1))
      const stateOf = new Map(contents.map((content, index) => [content, results[index]?.state]))

      const planted = key.flatMap((plant) => plant.records)
      expect(planted.map(({ content }) => stateOf.get(content))).toEqual(planted.map(({ state }) => state))
      const named = new Set(planted.map(({ content }) => content))
      const others = [...stateOf].filter(([content]) => !named.has(content))
      expect(others.filter(([, state]) => state === undefined || state === 'OPEN' || isException(state))).toEqual([])
      expect(records.length - contents.length).toBe(key.reduce((sum, { redelivered }) => sum + redelivered, 0))
    } finally {
      await rm(folder, { recursive: true })
    }
  },
)
