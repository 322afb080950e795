/** `tenfold generate`: synthetic history as files, with planted discrepancies and the key to them. */

import { resolve } from 'node:path'
import { Option } from 'commander'
import { writtenFormatNames, type WrittenFormatName } from '../../replay/write/format-names.ts'
import type { CommandContext, Register } from './context.ts'
import { fillFolder } from './fill-folder.ts'
import { seedMax, wholeNumber } from './numbers.ts'
import { writeJson, writeLines } from './write-lines.ts'

interface GenerateOptions {
  readonly out: string
  readonly seed?: number
  readonly records: number
  readonly format: readonly WrittenFormatName[]
  readonly tenants: number
  readonly merchants: number
  readonly days: number
  readonly startDate: string
  readonly zone: string
  readonly paymentsPerPayout?: number
  readonly discrepancies: 'none' | 'typical'
  readonly json?: boolean
}

export const registerGenerate: Register = (program, context) => {
  program
    .command('generate')
    .summary('synthetic history as files, with planted discrepancies and the key to them')
    .description(
      'Writes the history of a made-up merchant group: what the processor, the bank and the ledger of each merchant say, in the formats\n' +
        'that are named (one a side; else stripe-itemized, camt053, ledger-csv), the profile that names the files, key.ndjson (what was\n' +
        'planted where, and the state that it should get) and records.ndjson (the same history as canonical records).',
    )
    .option('--out <dir>', 'folder to write; it must be empty or absent', 'history')
    .option('--seed <n>', 'the same seed and options give the same bytes; default a fresh one, which is told', wholeNumber(0, seedMax))
    .option('--records <n>', 'canonical records in all, however many', wholeNumber(1, 1_000_000_000), 3_000)
    .addOption(new Option('--format <format...>', 'formats of the files').choices(writtenFormatNames).default([], 'see above'))
    .option('--tenants <n>', 'tenants', wholeNumber(1, 1_000), 2)
    .option('--merchants <n>', 'merchants over all tenants', wholeNumber(1, 10_000), 8)
    .option('--days <n>', 'days of trade', wholeNumber(1, 3_660), 30)
    .option('--start-date <date>', 'first day', '2026-01-05')
    .option('--zone <iana>', 'time zone of all accounts', 'Europe/Berlin')
    .option('--payments-per-payout <n>', 'pay out after so many payments; default once each bank day', wholeNumber(1, 1_000_000_000))
    .addOption(new Option('--discrepancies <kind>', 'what is planted').choices(['none', 'typical']).default('typical'))
    .option('--json', 'what was written, with the totals of each file, as JSON on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold generate --out history --seed 7\n  tenfold generate --format paypal-stl mt940 shopify-transactions\n' +
        '  tenfold generate --records 1000000 --merchants 200 --days 90 --format adyen-settlement',
    )
    .action(async (options: GenerateOptions) => generate(options, context))
}

async function generate(options: GenerateOptions, context: CommandContext): Promise<void> {
  const { writeCommerceHistory } = await import('../../replay/index.ts')
  const folder = resolve(context.folder, options.out)
  const { records: targetRecords, format: formats, out: _out, json: _json, ...rest } = options
  const seed = options.seed ?? context.freshSeed()
  const { records, planted, files } = await fillFolder(folder, context, async () =>
    writeCommerceHistory(folder, { ...rest, seed, targetRecords, formats }),
  )
  if (options.json === true) return writeJson(context.stdout, { folder, seed, records, planted, files })
  await writeLines(context.stdout, [
    `${folder}: ${records} records in ${files.length} files, ${planted} planted discrepancies, seed ${seed}`,
  ])
}
