import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blackFridayPass } from '../../tests/support/sample-summary.ts'
import { smallScenario } from '../../tests/support/workplace.ts'
import { files } from '../record/layout.ts'
import { RecordWriter } from '../record/record-writer.ts'
import { resolveScenario } from '../scenario/resolve.ts'
import type { RemoteHosts } from '../system/port.ts'
import { RunJournal } from './journal.ts'
import type { RunOptions, RunProgress } from './options.ts'
import { besideFromRecords, planRun, waitNote } from './plan-run.ts'

const silent: RunProgress = { step: () => undefined, update: () => undefined, note: () => undefined }
const remote: RemoteHosts = { hosts: ['staging.test'], ratePerSecondMax: besideFromRecords, tenantPrefix: 'loadtest-' }

test.each([
  { what: 'a small one', records: 400, elsewhere: false, begins: 0 },
  { what: 'a large one', records: besideFromRecords, elsewhere: false, begins: 1 },
  { what: 'a large one for a system elsewhere, whose limits are looked at first', records: besideFromRecords, elsewhere: true, begins: 0 },
])('the stack may start beside a history that is large: $what', { timeout: 120_000 }, async ({ records, elsewhere, begins }) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-plan-'))
  await using writer = await RecordWriter.create(folder.path, 'run')
  const journal = new RunJournal(writer, silent, blackFridayPass().run)
  const load = { executor: 'constant-arrival-rate', arrivals: 'even', rate: records, duration: '1s' } as const
  const { scenario } = resolveScenario(smallScenario('planned', { load }), [], () => [])
  const options = { scenario, seed: 7, places: [], tenantSuffix: '7f3a', progress: silent, system: elsewhere ? { remote } : {} }
  let begun = 0
  const { plan, bodies } = await planRun({
    options: options as unknown as RunOptions,
    writer,
    journal,
    signal: new AbortController().signal,
    letStackBegin: () => void begun++,
  })
  expect(begun).toBe(begins)
  expect(plan.records).toHaveLength(records)
  // Redeliveries and conflicts that are planted in made-up files are no news.
  expect(journal.record.runtime.notes).toEqual(blackFridayPass().run.runtime.notes)
  // What is sent is what the run folder says.
  const lines = (await readFile(join(writer.folder, files.history), 'utf8')).split('\n')
  for (const index of [0, 1, records - 1]) {
    const start = bodies.offset[index] ?? 0
    const body = Buffer.from(bodies.slabs[bodies.slab[index] ?? 0] ?? []).toString('utf8', start, start + (bodies.length[index] ?? 0))
    expect(body).toBe(lines[index])
  }
  expect(lines).toHaveLength(records + 1)
})

test('every row that cannot be read stands in the run folder, however many there are; a few are shown, and so is what a schedule leaves over', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-plan-'))
  const header = 'tenant,merchant,entry_id,kind,reference,parent_reference,amount,currency,occurred_at'
  const row = (id: number, amount: string): string => `acme,m1,le_${id},charge,pi_${id},,${amount},USD,2026-01-05T10:00:00.000Z`
  const rows = Array.from({ length: 400 }, (_, index) => row(index, index % 2 === 0 ? '1.00' : '1.0.0'))
  await writeFile(join(folder.path, 'ledger.csv'), `${[header, ...rows].join('\n')}\n`)
  const entry = { file: 'ledger.csv', format: 'ledger-csv', account: 'books', zone: 'UTC', tenants: ['acme'] }
  await writeFile(join(folder.path, 'profile.json'), JSON.stringify({ version: 1, files: [entry] }))
  await using writer = await RecordWriter.create(folder.path, 'run')
  const notes: string[] = []
  const progress: RunProgress = { ...silent, note: (line) => void notes.push(line) }
  const journal = new RunJournal(writer, silent, blackFridayPass().run)
  const history = { kind: 'files' as const, files: ['*.csv'], profile: 'profile.json', pace: 'schedule' as const }
  const load = { executor: 'constant-arrival-rate', arrivals: 'even', rate: 150, duration: '1s' } as const
  const { scenario } = resolveScenario(smallScenario('planned', { load, history }), [], () => [])
  const options = { scenario, seed: 7, places: [folder.path], tenantSuffix: '7f3a', progress, keepRaw: true, system: {} }
  await planRun({
    options: options as unknown as RunOptions,
    writer,
    journal,
    signal: new AbortController().signal,
    letStackBegin: () => undefined,
  })
  const bad = rows.flatMap((text, index) => (index % 2 === 0 ? [] : [{ line: index + 2, text }]))
  const lines = async (file: string): Promise<readonly { readonly line: number; readonly raw?: { readonly text: string } }[]> =>
    (await readFile(join(writer.folder, file), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number })
  expect((await lines(files.quarantine)).map(({ line }) => line)).toEqual(bad.map(({ line }) => line))
  expect((await lines(files.rawRows)).map(({ line, raw }) => ({ line, text: raw?.text }))).toEqual(bad)
  expect(journal.record.history).toMatchObject({ records: 150, quarantined: 200 })
  const leftOver = '50 of the history’s 200 records are not sent: the load has 150 arrivals (load.duration, load.rate)'
  expect([notes.at(0), ...notes.slice(-2)]).toEqual([
    '200 rows set aside, see history/quarantine.ndjson of the run folder',
    '  and 195 more',
    leftOver,
  ])
  expect(journal.record.runtime.notes).toContain(leftOver)
})

const seconds = (step: string, start: number, end: number) => ({ step, startUs: start * 1e6, endUs: end * 1e6 })

test.each([
  { what: 'a history that was read before', timeline: [seconds('history', 0, 1), seconds('stack', 1, 9)], told: undefined },
  { what: 'one that was read beside', timeline: [seconds('history', 0, 8.9), seconds('stack', 0.1, 9)], told: undefined },
  {
    what: 'one that took longer',
    timeline: [seconds('history', 0, 21.4), seconds('stack', 0.1, 9)],
    told: 'the stack was ready 12.4 s before',
  },
  { what: 'a stack that is kept up', timeline: [seconds('history', 0, 20)], told: undefined },
])('a stack that waits for its history is told: $what', ({ timeline, told }) => {
  expect(waitNote(timeline)?.startsWith(told ?? '')).toBe(told === undefined ? undefined : true)
})
