import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { HarnessError } from '../harness/model/errors.ts'
import type { FileReading } from '../replay/formats/reading.ts'
import { harmOf, readOrRefuse } from './mutated-files/harm.ts'
import { mutations } from './mutated-files/mutations.ts'
import { pickFile, readRealFiles, type RealFile } from './mutated-files/real-files.ts'
import { harmOfColumn, withoutColumn } from './mutated-files/columns.ts'

/** `FUZZ_RUNS=50000 FUZZ_SEED=7 npx vitest run tests/mutated-files.test.ts` makes others. So many are made, however long that takes. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 10_000)
const seed = Number(process.env['FUZZ_SEED'] ?? 1)
/** 50 times what 10,000 take. */
const timeLimitMs = Math.max(240_000, runs * 24)

let files: readonly RealFile[] = []
beforeAll(async () => {
  files = await readRealFiles()
})

test('most files have their rows where patterns find them', () => {
  const read = files.filter(({ reading }) => reading !== undefined && reading.physicalRows > 0)
  expect(read.filter(({ spans }) => spans.length > 0).length / read.length).toBeGreaterThan(0.8)
})

test(
  'a file that something happened to is refused, or each of its rows is somewhere, and rows that nothing happened to are as they were',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2 ** 30 - 1),
        fc.array(mutations, { minLength: 1, maxLength: 2 }),
        fc.constantFrom(61, 997, 65_536),
        async (picked, changes, chunkBytes) => {
          const file = pickFile(files, picked)
          expect([file.name, ...(await harmOf(file, changes, chunkBytes))]).toEqual([file.name])
        },
      ),
      {
        numRuns: runs,
        seed,
        asyncReporter: async (details) => {
          console.log(`mutated files: ${details.numRuns} mutations of ${files.length} files, FUZZ_SEED=${details.seed}`)
          if (details.failed) throw new Error(await fc.asyncDefaultReportMessage(details))
          expect(details.numRuns).toBe(runs)
        },
      },
    )
  },
  timeLimitMs,
)

test('line ends of the other kind change nothing', async () => {
  const changed: string[] = []
  for (const { name, text, reading } of files) {
    if (reading === undefined || !text.includes('\n') || text.includes('\0')) continue
    const other = text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n')
    const told = await readOrRefuse(Buffer.from(other, 'latin1'))
    if (told instanceof HarnessError || said(told) !== said(reading)) changed.push(name)
  }
  expect(changed).toEqual([])
})

test('a table without one of its columns is refused, or its rows are as they were but for what that column says, or they are quarantined', async () => {
  const changed: string[] = []
  for (const file of files) {
    const { reading } = file
    // A row that was quarantined for that column may be right without it.
    if (reading === undefined || reading.quarantined.length > 0) continue
    for (const { column, bytes } of withoutColumn(file)) {
      const told = await readOrRefuse(bytes)
      // Which report a file is of is seen by its columns alone.
      if (told instanceof HarnessError || told.format !== reading.format) continue
      changed.push(...harmOfColumn(reading, told, column).map((harm) => `${file.name}: without ${column} ${harm}`))
    }
  }
  expect(changed).toEqual([])
}, 240_000)

function said({ physicalRows, records, quarantined, notBooked, controls }: FileReading): string {
  return JSON.stringify(
    [physicalRows, notBooked, records, quarantined.map(({ reason, line }) => [reason, line]), controls],
    (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value),
  )
}
