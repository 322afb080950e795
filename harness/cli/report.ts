/** `tenfold report`: draws the reports of a judged run again; judges nothing, starts nothing. */

import { resolve } from 'node:path'
import { isCapacityFolder, readCapacityRecord, readCapacitySummary } from '../record/capacity-folder.ts'
import type { CommandContext, Register } from './context.ts'
import { loadConfig } from './load-config.ts'
import { writeLines } from './write-lines.ts'

export const registerReport: Register = (program, context) => {
  program
    .command('report')
    .summary('draw the reports of a run again')
    .description(
      'Writes report.html, report.md and junit.xml of a run folder again from its record and judgement. Judge it first with: tenfold verify RUN',
    )
    .argument('<run>', 'run folder')
    .option('--json', 'print the files written as a JSON array on standard output')
    .addHelpText('after', '\nExamples:\n  tenfold report runs/2026-11-27T09-00-00-black-friday-7f3a')
    .action(async (run: string, options: { readonly json?: true }) => report(resolve(context.folder, run), options.json === true, context))
}

async function report(folder: string, json: boolean, context: CommandContext): Promise<void> {
  if (isCapacityFolder(folder)) {
    const { reportSearch } = await import('../../reports/index.ts')
    const drawn = await reportSearch(folder, await readCapacityRecord(folder), await readCapacitySummary(folder))
    return writeLines(context.stdout, json ? [JSON.stringify(drawn)] : drawn)
  }
  const [{ readRunFile }, { readSummary }, { runReporters, writeReports }] = await Promise.all([
    import('../record/read-run.ts'),
    import('../record/read-summary.ts'),
    import('../../reports/index.ts'),
  ])
  const { reporters = [] } = await loadConfig(context.folder)
  const [record, summary] = [await readRunFile(folder), await readSummary(folder)]
  const ours = await writeReports(folder, record, summary)
  const own = await runReporters(folder, record, summary, reporters)
  const written = [...ours, ...own.written]
  await writeLines(context.stdout, json ? [JSON.stringify(written)] : written)
  if (own.failure !== undefined) throw own.failure
}
