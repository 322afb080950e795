/** `tenfold compare`: the records of two runs side by side, or the trend of many; nothing is started or judged. */

import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ComparedRun } from '../gate/compared-run.ts'
import type { ToldRun } from '../gate/fitness.ts'
import type { SecondCounts } from '../gate/second-figures.ts'
import { HarnessError } from '../model/errors.ts'
import { comparisonLines } from './compare-lines.ts'
import type { CommandContext, Register } from './context.ts'
import { seedMax, wholeNumber } from './numbers.ts'
import { trendLines } from './trend-lines.ts'
import { writeJson, writeLines } from './write-lines.ts'

interface CompareOptions {
  readonly seed: number
  readonly json?: true
}

export const registerCompare: Register = (program, context) => {
  program
    .command('compare')
    .summary('two records side by side, or the trend of many')
    .description(
      'Says whether two judged runs did the same work and what else differs between them, and shows what became of each one’s load, and each metric with its change and the interval that the change lies in, as far as the seconds of the two runs tell. With a folder of runs: their figures in the order of time, each run once, and whether those that are a measure of the system drift. Whether a release is slower is what tenfold gate answers.',
    )
    .argument('<base>', 'run folder, or a folder of runs')
    .argument('[candidate]', 'run folder, or a folder of runs that came after the base')
    .option('--seed <n>', 'seed of the resampling', wholeNumber(0, seedMax), 1)
    .option('--json', 'print the result as JSON on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold compare runs/2026-11-26T09-00-00-black-friday-1a2b runs/2026-11-27T09-00-00-black-friday-7f3a\n  tenfold compare runs --json',
    )
    .action(async (base: string, candidate: string | undefined, options: CompareOptions) => {
      const folders = [base, ...(candidate === undefined ? [] : [candidate])].map((folder) => resolve(context.folder, folder))
      await compare(folders, options, context)
    })
}

async function compare(folders: readonly string[], { seed, json }: CompareOptions, context: CommandContext): Promise<void> {
  const [base = '', candidate] = folders
  const insides = await Promise.all(folders.map(runsInside))
  if (candidate === undefined || insides.some((inside) => inside !== undefined)) {
    const { trendOf } = await import('../gate/trend.ts')
    const { runs, leftOut } = await readAll(folders.flatMap((each, index) => insides[index] ?? [each]))
    const told = trendOf(runs)
    if (told.rows.length < 2) {
      throw new HarnessError('BAD_INPUT', `${base} holds ${told.rows.length === 1 ? 'one run' : 'no run'} that can be compared`, {
        hint: 'name two run folders, or a folder that holds several',
        problems: leftOut,
      })
    }
    const trend = { ...told, leftOut }
    return json === true ? writeJson(context.stdout, trend) : writeLines(context.stdout, trendLines(trend))
  }
  const [{ compareRuns }, { uniformFrom }] = await Promise.all([import('../gate/compare-runs.ts'), import('../load/prng.ts')])
  const comparison = compareRuns(await readCompared(base), await readCompared(candidate), uniformFrom(seed))
  return json === true ? writeJson(context.stdout, comparison) : writeLines(context.stdout, comparisonLines(comparison))
}

/** The run folders in a folder; undefined where it is a run folder itself, or none that can be read: reading it as one tells why. */
async function runsInside(folder: string): Promise<readonly string[] | undefined> {
  const { files } = await import('../record/layout.ts')
  let names: readonly string[]
  try {
    names = await readdir(folder, { recursive: true })
  } catch {
    return undefined
  }
  if (names.includes(files.run)) return undefined
  // A gate's folder holds its runs one level down.
  const runs = names.filter((name) => name.endsWith(files.run)).map((name) => join(folder, name, '..'))
  return runs.length === 0 ? undefined : runs.toSorted()
}

/** One of many that cannot be read, such as a run that was killed, is left out and told. */
async function readAll(folders: readonly string[]): Promise<{ readonly runs: readonly ToldRun[]; readonly leftOut: readonly string[] }> {
  const runs: ToldRun[] = []
  const leftOut: string[] = []
  for (const folder of new Set(folders)) {
    try {
      runs.push(await readJudged(folder))
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error
      leftOut.push(error.message)
    }
  }
  return { runs, leftOut }
}

async function readJudged(folder: string): Promise<ToldRun> {
  const [{ readRunFile }, { readSummary }] = await Promise.all([import('../record/read-run.ts'), import('../record/read-summary.ts')])
  return { record: await readRunFile(folder), summary: await readSummary(folder) }
}

async function readCompared(folder: string): Promise<ComparedRun> {
  const [{ decodeLatency, readLatency }, { readSeries }, { seriesFigures }] = await Promise.all([
    import('../record/read-latency.ts'),
    import('../record/read-series.ts'),
    import('../judge/series-figures.ts'),
  ])
  const judged = await readJudged(folder)
  const seconds = new Map<string, SecondCounts[]>()
  for (const entry of await readLatency(folder)) {
    const { metric, second } = entry
    if (second === undefined) continue
    const own = seconds.get(metric) ?? []
    seconds.set(metric, own)
    own.push({ second, counts: [...decodeLatency(folder, entry).counts()] })
  }
  const { record } = judged
  return { ...judged, seconds, series: seriesFigures(record, await readSeries(folder, record)) }
}
