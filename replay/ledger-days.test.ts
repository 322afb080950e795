import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadHistory } from './history.ts'
import { timedRecords } from './pace.ts'
import { parseHistoryProfile } from './profile.ts'

/** When the rows of a ledger in Berlin are replayed, which has these times. */
async function replayed(...written: readonly string[]): Promise<readonly string[]> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-ledger-days-'))
  const head = 'tenant,merchant,entry_id,kind,ref,parent_ref,amount,currency,occurred_at'
  const rows = written.map((each, n) => `acme,m1,le_${n},charge,pi_${n},,1.00,EUR,${each}`)
  await writeFile(join(folder.path, 'ledger.csv'), `${[head, ...rows].join('\n')}\n`)
  const entry = { file: '*', format: 'ledger-csv', account: 'erp', zone: 'Europe/Berlin', tenants: ['acme'] }
  const { records, dayRuleOf } = await loadHistory(folder.path, parseHistoryProfile({ version: 1, files: [entry] }, 'p.json'))
  return timedRecords(records, dayRuleOf).map(({ atMs }) => new Date(atMs).toISOString())
}

test('entries of a ledger that has days alone are spread over them', async () => {
  expect(await replayed('2026-01-05', '2026-01-05', '2026-01-06')).toEqual([
    '2026-01-05T05:00:00.000Z',
    '2026-01-05T17:00:00.000Z',
    '2026-01-06T11:00:00.000Z',
  ])
})

test('where one has a time, midnight is a time too', async () => {
  const times = await replayed('2026-01-05 00:00:00', '2026-01-05 10:00:00')
  expect(times).toEqual(['2026-01-04T23:00:00.000Z', '2026-01-05T09:00:00.000Z'])
})
