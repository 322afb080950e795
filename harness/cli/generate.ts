/** `tenfold generate`: synthetic history as files, with planted discrepancies and the key to them. */

import { createWriteStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { Option } from 'commander'
import { HarnessError, writeFailure } from '../model/errors.ts'
import { encodeRecord } from '../model/record-key.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { CommandContext, Register } from './context.ts'
import { seedMax, wholeNumber } from './numbers.ts'
import { writeJson, writeLines } from './write-lines.ts'

interface GenerateOptions {
  readonly out: string
  readonly seed?: number
  readonly records: number
  readonly tenants: number
  readonly merchants: number
  readonly days: number
  readonly startDate: string
  readonly zone: string
  readonly discrepancies: 'none' | 'typical'
  readonly json?: boolean
}

/** Canonical records of the generated history: what `tenfold match` reads. */
const recordsFile = 'records.ndjson'

export const registerGenerate: Register = (program, context) => {
  program
    .command('generate')
    .summary('synthetic history as files, with planted discrepancies and the key to them')
    .description(
      'Writes the history of a made-up merchant group: Stripe itemized reports, camt.053 statements, ledger CSV, the profile that names them,\n' +
        `key.ndjson (what was planted where, and the state that it should get) and ${recordsFile} (the same history as canonical records).`,
    )
    .option('--out <dir>', 'folder to write; it must be empty or absent', 'history')
    .option('--seed <n>', 'the same seed and options give the same bytes; default a fresh one, which is told', wholeNumber(0, seedMax))
    .option('--records <n>', 'canonical records in all', wholeNumber(1, 5_000_000), 3_000)
    .option('--tenants <n>', 'tenants', wholeNumber(1, 1_000), 2)
    .option('--merchants <n>', 'merchants over all tenants', wholeNumber(1, 10_000), 8)
    .option('--days <n>', 'business days', wholeNumber(1, 366), 3)
    .option('--start-date <date>', 'first business day', '2026-01-05')
    .option('--zone <iana>', 'time zone of all accounts', 'Europe/Berlin')
    .addOption(new Option('--discrepancies <kind>', 'what is planted').choices(['none', 'typical']).default('typical'))
    .option('--json', 'what was written as JSON on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold generate --out history --seed 7\n  tenfold generate --records 100000 --merchants 200 --discrepancies none',
    )
    .action(async (options: GenerateOptions) => generate(options, context))
}

async function generate(options: GenerateOptions, context: CommandContext): Promise<void> {
  const { loadHistory, writeSyntheticHistory } = await import('../../replay/index.ts')
  const folder = resolve(context.folder, options.out)
  await refuseFilled(folder)
  const { records: targetRecords, tenants, merchants, days, startDate, zone, discrepancies } = options
  const seed = options.seed ?? context.freshSeed()
  const written = await writeSyntheticHistory(folder, { seed, targetRecords, tenants, merchants, days, startDate, zone, discrepancies })
  // Read back through the readers: the records are what a run would replay, not what the generator meant.
  const history = await loadHistory(folder, written.profile)
  await writeRecords(join(folder, recordsFile), history.records)
  const files = [...written.files.keys(), recordsFile]
  const planted = written.key.length
  if (options.json === true) return writeJson(context.stdout, { folder, seed, records: history.records.length, planted, files })
  await writeLines(context.stdout, [
    `${folder}: ${history.records.length} records in ${files.length} files, ${planted} planted discrepancies, seed ${seed}`,
  ])
}

async function refuseFilled(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => [])
  if (entries.length === 0) return
  throw new HarnessError('OUTPUT_NOT_WRITABLE', `${folder} is not empty (${entries.length} entries)`, {
    hint: 'files of another history would be mixed into this one: choose an empty folder with --out DIR',
  })
}

async function writeRecords(path: string, records: readonly CanonicalRecord[]): Promise<void> {
  try {
    const stream = createWriteStream(path)
    stream.on('error', () => {})
    await writeLines(stream, records.values().map(encodeRecord))
    await finished(stream.end())
  } catch (cause) {
    throw writeFailure(cause, path) ?? cause
  }
}
