/** `tenfold verify`: judges the record of a run again; nothing is started. */

import { resolve } from 'node:path'
import { isCapacityFolder } from '../record/capacity-folder.ts'
import type { judgeFolder } from '../judge/judge-folder.ts'
import type { Summary } from '../model/summary.ts'
import type { CommandContext, Register } from './context.ts'
import { differenceLine, judgedBefore } from './judged-before.ts'
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

const undigested = 'The folder holds no digests of its files (an older or a partial run): edits in them are not noticed.'

async function verify(folder: string, json: boolean, context: CommandContext): Promise<void> {
  if (isCapacityFolder(folder)) {
    const { judgeSearchAgain } = await import('../capacity/judge-again.ts')
    return tellSearch({ folder, ...(await judgeSearchAgain(folder)) }, json, context)
  }
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
  const before = judgedBefore(stood, await readJudgement(folder))
  const { digests } = record
  const line = before && differenceLine(before, summary.verdict.title)
  await tellRun(folder, record, summary, json, context, {
    lines: [...(digests === undefined ? ['', undigested] : []), ...(line === undefined ? [] : ['', line])],
    fields: { judgedBefore: before ?? null, digests: digests === undefined ? 'none' : 'held' },
  })
  if (failure !== undefined) throw failure
}

/** With the step at hand on a terminal, until it is done. */
async function judged(folder: string, judge: typeof judgeFolder, context: CommandContext): Promise<Summary> {
  using progress = progressOf(context)
  return await judge(folder, (step) => progress.update(step))
}
