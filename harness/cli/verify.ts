/** `tenfold verify`: judges the record of a run again; nothing is started. */

import { resolve } from 'node:path'
import { holdsDigests, isCapacityFolder, readCapacityJudgement } from '../record/capacity-folder.ts'
import type { judgeFolder } from '../judge/judge-folder.ts'
import type { Summary } from '../model/summary.ts'
import type { CommandContext, Register } from './context.ts'
import { toldBesides } from './judged-before.ts'
import { progressOf } from './live-progress.ts'
import { loadConfig } from './load-config.ts'
import { tellRun } from './tell-run.ts'
import { tellSearch } from './tell-search.ts'

export const registerVerify: Register = (program, context) => {
  program
    .command('verify')
    .summary('judge the record of a run again')
    .description(
      'Judges a run folder again from its record alone, writes the judgement and the reports into it, and exits with the verdict. Nothing is started.',
    )
    .argument('<run>', 'run folder')
    .option('--json', 'print the result as one JSON object on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold verify runs/2026-11-27T09-00-00-black-friday-7f3a\n  tenfold verify /tmp/copy-of-a-run --json',
    )
    .action(async (run: string, options: { readonly json?: true }) => verify(resolve(context.folder, run), options.json === true, context))
}

async function verify(folder: string, json: boolean, context: CommandContext): Promise<void> {
  if (isCapacityFolder(folder)) return verifySearch(folder, json, context)
  const [{ judgeFolder }, { readJudgement }, { readRunFile }, { runReporters, writeReports }] = await Promise.all([
    import('../judge/judge-folder.ts'),
    import('../record/judgement.ts'),
    import('../record/read-run.ts'),
    import('../../reports/index.ts'),
  ])
  const { reporters = [] } = await loadConfig(context.folder)
  const stood = await readJudgement(folder)
  const summary = await judged(folder, judgeFolder, context)
  const record = await readRunFile(folder)
  await writeReports(folder, record, summary)
  const { failure } = await runReporters(folder, record, summary, reporters)
  const digests = record.digests === undefined ? 'none' : 'held'
  const besides = toldBesides(stood, await readJudgement(folder), summary.verdict.title, digests)
  await tellRun(folder, record, summary, json, context, besides)
  if (failure !== undefined) throw failure
}

async function verifySearch(folder: string, json: boolean, context: CommandContext): Promise<void> {
  const { judgeSearchAgain } = await import('../capacity/judge-again.ts')
  const stood = await readCapacityJudgement(folder)
  const judged = await judgeSearchAgain(folder)
  const digests = holdsDigests(judged.record) ? 'held' : 'none'
  const besides = toldBesides(stood, await readCapacityJudgement(folder), judged.summary.verdict.title, digests)
  await tellSearch({ folder, ...judged }, json, context, besides)
}

/** With the step at hand on a terminal, until it is done. */
async function judged(folder: string, judge: typeof judgeFolder, context: CommandContext): Promise<Summary> {
  using progress = progressOf(context)
  return await judge(folder, (step) => progress.update(step))
}
