import { mkdtempDisposable, readFile } from 'node:fs/promises'
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
  // What is sent is what the run folder says.
  const lines = (await readFile(join(writer.folder, files.history), 'utf8')).split('\n')
  for (const index of [0, 1, records - 1]) {
    const start = bodies.offset[index] ?? 0
    const body = Buffer.from(bodies.slabs[bodies.slab[index] ?? 0] ?? []).toString('utf8', start, start + (bodies.length[index] ?? 0))
    expect(body).toBe(lines[index])
  }
  expect(lines).toHaveLength(records + 1)
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
